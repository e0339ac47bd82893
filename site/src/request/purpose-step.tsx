import { findOrganisation } from "../../../scripts/records/lookup.ts";
import { type DraftPath, idOf, projectPath } from "./draft-path.ts";
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
			<PartyParts path={["law"]} />
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
			{(confidentiality.basis === "section-251" || confidentiality.nationalOptOut !== undefined) && (
				<Radios
					path={["law", "confidentiality", "nationalOptOut"]}
					label="National Data Opt-out"
					hint={describePath(["law", "confidentiality", "nationalOptOut"])}
					choices={[
						...schemaChoices(["law", "confidentiality", "nationalOptOut"]),
						...(confidentiality.basis === "section-251"
							? []
							: [{ value: "", text: "Not for this request: only section 251 asks for it" }]),
					]}
				/>
			)}
			{(confidentiality.nationalOptOut === "exempt" || confidentiality.exemption !== undefined) && (
				<TextInput
					path={["law", "confidentiality", "exemption"]}
					label="Letter that exempts from it"
					hint={describePath(["law", "confidentiality", "exemption"])}
				/>
			)}
			<Fieldset
				path={["law", "hospital"]}
				legend="The hospital’s own basis"
				hint="On which the hospital discloses the data. Your agreement names it."
			>
				<PartyParts path={["law", "hospital"]} of=" of the hospital" />
			</Fieldset>
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

/** Role and legal basis of one party: the organisation that will hold the data, or the hospital. */
function PartyParts({ path, of = "" }: { readonly path: DraftPath; readonly of?: string }) {
	const { context } = useForm();
	const bases = context.vocabularies.get("lawful-bases");
	return (
		<>
			<Radios
				path={[...path, "role"]}
				label={of === "" ? "Role of the organisation that will hold the data" : `Role${of}`}
				choices={schemaChoices([...path, "role"])}
			/>
			<Radios
				path={[...path, "article6"]}
				label={`Lawful basis${of} (UK GDPR Article 6)`}
				choices={schemaChoices([...path, "article6"], bases)}
			/>
			<Radios
				path={[...path, "article9"]}
				label={`Condition for health data${of} (UK GDPR Article 9)`}
				choices={schemaChoices([...path, "article9"], bases)}
			/>
			<Radios
				path={[...path, "schedule1"]}
				label={`Condition of Schedule 1${of} (Data Protection Act 2018)`}
				choices={[
					...schemaChoices([...path, "schedule1"]),
					{ value: "", text: "None: explicit consent, 9(2)(a), needs none" },
				]}
			/>
		</>
	);
}

/** The purposes that the source records consent for, as the dictionary lists them. */
function consentPurposes({ draft, context }: ReturnType<typeof useForm>): readonly string[] {
	const source = context.catalogue.sources.find(({ id }) => id === draft.request.source);
	const id = source?.consent?.purpose;
	const field = source?.tables.flatMap(({ fields }) => fields).find((candidate) => candidate.id === id);
	return field?.metadata.values ?? field?.documentation.values?.map(({ value }) => value) ?? [];
}
