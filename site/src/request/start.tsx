import { render } from "preact";
import { parseYaml } from "../../../scripts/document/yaml.ts";
import type { SharingRequest } from "../../../scripts/schema/types.ts";
import { validate } from "../../../scripts/schema/validate.ts";
import { addToBasket, readBasket } from "../basket/basket.ts";
import { reduce } from "./actions.ts";
import { App } from "./app.tsx";
import { type Draft, draftOf, emptyDraft } from "./draft.ts";
import { type Library, openLibrary } from "./library.ts";
import type { Before } from "./review-step.tsx";
import { readDraft } from "./storage.ts";

/**
 * The script of the request page. `?project=id` amends a request that stands in the records, `?product=id` begins with
 * a product's fields.
 */
void start(document.getElementById("hub-request"));

async function start(root: HTMLElement | null): Promise<void> {
	if (root === null) return;
	try {
		const library = await openLibrary();
		const parameters = new URLSearchParams(location.search);
		const amends = parameters.get("project") ?? undefined;
		const before = amends === undefined ? undefined : await readBefore(library, amends);
		const fresh = before === undefined || amends === undefined ? emptyDraft() : draftOf(amends, before.request);
		const kept = readDraft(amends) ?? fresh;
		const initial = amends === undefined ? withChosen(kept, library, parameters.get("product")) : kept;
		root.replaceChildren();
		render(
			<App
				library={library}
				initial={initial}
				{...(amends === undefined || before === undefined ? {} : { amends, before })}
			/>,
			root,
		);
	} catch (failure) {
		const problem = document.createElement("p");
		problem.className = "nhsuk-error-message";
		problem.textContent = failure instanceof Error ? failure.message : "The page cannot start.";
		root.prepend(problem);
	}
}

async function readBefore(library: Library, project: string): Promise<Before> {
	if (!library.file.requests.some((request) => request.project === project)) {
		throw new Error("There is no request of this name that could be amended.");
	}
	const text = await library.fetchRequest(project);
	const { value, issues } = parseYaml(text);
	if (issues.length > 0 || validate("request", value).length > 0) throw new Error("The request cannot be read.");
	return { text, request: value as SharingRequest };
}

/** The draft with the basket's fields, and with those of a product if the address names one. */
function withChosen(draft: Draft, { file }: Library, productId: string | null): Draft {
	const product = file.products.find(({ id }) => id === productId);
	let chosen = reduce(draft, { type: "basket", items: readBasket() });
	if (product !== undefined) {
		const fields = product.fields.map((field) => ({ ...field, reason: "" }));
		chosen = reduce(chosen, { type: "fields", source: product.source, fields });
		for (const { field } of product.fields) addToBasket(product.source, field);
		// So that loading the page again does not bring back what is taken out.
		history.replaceState(null, "", location.pathname + location.hash);
	}
	return chosen;
}
