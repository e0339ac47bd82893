import { findOrganisation } from "../../../scripts/records/lookup.ts";
import { useForm } from "./form.ts";
import { Fieldset, Group } from "./group.tsx";
import { TextArea, TextInput } from "./inputs.tsx";
import { idOf, projectPlace } from "./place.ts";
import { describe, schemaChoices } from "./schema-choices.ts";
import { Checkboxes, Radios } from "./ticks.tsx";

/** The second part: what for, and on what legal basis. */
export function PurposeStep() {
	const { draft, dispatch, file, amends } = useForm();
	const terms = file.vocabularies.purposes?.terms ?? [];
	const allowed = file.agreements[draft.request.agreement]?.purposes;
	return (
		<>
			{amends === undefined && (
				<Group
					place={projectPlace}
					label="Short name"
					hint="Names the project’s folder for good. Small letters, digits and single hyphens, such as sepsis-outcomes."
				>
					{({ bad, ...described }) => (
						<input
							{...described}
							class={`nhsuk-input nhsuk-input--width-20${bad ? " nhsuk-input--error" : ""}`}
							id={idOf(projectPlace)}
							type="text"
							autocomplete="off"
							spellcheck={false}
							value={draft.project}
							onInput={({ currentTarget }) => dispatch({ type: "project", project: currentTarget.value.trim() })}
						/>
					)}
				</Group>
			)}
			<TextInput place={["title"]} label="Title" hint={describe(["title"])} />
			<TextArea place={["summary"]} label="Summary" hint={describe(["summary"])} rows={7} />
			<TextArea place={["benefit"]} label="Benefit" hint={describe(["benefit"])} />
			<Checkboxes
				place={["purposes"]}
				label="Purposes"
				hint="All that apply. The agreement must allow each of them."
				choices={terms.map(({ id, label, meaning }) => ({
					value: id,
					text: `${label} (${id})`,
					hint:
						allowed === undefined || allowed.includes(id) ? meaning : `${meaning} Your agreement does not allow it.`,
				}))}
			/>
			<LawParts />
		</>
	);
}

function LawParts() {
	const { draft, file, context } = useForm();
	const { confidentiality } = draft.request.law;
	const purposes = consentPurposes(useForm());
	const outside = findOrganisation(file.organisations, draft.request.organisation)?.country;
	const bases = context.vocabularies.get("lawful-bases");
	return (
		<Fieldset place={["law"]} legend="Law" hint="If you are not sure, ask information governance before you go on.">
			<Radios
				place={["law", "article6"]}
				label="Lawful basis (UK GDPR Article 6)"
				choices={schemaChoices(["law", "article6"], bases)}
			/>
			<Radios
				place={["law", "article9"]}
				label="Condition for health data (UK GDPR Article 9)"
				choices={schemaChoices(["law", "article9"], bases)}
			/>
			<Radios
				place={["law", "confidentiality", "basis"]}
				label="Confidentiality"
				hint={describe(["law", "confidentiality"])}
				choices={schemaChoices(["law", "confidentiality", "basis"], bases)}
			/>
			{(confidentiality.basis === "explicit-consent" || confidentiality.consentPurpose !== undefined) && (
				<TextInput
					place={["law", "confidentiality", "consentPurpose"]}
					label="Purpose that patients agreed to"
					hint={`${describe(["law", "confidentiality", "consentPurpose"])}${purposes.length === 0 ? "" : ` Recorded are: ${purposes.join(", ")}.`}`}
					list={purposes}
				/>
			)}
			{(confidentiality.basis === "section-251" ||
				confidentiality.reference !== undefined ||
				confidentiality.expires !== undefined) && (
				<>
					<TextInput
						place={["law", "confidentiality", "reference"]}
						label="Reference of the approval"
						hint={describe(["law", "confidentiality", "reference"])}
					/>
					<TextInput place={["law", "confidentiality", "expires"]} type="date" short label="Last day of the approval" />
				</>
			)}
			<TextInput
				place={["law", "ethics", "reference"]}
				label="Research ethics approval"
				hint="Its reference. Leave it empty if the project is not research."
			/>
			<TextInput place={["law", "ethics", "expires"]} type="date" short label="Last day of the ethics approval" />
			<TextInput place={["law", "dpia"]} label="Data protection impact assessment" hint={describe(["law", "dpia"])} />
			{((outside !== undefined && outside !== "GB") || draft.request.law.transfer !== undefined) && (
				<TextInput
					place={["law", "transfer"]}
					label="Transfer out of the United Kingdom"
					hint={describe(["law", "transfer"])}
				/>
			)}
		</Fieldset>
	);
}

/** The purposes that the source records consent for, as the dictionary lists them. */
function consentPurposes({ draft, context }: ReturnType<typeof useForm>): readonly string[] {
	const source = context.catalogue.sources.find(({ id }) => id === draft.request.source);
	const id = source?.consent?.purpose;
	const field = source?.tables.flatMap(({ fields }) => fields).find((candidate) => candidate.id === id);
	return field?.metadata.values ?? field?.documentation.values?.map(({ value }) => value) ?? [];
}
