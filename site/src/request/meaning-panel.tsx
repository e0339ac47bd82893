import { sensitivityWords } from "../sensitivity.ts";
import { useForm } from "./form.ts";
import { meaningOf } from "./meaning.ts";
import { Scrolling } from "./scrolling.tsx";
import { roleWords } from "./words.ts";

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
				{meaning.fields} {meaning.fields === 1 ? "field" : "fields"} of {meaning.tables}{" "}
				{meaning.tables === 1 ? "table" : "tables"}
				{meaning.fields === 0
					? ""
					: `, ${meaning.approvals.length} ${meaning.approvals.length === 1 ? "approval" : "approvals"} needed`}
				.{loading && " Looking up more."}
			</p>
			{meaning.fields > 0 && (
				<>
					<h3 class="nhsuk-heading-s">How sensitive</h3>
					<ul class="hub-plain-list">
						{meaning.sensitivities.map(({ sensitivity, count }) => (
							<li key={sensitivity}>
								{count} ×{" "}
								{sensitivity === undefined ? "not known or not confirmed" : sensitivityWords[sensitivity].toLowerCase()}
							</li>
						))}
					</ul>
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
								<strong>{roleWords[role]}</strong>: {because}
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
			)}
		</Scrolling>
	);
}
