/**
 * Imported by the script of every page with buttons such as
 * `<button type="button" class="nhsuk-button nhsuk-button--secondary nhsuk-button--small hub-add" data-source="…" data-field="…" hidden></button>`:
 * shows them, also those that come later, lets each put its field into the basket or take it out, and says at the foot
 * of the page how many fields there are in it. Only pages of the internal site have such buttons.
 */
import { href } from "../href.ts";
import { addToBasket, onBasketChange, readBasket, removeFromBasket } from "./basket.ts";
import { hasItem } from "./items.ts";

const status = document.createElement("p");
const bar = document.createElement("div");

start();

function start(): void {
	bar.className = "hub-basket";
	status.className = "hub-basket__count";
	status.setAttribute("role", "status");
	const link = document.createElement("a");
	link.href = href("request/");
	link.textContent = "Go to your request";
	bar.append(status, link);
	document.querySelector("main")?.append(bar);
	document.addEventListener("click", (event) => {
		const button = event.target instanceof Element ? event.target.closest("button.hub-add") : null;
		if (button instanceof HTMLButtonElement) toggle(button);
	});
	onBasketChange(show);
	new MutationObserver((changes) => {
		const isNew = (node: Node) =>
			node instanceof Element && (node.matches("button.hub-add") || node.querySelector("button.hub-add") !== null);
		if (changes.some(({ addedNodes }) => [...addedNodes].some(isNew))) show();
	}).observe(document.querySelector("main") ?? document.body, { childList: true, subtree: true });
	show();
}

function toggle(button: HTMLButtonElement): void {
	const item = itemOf(button);
	const done = hasItem(readBasket(), item)
		? removeFromBasket(item.source, item.field)
		: addToBasket(item.source, item.field);
	if (done) return;
	bar.hidden = false;
	status.textContent = "This browser does not let the site keep your choice. Choose the fields on the request page.";
}

function show(): void {
	const items = readBasket();
	const chosen = new Set(items.map(({ source, field }) => `${source} ${field}`));
	for (const button of document.querySelectorAll<HTMLButtonElement>("button.hub-add[data-source][data-field]")) {
		const { source, field } = itemOf(button);
		label(button, chosen.has(`${source} ${field}`) ? "Remove from request" : "Add to request", field);
	}
	bar.hidden = items.length === 0;
	status.textContent = `${items.length} ${items.length === 1 ? "field" : "fields"} in your request.`;
}

/** The words of a button, with the field's name for those who hear the buttons without seeing where they stand. */
function label(button: HTMLButtonElement, words: string, field: string): void {
	button.hidden = false;
	if (button.firstChild?.textContent === words) return;
	const name = document.createElement("span");
	name.className = "nhsuk-u-visually-hidden";
	name.textContent = `: ${field}`;
	button.replaceChildren(words, name);
}

function itemOf({ dataset }: HTMLButtonElement) {
	return { source: dataset.source ?? "", field: dataset.field ?? "" };
}
