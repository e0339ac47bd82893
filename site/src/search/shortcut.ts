import { href } from "../href.ts";

/** Set where a reader does not want the key; each site on a server has its own. */
const key = `hub-search-key:${import.meta.env.BASE_URL}`;

/** Whether the key / leads to the search: people who speak their input, or whose hands slip, can turn it off. */
export function hasShortcut(): boolean {
	try {
		return localStorage.getItem(key) !== "off";
	} catch {
		return true;
	}
}

/** Turns the key on or off, in this browser. */
export function setShortcut(on: boolean): void {
	try {
		if (on) localStorage.removeItem(key);
		else localStorage.setItem(key, "off");
	} catch {
		// A browser may be told to keep nothing for any site.
	}
}

document.addEventListener("keydown", (event) => {
	if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
	if (isWriting(event.target) || !hasShortcut()) return;
	event.preventDefault();
	const box = document.querySelector<HTMLInputElement>("input#q");
	if (box !== null) box.focus();
	else location.assign(href("search/#q"));
});

function isWriting(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
