import type { ComponentChildren } from "preact";
import { type DraftPath, idOf } from "./draft-path.ts";
import { useIssuesAt } from "./form.ts";

/** What every input of the form is given. */
export interface Asked {
	readonly path: DraftPath;
	readonly label: string;
	readonly hint?: string | undefined;
}

/** What is wrong at a path, in front of what it is filled in with. */
export function Problems({ path }: { readonly path: DraftPath }) {
	const issues = useIssuesAt(path);
	if (issues.length === 0) return null;
	return (
		<div id={`${idOf(path)}-error`}>
			{issues.map(({ severity, message, fix }) => (
				<p class={severity === "error" ? "nhsuk-error-message" : "hub-doubt"} key={message}>
					<span class={severity === "error" ? "nhsuk-u-visually-hidden" : ""}>
						{severity === "error" ? "Error: " : "Please note: "}
					</span>
					{message}
					{fix === undefined ? "" : `. ${fix}`}
				</p>
			))}
		</div>
	);
}

/** What a path of the form is called, whether something is wrong there, and the ids of what describes it. */
function useFieldStatus(path: DraftPath, hint: string | undefined) {
	const issues = useIssuesAt(path);
	const id = idOf(path);
	const described = [
		...(hint === undefined ? [] : [`${id}-hint`]),
		...(issues.length === 0 ? [] : [`${id}-error`]),
	].join(" ");
	return { id, bad: issues.some(({ severity }) => severity === "error"), described: described || undefined };
}

function Hint({ id, hint }: { readonly id: string; readonly hint: string | undefined }) {
	if (hint === undefined) return null;
	return (
		<div class="nhsuk-hint" id={`${id}-hint`}>
			{hint}
		</div>
	);
}

/** A label, a hint and what is wrong, around what is filled in; `children` gets the ids of what describes it. */
export function Group({
	path,
	label,
	hint,
	children,
}: Asked & {
	readonly children: (described: { readonly "aria-describedby"?: string; readonly bad: boolean }) => ComponentChildren;
}) {
	const { id, bad, described } = useFieldStatus(path, hint);
	return (
		<div class={`nhsuk-form-group${bad ? " nhsuk-form-group--error" : ""}`}>
			<label class="nhsuk-label hub-label" for={id}>
				{label}
			</label>
			<Hint id={id} hint={hint} />
			<Problems path={path} />
			{children({ bad, ...(described === undefined ? {} : { "aria-describedby": described }) })}
		</div>
	);
}

/** A group of things that belong together, with a legend, a hint and what is wrong with the whole. */
export function Fieldset({
	path,
	legend,
	hint,
	size = "m",
	children,
}: {
	readonly path: DraftPath;
	readonly legend: ComponentChildren;
	readonly hint?: string | undefined;
	readonly size?: "s" | "m";
	readonly children: ComponentChildren;
}) {
	const { id, bad, described } = useFieldStatus(path, hint);
	return (
		<div class={`nhsuk-form-group${bad ? " nhsuk-form-group--error" : ""}`}>
			<fieldset class="nhsuk-fieldset" id={id} aria-describedby={described}>
				<legend class={`nhsuk-fieldset__legend nhsuk-fieldset__legend--${size}`}>{legend}</legend>
				<Hint id={id} hint={hint} />
				<Problems path={path} />
				{children}
			</fieldset>
		</div>
	);
}
