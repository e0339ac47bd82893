import { join } from "node:path";

/**
 * Indexes the words of a finished site with Pagefind: what stands within `data-pagefind-body`, a result for each
 * heading that has an id. The index lies in `pagefind/` among the pages.
 *
 * @throws Error if Pagefind could not read a page or write its index: a defect of the site, not of a record.
 */
export async function indexSearch(pages: string): Promise<{ readonly pages: number }> {
	const { createIndex, close } = await import("pagefind");
	try {
		const { index, errors } = await createIndex({ forceLanguage: "en" });
		if (index === undefined) throw new Error(`pagefind: ${errors.join("; ")}`);
		const added = await index.addDirectory({ path: pages });
		const written = await index.writeFiles({ outputPath: join(pages, "pagefind") });
		const problems = [...added.errors, ...written.errors];
		if (problems.length > 0) throw new Error(`pagefind: ${problems.join("; ")}`);
		return { pages: added.page_count };
	} finally {
		await close();
	}
}
