import { type CatalogueField, type CatalogueSource, findSource, findTable } from "../dictionary/catalogue.ts";
import { type PlainType, plainType } from "../dictionary/column-type.ts";
import type { TableName } from "../dictionary/field-id.ts";
import { linksOf } from "../dictionary/link.ts";
import { pathToPatient } from "../dictionary/path-to-patient.ts";
import type { Issue } from "../issue/issue.ts";
import { nearest } from "../issue/nearest.ts";
import { choices } from "../issue/suggestion.ts";
import { conditionProblem } from "../plan/condition.ts";
import { findTerm } from "../records/lookup.ts";
import type { Condition, SharingRequest } from "../schema/types.ts";
import { quoted } from "../text/quote.ts";
import type { CheckContext } from "./context.ts";
import { doubtful } from "./rule.ts";
import { type KnownCondition, knownConditions } from "./rules/conditions.ts";
import { named, patternStart } from "./rules/value-advice.ts";

/** A table of codes that is about no patient, as far as codes are looked up in it. */
export interface CodeTable {
	readonly name: TableName;
	readonly id: string;
	/** Exact name and type of the column of codes. */
	readonly column: string;
	readonly type: PlainType;
	/** Exact names of the columns of text in which a code may be called something. */
	readonly names: readonly string[];
}

/** Codes that one condition names, and the table that says which there are. */
export interface WrittenCodes {
	readonly found: KnownCondition;
	readonly table: CodeTable;
	/** Each with its place in the condition. A value set is one of them: it is of use if any of its codes exists. */
	readonly codes: readonly { readonly at: readonly (string | number)[]; readonly anyOf: readonly string[] }[];
	/** The value set, where one is named. */
	readonly valueSet?: string;
}

/** What a table of codes has that is near a word. */
export interface NearCodes {
	/** Codes that begin as the word does. */
	readonly alike: readonly string[];
	/** A code that a column of text calls by the word, and that column. */
	readonly called?: { readonly code: string; readonly column: string };
	/** All codes there are, where they are few. */
	readonly all?: readonly string[];
}

/**
 * The codes of a request's conditions that can be looked up in reference tables: those of fields that refer to one by
 * a foreign key or relation of one column, and of such tables' own keys. Left out is every table whose rows lead to
 * patients, whatever the source list calls it, and every code that identifies anybody.
 */
export function writtenCodes(request: SharingRequest, context: CheckContext): readonly WrittenCodes[] {
	const source = findSource(context.catalogue, request.source);
	if (source === undefined) return [];
	return knownConditions(request, context).flatMap((found) => {
		const table = codeTableOf(source, found.field);
		if (table === undefined) return [];
		const { is, not, in: list = [], in_value_set: valueSet } = found.condition;
		const single = (value: Condition["is"], at: string) =>
			value === undefined ? [] : [{ at: [at], anyOf: [String(value)] }];
		const set = valueSet === undefined ? undefined : findTerm(context, "value-sets", valueSet)?.values;
		const codes = [
			...single(is, "is"),
			...single(not, "not"),
			...list.map((value, index) => ({ at: ["in", index], anyOf: [String(value)] })),
			...(set === undefined ? [] : [{ at: ["in_value_set"], anyOf: set.map(String) }]),
		];
		// A code that the column cannot hold is another rule's matter, and must not reach a statement.
		if (conditionProblem(table.type, { in: codes.flatMap(({ anyOf }) => anyOf) }) !== undefined) return [];
		return codes.length === 0 ? [] : [{ found, table, codes, ...(valueSet === undefined ? {} : { valueSet }) }];
	});
}

function codeTableOf(source: CatalogueSource, field: CatalogueField): CodeTable | undefined {
	const own = findTable({ sources: [source] }, source.id, field.table);
	if (own === undefined) return undefined;
	const link = linksOf(source, own).find(({ columns }) => columns.length === 1 && columns[0] === field.name);
	const [tableId, column] = link === undefined ? [own.id, field.name] : [link.tableId, link.to[0] ?? ""];
	const table = findTable({ sources: [source] }, source.id, tableId);
	const code = table?.fields.find(({ name }) => name === column);
	if (table?.class !== "reference" || code === undefined || !isHarmless(code)) return undefined;
	if (link === undefined && String(table.metadata.key ?? []) !== column) return undefined;
	if (pathToPatient(source, table).path !== undefined) return undefined;
	const type = plainType(code.metadata);
	if (!["text", "uuid", "numeric", "smallint", "integer", "bigint"].includes(type)) return undefined;
	const names = table.fields.filter(
		(other) => other !== code && isHarmless(other) && plainType(other.metadata) === "text",
	);
	const { schema, table: plain } = table.metadata;
	return { name: { schema, table: plain }, id: table.id, column, type, names: names.map(({ name }) => name) };
}

/** Whether a column may be looked at for advice: it is still there, and known to identify nobody. */
function isHarmless({ metadata, documentation: { sensitivity } }: CatalogueField): boolean {
	return (
		metadata.retired === undefined &&
		sensitivity !== undefined &&
		sensitivity !== "direct-identifier" &&
		sensitivity !== "free-text"
	);
}

/** Says of a code that the reference table does not have it, and what it has that is nearest. */
export function missingCode(
	{ found, table }: WrittenCodes,
	at: readonly (string | number)[],
	word: string,
	near: NearCodes,
): Issue {
	const referring = found.field.table === table.id ? "" : `, and ${found.field.id} refers to it`;
	const message = `${table.id} has no ${table.column} ${quoted(word)}${referring}`;
	return doubtful("condition-value", [...found.path, ...at], message, instead(word, near));
}

/** Says of a value set that the reference table has none of its codes. */
export function missingSet({ found, table, valueSet = "" }: WrittenCodes): Issue {
	const message = `${table.id} has no ${table.column} of the value set ${quoted(valueSet)}, and ${found.field.id} refers to it`;
	return doubtful("condition-value", [...found.path, "in_value_set"], message);
}

/** Says that a reference table could not be asked, which keeps no delivery back. */
export function notAsked({ found, table }: WrittenCodes, why: string): Issue {
	return doubtful("condition-value", found.path, `whether ${table.id} has these codes could not be asked: ${why}`);
}

function instead(word: string, { alike, called, all }: NearCodes): string | undefined {
	const start = patternStart(word);
	if (start !== undefined) {
		const wild = "A condition compares whole values and knows no wildcards.";
		const begin = alike.filter((code) => code.toLowerCase().startsWith(start.toLowerCase()));
		if (begin.length === 0) return wild;
		return `${wild} Those that begin so: ${named(begin)}.`;
	}
	if (called !== undefined) return `Did you mean ${quoted(called.code)}, whose ${called.column} is that?`;
	const meant = nearest(word, [...alike, ...(all ?? [])]);
	if (meant !== undefined) return `Did you mean ${quoted(meant)}?`;
	return all === undefined ? undefined : choices(all);
}
