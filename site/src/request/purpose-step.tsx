import { findOrganisation } from "../../../scripts/records/lookup.ts";
import { idOf, projectPath } from "./draft-path.ts";
import { useForm } from "./form.ts";
import { Fieldset, Group } from "./group.tsx";
import { TextArea, TextInput } from "./inputs.tsx";
import { describePath, schemaChoices } from "./schema-choices.ts";
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
					path={projectPath}
					label="Short name"
					hint="Names the project’s folder for good. Small letters, digits and single hyphens, such as sepsis-outcomes."
				>
					{({ bad, ...described }) => (
						<input
							{...described}
							class={`nhsuk-input nhsuk-input--width-20${bad ? " nhsuk-input--error" : ""}`}
							id={idOf(projectPath)}
							type="text"
							autocomplete="off"
							spellcheck={false}
							value={draft.project}
							onInput={({ currentTarget }) => dispatch({ type: "project", project: currentTarget.value.trim() })}
						/>
					)}
				</Group>
			)}
			<TextInput path={["title"]} label="Title" hint={describePath(["title"])} />
			<TextArea path={["summary"]} label="Summary" hint={describePath(["summary"])} rows={7} />
			<TextArea path={["benefit"]} label="Benefit" hint={describePath(["benefit"])} />
			<Checkboxes
				path={["purposes"]}
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
		<Fieldset path={["law"]} legend="Law" hint="If you are not sure, ask information governance before you go on.">
			<Radios
				path={["law", "article6"]}
				label="Lawful basis (UK GDPR Article 6)"
				choices={schemaChoices(["law", "article6"], bases)}
			/>
			<Radios
				path={["law", "article9"]}
				label="Condition for health data (UK GDPR Article 9)"
				choices={schemaChoices(["law", "article9"], bases)}
			/>
			<Radios
				path={["law", "confidentiality", "basis"]}
				label="Confidentiality"
				hint={describePath(["law", "confidentiality"])}
				choices={schemaChoices(["law", "confidentiality", "basis"], bases)}
			/>
			{(confidentiality.basis === "explicit-consent" || confidentiality.consentPurpose !== undefined) && (
				<TextInput
					path={["law", "confidentiality", "consentPurpose"]}
					label="Purpose that patients agreed to"
					hint={`${describePath(["law", "confidentiality", "consentPurpose"])}${purposes.length === 0 ? "" : ` Recorded are: ${purposes.join(", ")}.`}`}
					list={purposes}
				/>
			)}
			{(confidentiality.basis === "section-251" ||
				confidentiality.reference !== undefined ||
				confidentiality.expires !== undefined) && (
				<>
					<TextInput
						path={["law", "confidentiality", "reference"]}
						label="Reference of the approval"
						hint={describePath(["law", "confidentiality", "reference"])}
					/>
					<TextInput path={["law", "confidentiality", "expires"]} type="date" short label="Last day of the approval" />
				</>
			)}
			<TextInput
				path={["law", "ethics", "reference"]}
				label="Research ethics approval"
				hint="Its reference. Leave it empty if the project is not research."
			/>
			<TextInput path={["law", "ethics", "expires"]} type="date" short label="Last day of the ethics approval" />
			<TextInput
				path={["law", "dpia"]}
				label="Data protection impact assessment"
				hint={describePath(["law", "dpia"])}
			/>
			{((outside !== undefined && outside !== "GB") || draft.request.law.transfer !== undefined) && (
				<TextInput
					path={["law", "transfer"]}
					label="Transfer out of the United Kingdom"
					hint={describePath(["law", "transfer"])}
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
