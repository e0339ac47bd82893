import { useState } from "preact/hooks";
import { allowedValues } from "../../../scripts/check/value.ts";
import { plainType } from "../../../scripts/dictionary/column-type.ts";
import { termsOf } from "../../../scripts/records/lookup.ts";
import { valueAt } from "../../../scripts/schema/violation.ts";
import { fieldOf, scalarOf } from "./conditions.ts";
import { type DraftCondition, numberOrText } from "./draft.ts";
import { type DraftPath, idOf } from "./draft-path.ts";
import { useForm } from "./form.ts";
import { Group } from "./group.tsx";
import { TextInput } from "./inputs.tsx";
import type { Operator } from "./operator-labels.ts";
import { Select } from "./select.tsx";
import { Checkboxes } from "./ticks.tsx";

/** More known values than this are not shown as boxes to tick. */
const mostBoxes = 30;

const labels = {
	is: "Value",
	not: "Value",
	in: "Values",
	in_value_set: "Value set",
	from: "First day",
	before: "Day after the last",
	at_least: "Number",
	at_most: "Number",
	is_null: "Which",
} as const satisfies Record<Operator, string>;

/** What a field is compared with: as suits the comparison and the field's type. */
export function ComparisonEditor({ path, operator }: { readonly path: DraftPath; readonly operator: Operator }) {
	const { draft, dispatch, context } = useForm();
	const at = [...path, operator];
	const label = labels[operator];
	const condition = valueAt(draft.request, path) as DraftCondition;
	const field = fieldOf(condition, draft.request.source, context);
	const type = field && plainType(field.metadata);
	const meanings = field?.documentation.values ?? [];
	const known = (field && allowedValues(field)?.values) ?? [];
	const read = (text: string) => scalarOf(text, type);
	switch (operator) {
		case "is":
		case "not":
			return (
				<TextInput path={at} label={label} list={known.slice(0, 200)} hint={meaningHint(meanings)} read={read} short />
			);
		case "from":
		case "before":
			return <TextInput path={at} label={label} type="date" short />;
		case "at_least":
		case "at_most":
			return (
				<TextInput
					path={at}
					label={label}
					type="number"
					read={numberOrText}
					short
					hint={field?.documentation.unit && `In ${field.documentation.unit}.`}
				/>
			);
		case "in_value_set":
			return (
				<Select
					path={at}
					label={label}
					choices={termsOf(context, "value-sets").map(({ id, label: text }) => ({
						value: id,
						text,
					}))}
				/>
			);
		case "is_null":
			return (
				<Select
					path={at}
					label={label}
					choices={[
						{ value: "true", text: "missing" },
						{ value: "false", text: "present" },
					]}
					onChoose={(value) => dispatch({ type: "set", path: at, value: value === "true" })}
				/>
			);
		case "in":
			return known.length > 0 && known.length <= mostBoxes ? (
				<Checkboxes
					path={at}
					label={label}
					read={read}
					choices={[...new Set([...known, ...(condition.in ?? []).map(String)])].map((value) => ({
						value,
						text: textOf(value, meanings),
					}))}
				/>
			) : (
				<ValueLines path={at} label={label} read={read} />
			);
	}
}

/** A list of values, one on each line. */
function ValueLines({
	path,
	label,
	read,
}: {
	readonly path: DraftPath;
	readonly label: string;
	readonly read: (text: string) => unknown;
}) {
	const { draft, dispatch } = useForm();
	const values = (valueAt(draft.request, path) ?? []) as readonly unknown[];
	const [typed, setTyped] = useState("");
	// An empty last line is no value, but has to stay while somebody types.
	const text = String(linesOf(typed).map(read)) === String(values) ? typed : values.map(String).join("\n");
	return (
		<Group path={path} label={label} hint="One value on each line.">
			{({ bad, ...described }) => (
				<textarea
					{...described}
					class={`nhsuk-textarea${bad ? " nhsuk-textarea--error" : ""}`}
					id={idOf(path)}
					rows={Math.min(12, Math.max(3, values.length + 1))}
					value={text}
					onInput={({ currentTarget }) => {
						setTyped(currentTarget.value);
						dispatch({ type: "set", path, value: linesOf(currentTarget.value).map(read) });
					}}
				/>
			)}
		</Group>
	);
}

function linesOf(text: string): readonly string[] {
	return text
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line !== "");
}

function textOf(value: string, meanings: readonly { readonly value: string; readonly meaning: string }[]): string {
	const meaning = meanings.find((each) => each.value === value)?.meaning;
	return meaning === undefined || meaning === value ? value : `${value} (${meaning})`;
}

function meaningHint(meanings: readonly { readonly value: string; readonly meaning: string }[]): string | undefined {
	if (meanings.length === 0) return undefined;
	const first = meanings.slice(0, 12).map(({ value }) => textOf(value, meanings));
	return `Known values: ${first.join(", ")}${meanings.length > 12 ? ", …" : ""}.`;
}
