import { render } from "preact";
import { addToBasket, readBasket } from "../basket/basket.ts";
import { reduce } from "./actions.ts";
import type { Before } from "./amendment.ts";
import { App } from "./app.tsx";
import { type Draft, draftOf, emptyDraft } from "./draft.ts";
import { type Library, openLibrary } from "./library.ts";
import { SpoiltDraft, UnlessSpoilt } from "./spoilt-draft.tsx";
import { readDraft } from "./storage.ts";

/**
 * The script of the request page. `?project=id` amends a request that stands in the records, `?product=id` begins with
 * a product's fields.
 */
void start(document.getElementById("hub-request"));

async function start(root: HTMLElement | null): Promise<void> {
	if (root === null) return;
	const parameters = new URLSearchParams(location.search);
	const amends = parameters.get("project") ?? undefined;
	let isLoaded = false;
	try {
		const library = await openLibrary();
		isLoaded = true;
		const before = amends === undefined ? undefined : await fetchBefore(library, amends);
		const fresh = before === undefined || amends === undefined ? emptyDraft() : draftOf(amends, before.request);
		const kept = readDraft(amends) ?? fresh;
		const initial = amends === undefined ? withChosen(kept, library, parameters.get("product")) : kept;
		root.replaceChildren();
		render(
			<UnlessSpoilt amends={amends}>
				<App
					library={library}
					initial={initial}
					{...(amends === undefined || before === undefined ? {} : { amends, before })}
				/>
			</UnlessSpoilt>,
			root,
		);
	} catch (failure) {
		if (isLoaded) return render(<SpoiltDraft failure={failure} amends={amends} />, root);
		const problem = document.createElement("p");
		problem.className = "nhsuk-error-message";
		problem.textContent = failure instanceof Error ? failure.message : "The page cannot start.";
		root.prepend(problem);
	}
}

async function fetchBefore(library: Library, project: string): Promise<Before> {
	const { readBefore } = await import("./amendment.ts");
	return readBefore(library, project);
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
