import { valueAt } from "../../../scripts/schema/violation.ts";
import { idOf } from "./draft-path.ts";
import { useForm } from "./form.ts";
import { type Asked, Group } from "./group.tsx";

/** Something to choose. */
export interface Choice {
	readonly value: string;
	readonly text: string;
	readonly hint?: string | undefined;
	readonly disabled?: boolean;
}

/** One of several, in a list that opens. A value that is none of them is shown as it is. */
export function Select({
	choices,
	none = "Choose",
	onChoose,
	...asked
}: Asked & {
	readonly choices: readonly Choice[];
	readonly none?: string;
	/** What happens instead of keeping the choice in its place. */
	readonly onChoose?: (value: string) => void;
}) {
	const { draft, dispatch } = useForm();
	const { path } = asked;
	const value = String(valueAt(draft.request, path) ?? "");
	const known = value === "" || choices.some((choice) => choice.value === value);
	return (
		<Group {...asked}>
			{({ bad, ...described }) => (
				<select
					{...described}
					class={`nhsuk-select${bad ? " nhsuk-select--error" : ""}`}
					id={idOf(path)}
					value={value}
					onChange={({ currentTarget }) =>
						onChoose === undefined
							? dispatch({ type: "set", path, value: currentTarget.value })
							: onChoose(currentTarget.value)
					}
				>
					<option value="">{none}</option>
					{!known && <option value={value}>{value} (unknown)</option>}
					{choices.map((choice) => (
						<option key={choice.value} value={choice.value} disabled={choice.disabled}>
							{choice.text}
						</option>
					))}
				</select>
			)}
		</Group>
	);
}
