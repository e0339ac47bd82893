import { roleLabels } from "../../../scripts/governance/role-label.ts";
import { href } from "../href.ts";
import { sensitivityLabels } from "../sensitivity.ts";
import { useForm } from "./form.ts";
import { type Meaning, meaningOf } from "./meaning.ts";
import { Scrolling } from "./scrolling.tsx";

/** What the choice of fields means as it grows: how sensitive, what identifies, who must approve, which numbers. */
export function MeaningPanel() {
	const { draft, context, loading } = useForm();
	const meaning = meaningOf(draft, context);
	return (
		<Scrolling class="hub-request-meaning" titled="hub-request-meaning-title">
			<h2 class="nhsuk-heading-m" id="hub-request-meaning-title">
				What this choice means
			</h2>
			<p role="status">
				{inShort(meaning)}.{loading && " Looking up more."}
			</p>
			{meaning.fields > 0 && <MeaningParts meaning={meaning} />}
		</Scrolling>
	);
}

/** The same, folded: for the steps after the fields have been chosen. */
export function FoldedMeaning() {
	const { draft, context } = useForm();
	const meaning = meaningOf(draft, context);
	if (meaning.fields === 0) return null;
	return (
		<details class="nhsuk-details">
			<summary class="nhsuk-details__summary">
				<span class="nhsuk-details__summary-text">What this choice means: {inShort(meaning)}</span>
			</summary>
			<div class="nhsuk-details__text">
				<MeaningParts meaning={meaning} />
			</div>
		</details>
	);
}

function inShort({ fields, tables, approvals }: Meaning): string {
	const counts = `${fields} ${fields === 1 ? "field" : "fields"} of ${tables} ${tables === 1 ? "table" : "tables"}`;
	if (fields === 0) return counts;
	return `${counts}, ${approvals.length} ${approvals.length === 1 ? "approval" : "approvals"} needed`;
}

function MeaningParts({ meaning }: { readonly meaning: Meaning }) {
	return (
		<>
			<h3 class="nhsuk-heading-s">How sensitive</h3>
			<ul class="hub-plain-list">
				{meaning.sensitivities.map(({ sensitivity, count }) => (
					<li key={sensitivity}>
						{count} ×{" "}
						{sensitivity === undefined ? "not known or not confirmed" : sensitivityLabels[sensitivity].toLowerCase()}
					</li>
				))}
			</ul>
			<p>
				<a href={href("guide/requesters/#how-sensitive-a-field-is")} target="_blank" rel="noopener">
					What these words mean<span class="nhsuk-u-visually-hidden"> (opens a new tab)</span>
				</a>
			</p>
			<h3 class="nhsuk-heading-s">Fields that identify</h3>
			{meaning.identifying.length === 0 ? (
				<p>None goes out in a form that could point to a patient by itself or with others.</p>
			) : (
				<>
					<p>These could point to a patient, alone or together, as they would go out:</p>
					<ul class="hub-plain-list">
						{meaning.identifying.map((field) => (
							<li key={field}>
								<code>{field}</code>
							</li>
						))}
					</ul>
				</>
			)}
			<h3 class="nhsuk-heading-s">Approvals it will need</h3>
			<ul class="hub-plain-list">
				{meaning.approvals.map(({ role, because }) => (
					<li key={role}>
						<strong>{roleLabels[role]}</strong>: {because}
					</li>
				))}
			</ul>
			{meaning.mayGrow && <p>The law and the organisation, which are still to be filled in, may add to these.</p>}
			<h3 class="nhsuk-heading-s">Numbers</h3>
			<ul class="hub-plain-list">
				{meaning.limits.map((limit) => (
					<li key={limit}>{limit}</li>
				))}
			</ul>
		</>
	);
}
