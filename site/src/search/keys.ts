/**
 * Lets the arrow keys lead from a search box through the links of what was found and back. Enter in the box goes to the
 * first of them; Escape leads back to the box, and there empties it.
 */
export function followKeys(area: HTMLElement, box: HTMLInputElement): void {
	const links = () =>
		[...area.querySelectorAll<HTMLAnchorElement>(".hub-results a")].filter((link) => link.offsetParent !== null);
	area.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
		const all = links();
		const at = all.indexOf(document.activeElement as HTMLAnchorElement);
		const inBox = document.activeElement === box;
		if (event.key === "ArrowDown" && (inBox || at >= 0)) all[at + 1]?.focus();
		else if (event.key === "ArrowUp" && at >= 0) (all[at - 1] ?? box).focus();
		else if (event.key === "Enter" && inBox) all[0]?.focus();
		else if (event.key === "Escape" && !inBox) box.focus();
		else if (event.key === "Escape" && box.value !== "") {
			box.value = "";
			box.dispatchEvent(new Event("input", { bubbles: true }));
		} else return;
		event.preventDefault();
	});
}
