import { valueAt } from "../../../scripts/schema/violation.ts";
import { Button } from "./button.tsx";
import { ComparisonEditor } from "./comparison-editor.tsx";
import { type ConditionTable, fieldOf, operatorsFor, operatorsOf, withOperator } from "./conditions.ts";
import type { DraftCondition } from "./draft.ts";
import { type DraftPath, idOf } from "./draft-path.ts";
import { focusNext } from "./focus.ts";
import { useForm } from "./form.ts";
import { Group, Problems } from "./group.tsx";
import { type Operator, operatorLabels } from "./operator-labels.ts";

/** One condition: a field, and how its values compare. */
export function ConditionEditor({
	path,
	tables,
}: {
	readonly path: DraftPath;
	readonly tables: readonly ConditionTable[];
}) {
	const { draft, dispatch, context } = useForm();
	const condition = valueAt(draft.request, path) as DraftCondition;
	const field = fieldOf(condition, draft.request.source, context);
	const used = operatorsOf(condition);
	const [unused] = operatorsFor(field).filter((operator) => !used.includes(operator));
	const rows: readonly (Operator | undefined)[] = used.length === 0 ? [undefined] : used;
	return (
		<div class="hub-condition" id={idOf(path)}>
			<Problems path={path} />
			<FieldSelect path={path} tables={tables} />
			{condition.field !== "" &&
				rows.map((operator, index) => (
					// The same comparison in its place, whatever it is changed to: the focus stays on it.
					<div class="hub-comparison" key={index}>
						<OperatorSelect path={path} index={index} operator={operator} />
						{operator !== undefined && <ComparisonEditor path={path} operator={operator} />}
						{operator !== undefined && used.length > 1 && (
							<Button
								onClick={() => {
									focusNext(operatorId(path, Math.max(0, index - 1)));
									dispatch({ type: "remove", path: [...path, operator] });
								}}
							>
								Remove “{operatorLabels[operator]}”
							</Button>
						)}
					</div>
				))}
			{condition.field !== "" && used.length > 0 && unused !== undefined && (
				<Button
					onClick={() => {
						focusNext(operatorId(path, used.length));
						dispatch({ type: "set", path, value: withOperator(condition, undefined, unused) });
					}}
				>
					Compare it once more
				</Button>
			)}
		</div>
	);
}

function operatorId(path: DraftPath, index: number): string {
	return `${idOf(path)}-operator-${index}`;
}

/**
 * How the values compare. It offers the comparisons that suit the field's type and that the condition does not have
 * yet.
 */
function OperatorSelect({
	path,
	index,
	operator,
}: {
	readonly path: DraftPath;
	readonly index: number;
	readonly operator: Operator | undefined;
}) {
	const { draft, dispatch, context } = useForm();
	const condition = valueAt(draft.request, path) as DraftCondition;
	const used = operatorsOf(condition);
	const suiting = operatorsFor(fieldOf(condition, draft.request.source, context));
	const choices = [...new Set([...suiting, ...(operator === undefined ? [] : [operator])])].filter(
		(choice) => choice === operator || !used.includes(choice),
	);
	const id = operatorId(path, index);
	return (
		<div class="nhsuk-form-group">
			<label class="nhsuk-label hub-label" for={id}>
				{index === 0 ? "Comparison" : "And"}
			</label>
			<select
				class="nhsuk-select"
				id={id}
				value={operator ?? ""}
				onChange={({ currentTarget }) => {
					const chosen = choices.find((choice) => choice === currentTarget.value);
					if (chosen !== undefined) dispatch({ type: "set", path, value: withOperator(condition, operator, chosen) });
				}}
			>
				{operator === undefined && <option value="">Choose</option>}
				{choices.map((choice) => (
					<option key={choice} value={choice}>
						{operatorLabels[choice]}
					</option>
				))}
			</select>
		</div>
	);
}

function FieldSelect({ path, tables }: { readonly path: DraftPath; readonly tables: readonly ConditionTable[] }) {
	const { draft, dispatch } = useForm();
	const at = [...path, "field"];
	const value = String(valueAt(draft.request, at) ?? "");
	const known = value === "" || tables.some(({ fields }) => fields.some(({ id }) => id === value));
	return (
		<Group path={at} label="Field">
			{({ bad, ...described }) => (
				<select
					{...described}
					class={`nhsuk-select${bad ? " nhsuk-select--error" : ""}`}
					id={idOf(at)}
					value={value}
					onChange={({ currentTarget }) => dispatch({ type: "set", path: at, value: currentTarget.value })}
				>
					<option value="">Choose</option>
					{!known && <option value={value}>{value}</option>}
					{tables.map((table) => (
						<optgroup key={table.id} label={table.title}>
							{table.fields.map(({ id, name }) => (
								<option key={id} value={id}>
									{tables.length > 1 ? `${name} – ${table.title}` : name}
								</option>
							))}
						</optgroup>
					))}
				</select>
			)}
		</Group>
	);
}
