import { type DraftPath, idOf } from "./draft-path.ts";

let wanted: readonly string[] = [];

/** Moves the focus, once the page shows it, to what has the first of these ids that the page has. */
export function focusNext(...ids: readonly string[]): void {
	wanted = ids;
	// What changes only a part of the page does not tell the whole of it.
	setTimeout(applyFocus, 20);
}

/** The same for a path of the request: to what it is filled in with, or else to what is nearest around it. */
export function focusPath(path: DraftPath): void {
	focusNext(...path.map((_, index) => idOf(path.slice(0, path.length - index))));
}

/** Called whenever the page has changed. */
export function applyFocus(): void {
	for (const id of wanted) {
		const element = document.getElementById(id);
		if (element === null) continue;
		wanted = [];
		// What cannot be filled in, such as a heading, can be pointed at all the same.
		if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
		element.focus();
		return;
	}
}
