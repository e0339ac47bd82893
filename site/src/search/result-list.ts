/** A list of results, of which a few stand there at first and the others after a button below is pressed. */
export interface ResultList {
	/** Shows other results in place of those before. */
	show(results: readonly (() => Promise<HTMLLIElement> | HTMLLIElement)[]): Promise<void>;
}

/**
 * Makes a list of a section with a heading and an empty `ol`; the section is hidden while there is nothing in it.
 *
 * @param step how many are shown at first, and how many more each time
 */
export function resultList(section: HTMLElement, step: number): ResultList {
	const list = section.querySelector("ol") as HTMLOListElement;
	const more = document.createElement("button");
	more.type = "button";
	more.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
	more.hidden = true;
	list.after(more);
	let results: Parameters<ResultList["show"]>[0] = [];
	let shown = 0;
	const extend = async (): Promise<readonly HTMLLIElement[]> => {
		const from = shown;
		const asked = results;
		const items = await Promise.all(asked.slice(from, from + step).map((make) => make()));
		// Something else was asked while these were on their way.
		if (results !== asked || shown !== from) return [];
		shown += items.length;
		if (from === 0) list.replaceChildren(...items);
		else list.append(...items);
		const left = results.length - shown;
		more.hidden = left === 0;
		more.textContent = `Show ${Math.min(step, left)} more`;
		section.hidden = shown === 0;
		return items;
	};
	more.addEventListener("click", async () => {
		const [first] = await extend();
		first?.querySelector("a")?.focus();
	});
	return {
		async show(found) {
			results = found;
			shown = 0;
			if (found.length > 0) await extend();
			else {
				list.replaceChildren();
				section.hidden = true;
				more.hidden = true;
			}
		},
	};
}
