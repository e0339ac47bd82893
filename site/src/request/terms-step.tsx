import { formatDay } from "../../../scripts/document/day.ts";
import { findPerson } from "../../../scripts/records/lookup.ts";
import type { AcceptableTerms } from "../../../scripts/site/request/request-context.ts";
import { numberOrText } from "./draft.ts";
import { idOf } from "./draft-path.ts";
import { useForm } from "./form.ts";
import { Fieldset, Problems } from "./group.tsx";
import { TextArea, TextInput } from "./inputs.tsx";
import { nothingToChoose } from "./nothing-to-choose.ts";
import { describePath, schemaChoices } from "./schema-choices.ts";
import { Scrolling } from "./scrolling.tsx";
import { Select } from "./select.tsx";
import { TermsText } from "./terms-text.tsx";
import { Radios, Tick } from "./ticks.tsx";

/** The fifth part: under which agreement, for how long, and on what terms. */
export function TermsStep() {
	const { draft, file } = useForm();
	const { agreement, organisation, acceptedTerms } = draft.request;
	const chosen = file.agreements[agreement];
	const most = Math.min(file.policy.retention.maxMonths, chosen?.maxRetentionMonths ?? Number.POSITIVE_INFINITY);
	const offered = Object.entries(file.agreements).filter(
		([, { recipient }]) => organisation === "" || recipient === organisation,
	);
	const asked = [...new Set([...(chosen?.terms ?? []), ...acceptedTerms.map(({ terms }) => terms)])];
	return (
		<>
			<Select
				path={["agreement"]}
				label="Agreement"
				hint={[
					describePath(["agreement"]),
					...(offered.length === 0 ? [nothingToChoose("agreement", organisation, file)] : []),
				].join(" ")}
				choices={offered.map(([id, { title, from, until }]) => ({
					value: id,
					text: `${title} (${formatDay(from)} to ${formatDay(until)})`,
				}))}
			/>
			<Fieldset path={["delivery"]} legend="Delivery">
				<Radios path={["delivery", "format"]} label="Format" choices={schemaChoices(["delivery", "format"])} />
				<Radios path={["delivery", "schedule"]} label="Schedule" choices={schemaChoices(["delivery", "schedule"])} />
			</Fieldset>
			<Fieldset path={["retention"]} legend="Keeping and destroying">
				<TextInput
					path={["retention", "months"]}
					label="Months"
					hint={`${describePath(["retention", "months"])} At most ${most}.`}
					type="number"
					short
					read={numberOrText}
				/>
				<TextInput path={["retention", "place"]} label="Place" hint={describePath(["retention", "place"])} />
				<TextArea
					path={["retention", "destruction"]}
					label="Destruction"
					hint={describePath(["retention", "destruction"])}
					rows={3}
				/>
			</Fieldset>
			<Fieldset
				path={["acceptedTerms"]}
				legend="Terms"
				hint="Read them to the end. Whoever accepts them answers for the team."
			>
				{asked.length === 0 && <p>Choose an agreement: it says which terms there are.</p>}
				{asked.map((name) => (
					<Terms key={name} name={name} terms={file.terms.find((each) => each.name === name)} />
				))}
			</Fieldset>
		</>
	);
}

/** One text in full, and its acceptance. */
function Terms({ name, terms }: { readonly name: string; readonly terms: AcceptableTerms | undefined }) {
	const { draft, dispatch, context } = useForm();
	const { acceptedTerms, requester, team } = draft.request;
	const index = acceptedTerms.findIndex((accepted) => accepted.terms === name);
	const accepted = acceptedTerms[index];
	const path = ["acceptedTerms", index] as const;
	const people = [...new Set([requester, ...team])].filter((id) => id !== "");
	const isCurrent = accepted !== undefined && accepted.sha256 === terms?.sha256;
	const toggle = () => {
		if (index >= 0 && isCurrent) return dispatch({ type: "remove", path });
		if (terms === undefined) return;
		const value = { terms: name, sha256: terms.sha256, by: accepted?.by ?? requester, on: context.today };
		if (index >= 0) dispatch({ type: "set", path, value });
		else dispatch({ type: "add", path: ["acceptedTerms"], value });
	};
	return (
		<section class="hub-clause" id={index < 0 ? undefined : idOf(path)}>
			<h3 class="nhsuk-heading-s" id={`terms-${name}`}>
				{name}
			</h3>
			{terms === undefined ? (
				<p>There are no such terms any more. Take the acceptance back.</p>
			) : (
				<Scrolling class="hub-request-terms" titled={`terms-${name}`}>
					<TermsText text={terms.text} />
				</Scrolling>
			)}
			{index >= 0 && (
				<>
					<Problems path={path} />
					<Problems path={[...path, "sha256"]} />
					<Problems path={[...path, "terms"]} />
					<Problems path={[...path, "on"]} />
				</>
			)}
			<div class="nhsuk-checkboxes nhsuk-checkboxes--small nhsuk-form-group">
				<Tick
					kind="checkbox"
					id={`accept-${name}`}
					name={`accept-${name}`}
					checked={isCurrent}
					choice={{
						value: name,
						text: `I have read ${name} and accept it for the team`,
						hint:
							accepted !== undefined && !isCurrent && terms !== undefined
								? "The wording has changed since it was accepted. Read it again."
								: terms &&
									`The request records today and exactly this wording, by its SHA-256 digest ${terms.sha256.slice(0, 16)}…`,
					}}
					onTick={toggle}
				/>
			</div>
			{accepted !== undefined && (
				<Select
					path={[...path, "by"]}
					label={`Who accepts ${name}`}
					hint="The requester, or somebody of the team."
					choices={people.map((id) => ({ value: id, text: findPerson(context.people, id)?.name ?? id }))}
				/>
			)}
			{accepted !== undefined && terms === undefined && (
				<button
					type="button"
					class="nhsuk-button nhsuk-button--secondary nhsuk-button--small"
					onClick={() => dispatch({ type: "remove", path })}
				>
					Take the acceptance back
				</button>
			)}
		</section>
	);
}
