import { readBook } from "../form/book.ts";
import { makeForm } from "../form/form.ts";
import { parseForm } from "../form/parse.ts";
import type { FileTree } from "../git/file-tree.ts";
import type { Count } from "./ledger-line.ts";

/** No commit: the form is made to be counted and then thrown away. */
const nowhere = "0".repeat(40);

/** How many tables and fields a form of the whole dictionary asks about, by source, read back from the form itself. */
export async function formCounts(tree: FileTree): Promise<ReadonlyMap<string, Count>> {
	const { text } = makeForm(await readBook(tree), { blankOnly: false }, nowhere);
	const parts = Map.groupBy(parseForm(text.split("\n")).parts, ({ name }) => name.slice(0, name.indexOf("/")));
	return new Map(
		[...parts].map(([source, own]) => {
			const tables = own.filter(({ kind }) => kind === "table").length;
			return [source, { tables, fields: own.length - tables }];
		}),
	);
}
