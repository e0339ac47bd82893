import { findTable } from "../../dictionary/catalogue.ts";
import { parseTableId, type TableName } from "../../dictionary/field-id.ts";
import type { Records } from "../../records/records.ts";
import { tableSlug } from "../page/address.ts";
import { hiddenNames } from "./hidden-names.ts";
import { internalTables } from "./internal-tables.ts";
import { type Hidden, redactNames } from "./redact-names.ts";

/** Takes out of a text what it must not say to an audience. */
export type RedactText = (text: string) => string;

const known = new WeakMap<Records, RedactText>();

/**
 * Makes the function that redacts texts for the public. It takes out the names of the hospital's people and of tables
 * that are marked internal, which descriptions, comments and check constraints of other tables may mention.
 */
export function redactorOf(records: Records): RedactText {
	const made = known.get(records) ?? makeRedactor(records);
	known.set(records, made);
	return made;
}

function makeRedactor(records: Records): RedactText {
	const hidden = [...hiddenNames(records.people), ...hiddenTableNames(records)];
	return (text) => redactNames(text, hidden);
}

/** A table that the public may not know of, with what it is called. */
interface HiddenTable {
	readonly name: TableName;
	readonly title: string;
	/** The last part of its page's address, where it has a page. */
	readonly pages: readonly string[];
}

function hiddenTableNames(records: Records): readonly Hidden[] {
	const hidden = hiddenTables(records);
	if (hidden.length === 0) return [];
	const ids = oneOf(
		hidden.flatMap(({ name: { schema, table }, pages }) => [
			`"?${RegExp.escape(schema)}"?\\."?${RegExp.escape(table)}"?`,
			...pages.map(RegExp.escape),
		]),
	);
	// A name that is one ordinary word is taken out only together with its schema: alone it need not mean the table.
	const alone = hidden.flatMap(({ name: { table }, title }) => [
		...(/[\d_]/.test(table) ? [RegExp.escape(table)] : []),
		...(/\s/.test(title) ? [RegExp.escape(title)] : []),
	]);
	const [apart, end] = ["(?<![\\p{L}\\p{N}_])", "(?![\\p{L}\\p{N}_])"];
	const target = new RegExp(`(?<=\\]\\(|\\]:[ \\t]*)[^()\\s]*${apart}${ids}${end}[^()\\s]*`, "giu");
	const field = '(?:\\.(?:"[^"\\n]*"|[\\p{L}\\p{N}_]+))?';
	const names = new RegExp(`${apart}(?:${oneOf([`${ids}${end}${field}`, ...alone.map((name) => name + end)])})`, "giu");
	// The request page makes such sentences itself where it offers a field that joins two tables.
	const titles = oneOf(hidden.map(({ title }) => RegExp.escape(title)));
	const joined = new RegExp(`(?<=\\bJoins (?:[^.]* to )?)${titles}(?= to |\\.)`, "gu");
	return [
		{ pattern: target, by: "#" },
		{ pattern: names, by: "[table redacted]" },
		{ pattern: joined, by: "[table redacted]" },
	];
}

function hiddenTables({ sources, policy, catalogue }: Records): readonly HiddenTable[] {
	const open = new Set(policy.publication?.publicSources ?? []);
	const listed = sources.sources.flatMap((source) =>
		open.has(source.id) ? [...internalTables(source)].map((id) => ({ source: source.id, id })) : [],
	);
	return listed.flatMap(({ source, id }) => {
		const name = parseTableId(id);
		if (name === undefined) return [];
		const found = findTable(catalogue, source, id);
		return [{ name, title: found?.title ?? id, pages: found === undefined ? [] : [tableSlug(found.path)] }];
	});
}

/** One pattern for all of them. The longest come first, so that no name is found as the beginning of a longer one. */
function oneOf(patterns: readonly string[]): string {
	return `(?:${[...new Set(patterns)].sort((one, other) => other.length - one.length).join("|")})`;
}
