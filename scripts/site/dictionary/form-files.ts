import { readBook } from "../../form/book.ts";
import { makeForm } from "../../form/form.ts";
import { formAddress } from "../page/address.ts";
import type { SiteFile } from "../page/site-file.ts";
import type { SiteReading } from "../reading/reading.ts";
import { unfiltered } from "../reading/unfiltered.ts";
import { ownerForms } from "./owner-forms.ts";
import { siteReport } from "./report.ts";

/**
 * Every department's form for what it has still to describe, as `hub form --owner … --blank` makes it; `hub load` takes
 * it back. On the internal site only.
 */
export async function* formFiles(reading: SiteReading): AsyncGenerator<SiteFile> {
	if (!reading.shows.unfinished) return;
	const { completeness } = await siteReport(reading);
	const forms = new Set(ownerForms(completeness.owners).values());
	if (forms.size === 0) return;
	const book = await readBook(unfiltered(reading).tree);
	for (const { owner, name } of forms) {
		const { text } = makeForm(book, { owner, blankOnly: true }, reading.commit);
		yield { path: formAddress(name), text };
	}
}
