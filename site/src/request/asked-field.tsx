import { findField } from "../../../scripts/dictionary/catalogue.ts";
import { identifyingMark } from "../../../scripts/dictionary/identifying-mark.ts";
import { sensitivityLabels } from "../sensitivity.ts";
import { Button } from "./button.tsx";
import { idOf } from "./draft-path.ts";
import { useForm } from "./form.ts";
import { Problems } from "./group.tsx";
import { TextArea } from "./inputs.tsx";
import { Select } from "./select.tsx";
import { fieldProblem, treatmentChoices } from "./treatments.ts";

/** One field asked for: what it is, its treatment and the reason. */
export function AskedField({ index, remove }: { readonly index: number; readonly remove: () => void }) {
	const { draft, context } = useForm();
	const { source, fields } = draft.request;
	const field = fields[index]?.field ?? "";
	const found = findField(context.catalogue, source, field);
	const choices = treatmentChoices(field, source, context);
	const problem = fieldProblem(field, source, context);
	const column = found?.name ?? field;
	return (
		<div class="hub-request-asked" id={idOf(["fields", index])}>
			<div class="hub-request-asked__head">
				<p>
					<code>{column}</code>{" "}
					{found?.documentation.sensitivity !== undefined && (
						<strong class={`nhsuk-tag hub-tag hub-tag--${found.documentation.sensitivity}`}>
							{sensitivityLabels[found.documentation.sensitivity]}
						</strong>
					)}
					{identifyingMark(found?.documentation ?? {}).helpsToIdentify && " Helps to identify a person"}
				</p>
				<Button onClick={remove} hidden={`: ${field}`}>
					Remove
				</Button>
			</div>
			{found !== undefined && found.documentation.description !== "" && (
				<p class="hub-aside-text">{firstSentence(found.documentation.description)}</p>
			)}
			{problem !== undefined && <p class="nhsuk-error-message">{problem}</p>}
			<Problems path={["fields", index, "field"]} />
			<div class="hub-request-asked__parts">
				<Select
					path={["fields", index, "treatment"]}
					label={`Treatment of ${column}`}
					choices={choices.map(({ treatment, label, problem: why }) => ({
						value: treatment,
						text: `${capital(label)}${why === undefined ? "" : " (not possible here)"}`,
						disabled: why !== undefined,
					}))}
				/>
				<TextArea path={["fields", index, "reason"]} label={`Why you need ${column}`} rows={2} />
			</div>
			{choices.some((choice) => choice.problem !== undefined) && (
				<details class="nhsuk-details">
					<summary class="nhsuk-details__summary">
						<span class="nhsuk-details__summary-text">
							Treatments that are not possible<span class="nhsuk-u-visually-hidden"> for {column}</span>
						</span>
					</summary>
					<ul class="nhsuk-details__text">
						{choices.flatMap(({ label, problem: why }) =>
							why === undefined ? [] : [<li key={label}>{`${capital(label)}: ${why}.`}</li>],
						)}
					</ul>
				</details>
			)}
		</div>
	);
}

function capital(words: string): string {
	return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** The beginning of a description as plain text, without Markdown's marks. */
function firstSentence(markdown: string): string {
	const [line = ""] = markdown.split("\n");
	return line.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*`]/g, "");
}
