import { tableId } from "../dictionary/field-id.ts";
import { suggestion } from "../issue/suggestion.ts";
import { UserError } from "../issue/user-error.ts";
import { quoted } from "../text/quote.ts";
import { type Book, type BookField, type BookTable, textOf } from "./book.ts";
import { description } from "./questions.ts";

/** What a form asks about; nothing given means everything. */
export interface Selection {
	readonly source?: string | undefined;
	readonly owner?: string | undefined;
	readonly table?: string | undefined;
	readonly blankOnly: boolean;
}

/** A table of a form: whether its own description is asked for, and which fields. */
export interface SelectedTable {
	readonly table: BookTable;
	readonly asked: boolean;
	readonly fields: readonly BookField[];
}

/**
 * The tables and fields that a form asks about, in the order of their ids and of the database. What is gone from the
 * database is left out. A field's own owner goes before its table's.
 *
 * @throws UserError `usage` if there is no such source, owner or table, or several sources have the table
 */
export function selectTables(book: Book, selection: Selection): SelectedTable[] {
	const { source, owner, table: wanted, blankOnly } = selection;
	const living = book.tables.filter(({ metadata }) => metadata.retired === undefined);
	refuseUnknown("source", source, [...new Set(living.map((table) => table.source.id))]);
	refuseUnknown("owner", owner, ownersIn(living), sameOwner);
	const id = wanted === undefined ? undefined : tableId(wanted);
	const inSource = living.filter((table) => source === undefined || table.source.id === source);
	refuseUnknown("table", id, [...new Set(inSource.map((table) => table.id))]);
	const chosen = inSource.filter((table) => id === undefined || table.id === id);
	if (id !== undefined && chosen.length > 1) {
		throw new UserError("usage", `Several sources have the table ${quoted(id)}. Name one of them too.`);
	}
	return chosen
		.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
		.map((table) => ({
			table,
			asked: isOwned(table.listed?.owner, owner) && !(blankOnly && textOf(table.placed.introduction) !== ""),
			fields: table.fields.filter(
				(field) =>
					field.metadata.retired === undefined &&
					isOwned(ownerOf(table, field), owner) &&
					!(blankOnly && !isBlank(field)),
			),
		}))
		.filter(({ asked, fields }) => asked || fields.length > 0);
}

/** A short name for a selection, fit for a file name, such as `pathology-blank`. */
export function selectionName({ source, owner, table, blankOnly }: Selection): string {
	const parts = [source, owner, table, blankOnly ? "blank" : undefined].filter((part) => part !== undefined);
	const name = (parts.length === 0 ? ["all"] : parts)
		.join("-")
		.toLowerCase()
		.replace(/[^a-z0-9_.]+/g, "-")
		.replace(/^[-.]+|[-.]+$/g, "");
	return name === "" ? "selection" : name.slice(0, 80);
}

/** A field that somebody must still write about: it has no words, or nobody has decided how revealing it is. */
function isBlank({ documentation }: BookField): boolean {
	return (documentation.get(description) ?? "") === "" || (documentation.get("sensitivity") ?? "") === "";
}

function ownerOf(table: BookTable, field: BookField): string | undefined {
	const own = field.documentation.get("owner") ?? "";
	return own === "" ? table.listed?.owner : own;
}

function ownersIn(tables: readonly BookTable[]): string[] {
	return [
		...new Set(
			tables
				.flatMap((table) => [table.listed?.owner, ...table.fields.map((field) => ownerOf(table, field))])
				.filter((owner) => owner !== undefined),
		),
	].sort();
}

function isOwned(owner: string | undefined, wanted: string | undefined): boolean {
	return wanted === undefined || (owner !== undefined && sameOwner(owner, wanted));
}

function sameOwner(one: string, other: string): boolean {
	return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function refuseUnknown(
	what: string,
	wanted: string | undefined,
	known: readonly string[],
	same: (one: string, other: string) => boolean = (one, other) => one === other,
): void {
	if (wanted === undefined || known.some((one) => same(one, wanted))) return;
	const hint = suggestion(wanted, known, `The dictionary knows ${known.slice(0, 10).map(quoted).join(", ")}.`);
	throw new UserError("usage", `The dictionary has no ${what} ${quoted(wanted)}. ${hint}`);
}
