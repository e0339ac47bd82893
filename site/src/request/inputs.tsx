import { valueAt } from "../../../scripts/schema/violation.ts";
import { idOf } from "./draft-path.ts";
import { useForm } from "./form.ts";
import { type Asked, Group } from "./group.tsx";

/** One line of text. */
export function TextInput({
	read = (text) => text,
	type = "text",
	short = false,
	list,
	...asked
}: Asked & {
	/** What is kept of what was typed; the text itself without it. */
	readonly read?: (text: string) => unknown;
	readonly type?: "text" | "date" | "number";
	readonly short?: boolean;
	/** Values to choose from while typing. */
	readonly list?: readonly string[] | undefined;
}) {
	const { draft, dispatch } = useForm();
	const { path } = asked;
	const id = idOf(path);
	return (
		<Group {...asked}>
			{({ bad, ...described }) => (
				<>
					<input
						{...described}
						class={`nhsuk-input${short ? " nhsuk-input--width-10" : ""}${bad ? " nhsuk-input--error" : ""}`}
						id={id}
						type={type === "date" ? "date" : "text"}
						inputMode={type === "number" ? "decimal" : undefined}
						autocomplete="off"
						list={list === undefined ? undefined : `${id}-list`}
						value={String(valueAt(draft.request, path) ?? "")}
						onInput={({ currentTarget }) => dispatch({ type: "set", path, value: read(currentTarget.value) })}
					/>
					{list !== undefined && (
						<datalist id={`${id}-list`}>
							{list.map((value) => (
								<option key={value} value={value} />
							))}
						</datalist>
					)}
				</>
			)}
		</Group>
	);
}

/** Several lines of text. */
export function TextArea({ rows = 5, ...asked }: Asked & { readonly rows?: number }) {
	const { draft, dispatch } = useForm();
	const { path } = asked;
	return (
		<Group {...asked}>
			{({ bad, ...described }) => (
				<textarea
					{...described}
					class={`nhsuk-textarea${bad ? " nhsuk-textarea--error" : ""}`}
					id={idOf(path)}
					rows={rows}
					value={String(valueAt(draft.request, path) ?? "")}
					onInput={({ currentTarget }) => dispatch({ type: "set", path, value: currentTarget.value })}
				/>
			)}
		</Group>
	);
}
