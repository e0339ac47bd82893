import { valueAt } from "../../../scripts/schema/violation.ts";
import { idOf } from "./draft-path.ts";
import { useForm } from "./form.ts";
import { type Asked, Fieldset } from "./group.tsx";
import type { Choice } from "./select.tsx";

/** One of several, all in sight. */
export function Radios({ choices, label, ...asked }: Asked & { readonly choices: readonly Choice[] }) {
	const { draft, dispatch } = useForm();
	const { path } = asked;
	const value = valueAt(draft.request, path);
	return (
		<Fieldset {...asked} legend={label} size="s">
			<div class="nhsuk-radios nhsuk-radios--small">
				{choices.map((choice, index) => (
					<Tick
						key={choice.value}
						kind="radio"
						id={`${idOf(path)}-${index}`}
						name={idOf(path)}
						choice={choice}
						checked={value === choice.value}
						onTick={() => dispatch({ type: "set", path, value: choice.value })}
					/>
				))}
			</div>
		</Fieldset>
	);
}

/** Any of several: the list at the path holds those that are ticked. */
export function Checkboxes({
	choices,
	label,
	read = (text) => text,
	...asked
}: Asked & { readonly choices: readonly Choice[]; readonly read?: (text: string) => unknown }) {
	const { draft, dispatch } = useForm();
	const { path } = asked;
	const list = (valueAt(draft.request, path) ?? []) as readonly unknown[];
	return (
		<Fieldset {...asked} legend={label} size="s">
			<div class="nhsuk-checkboxes nhsuk-checkboxes--small">
				{choices.map((choice, index) => {
					const checked = list.some((value) => String(value) === choice.value);
					const others = list.filter((value) => String(value) !== choice.value);
					return (
						<Tick
							key={choice.value}
							kind="checkbox"
							id={`${idOf(path)}-${index}`}
							name={idOf(path)}
							choice={choice}
							checked={checked}
							onTick={() => dispatch({ type: "set", path, value: checked ? others : [...others, read(choice.value)] })}
						/>
					);
				})}
			</div>
		</Fieldset>
	);
}

/** One box or circle with its words. */
export function Tick({
	kind,
	id,
	name,
	choice: { value, text, hint },
	checked,
	onTick,
}: {
	readonly kind: "radio" | "checkbox";
	readonly id: string;
	readonly name: string;
	readonly choice: Choice;
	readonly checked: boolean;
	readonly onTick: () => void;
}) {
	const block = kind === "radio" ? "nhsuk-radios" : "nhsuk-checkboxes";
	return (
		<div class={`${block}__item`}>
			<input
				class={`${block}__input`}
				type={kind}
				id={id}
				name={name}
				value={value}
				checked={checked}
				onChange={onTick}
				aria-describedby={hint === undefined ? undefined : `${id}-item-hint`}
			/>
			<label class={`nhsuk-label ${block}__label`} for={id}>
				{text}
			</label>
			{hint !== undefined && (
				<div class={`nhsuk-hint ${block}__hint`} id={`${id}-item-hint`}>
					{hint}
				</div>
			)}
		</div>
	);
}
