/**
 * The filter above the fields of a table's page: only fields that hold every word typed stay in sight. Without this
 * script the page shows all of them, and no filter.
 */
const filter = document.querySelector<HTMLElement>("[data-field-filter]");
const input = filter?.querySelector("input");
const count = filter?.querySelector("[role=status]");

if (filter && input && count) start(filter, input, count);

function start(filter: HTMLElement, input: HTMLInputElement, count: Element): void {
	const rows = [...document.querySelectorAll<HTMLElement>("[data-field-row]")];
	// Read at the first use: a table may have 1,600 fields, and most readers never filter.
	let texts: readonly string[] | undefined;
	let waiting = 0;
	const apply = (): void => {
		texts ??= rows.map((row) => (row.textContent ?? "").toLowerCase());
		const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
		let shown = 0;
		for (const [at, row] of rows.entries()) {
			const fits = words.every((word) => texts?.[at]?.includes(word));
			if (row.hidden === fits) row.hidden = !fits;
			if (fits) shown++;
		}
		count.textContent = words.length === 0 ? "" : `${shown} of ${rows.length} fields`;
	};
	input.addEventListener("input", () => {
		cancelAnimationFrame(waiting);
		waiting = requestAnimationFrame(apply);
	});
	// Whoever follows a link to a field must find it. No field's anchor has a character that an address would escape.
	addEventListener("hashchange", () => {
		const target = document.getElementById(location.hash.slice(1));
		if (!target?.closest<HTMLElement>("[data-field-row]")?.hidden) return;
		input.value = "";
		apply();
		target.scrollIntoView();
	});
	filter.hidden = false;
	// On the way back to the page, the browser fills in what was typed before.
	if (input.value !== "") apply();
}

export {};
