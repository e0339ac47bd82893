import { type Book, textOf } from "./book.ts";
import { fieldContext, tableContext } from "./context.ts";
import { type FormHead, formatDescription, formatDetails, formatField, formatHead, formatTable } from "./document.ts";
import { findElsewhere } from "./elsewhere.ts";
import { type Selection, selectionName, selectTables } from "./selection.ts";

/**
 * Makes a form: one Markdown document with everything a selection of the dictionary says, in places to fill in, and what
 * is needed to do so without the database. The same commit and selection give the same document.
 *
 * @param commit 40 hexadecimal digits
 * @throws UserError `usage` if the selection names what the dictionary does not have
 */
export function makeForm(book: Book, selection: Selection, commit: string): { head: FormHead; text: string } {
	const tables = selectTables(book, selection);
	const elsewhere = findElsewhere(book);
	const fields = tables.reduce((sum, table) => sum + table.fields.length, 0);
	const name = `${selectionName(selection)}-${commit.slice(0, 8)}`;
	const head: FormHead = { name, commit, tables: tables.length, fields };
	const parts = tables.flatMap(({ table, asked, fields: own }) => [
		...formatTable(table.name, tableContext(table)),
		...(asked ? formatDescription("table", textOf(table.placed.introduction)) : []),
		...own.flatMap((field) => [
			...formatField(field.name, fieldContext(table, field, elsewhere(table, field))),
			...formatDescription("field", textOf(field.section?.blocks ?? [])),
			...formatDetails(field.documentation),
		]),
	]);
	return { head, text: `${[...formatHead(head), ...parts].join("\n\n")}\n` };
}
