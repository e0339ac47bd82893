import { href } from "../href.ts";
import { excerptStretches } from "./excerpt.ts";
import type { Hit } from "./hit.ts";
import type { ProsePage } from "./prose-search.ts";
import { showHit } from "./shown-hit.ts";

/** A field or table that was found, as an item of a list. */
export function hitItem(
	hit: Hit,
	{ tellSource, canRequest }: { readonly tellSource: boolean; readonly canRequest: boolean },
): HTMLLIElement {
	const { name, beside, id, about } = showHit(hit, tellSource);
	const line = element("div", "hub-result");
	const text = element("div", "hub-result__text");
	const link = anchor(href(hit.address), beside === "" ? [name] : [code(name), ` ${beside}`]);
	const details = element("p", "hub-result__about");
	details.append(code(id), ` ${about}`);
	text.append(link, details);
	line.append(text);
	if (canRequest && hit.canRequest && hit.field !== undefined) line.append(requestButton(hit.source, hit.field));
	return item(line);
}

/** A page that was found, with its parts. */
export function pageItem({ title, url, excerpt, parts }: ProsePage): HTMLLIElement {
	if (parts.length === 0) return item(anchor(url, [title]), excerptLine(excerpt));
	const list = document.createElement("ul");
	list.append(...parts.map((part) => item(anchor(part.url, [part.title]), excerptLine(part.excerpt))));
	return item(anchor(url, [title]), list);
}

/** Shown, labelled and put to work by site/src/basket/buttons.ts. */
function requestButton(source: string, field: string): HTMLButtonElement {
	const button = document.createElement("button");
	button.type = "button";
	button.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small hub-add";
	button.dataset.source = source;
	button.dataset.field = field;
	button.hidden = true;
	return button;
}

function excerptLine(html: string): HTMLElement {
	const line = element("p", "hub-result__about");
	for (const { text, found } of excerptStretches(html)) {
		const stretch = found ? document.createElement("mark") : undefined;
		if (stretch === undefined) line.append(text);
		else {
			stretch.textContent = text;
			line.append(stretch);
		}
	}
	return line;
}

function item(...children: readonly Node[]): HTMLLIElement {
	const made = document.createElement("li");
	made.append(...children);
	return made;
}

function anchor(address: string, children: readonly (Node | string)[]): HTMLAnchorElement {
	const made = document.createElement("a");
	made.href = address;
	made.append(...children);
	return made;
}

function code(text: string): HTMLElement {
	const made = document.createElement("code");
	made.textContent = text;
	return made;
}

function element(tag: "div" | "p", className: string): HTMLElement {
	const made = document.createElement(tag);
	made.className = className;
	return made;
}
