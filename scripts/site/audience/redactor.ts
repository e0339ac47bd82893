import { findTable } from "../../dictionary/catalogue.ts";
import { parseTableId, type TableName } from "../../dictionary/field-id.ts";
import type { Records } from "../../records/records.ts";
import { tableSlug } from "../page/address.ts";
import { hiddenNames } from "./hidden-names.ts";
import { internalTables } from "./internal-tables.ts";
import { type Hidden, redactNames } from "./redact-names.ts";

/** Takes out of human text what it may not say to an audience. */
export type RedactText = (text: string) => string;

const known = new WeakMap<Records, RedactText>();

/**
 * Makes what takes out of human text what the public is not told: the hospital's people, and the tables that are marked
 * internal, whose names people, comments and rules of the database write beside those of others.
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
	// A name of one plain word is a word of the language too: alone it tells nobody of a table.
	const alone = hidden.flatMap(({ name: { table }, title }) => [
		...(/[\d_]/.test(table) ? [RegExp.escape(table)] : []),
		...(/\s/.test(title) ? [RegExp.escape(title)] : []),
	]);
	const [apart, end] = ["(?<![\\p{L}\\p{N}_])", "(?![\\p{L}\\p{N}_])"];
	const target = new RegExp(`(?<=\\]\\(|\\]:[ \\t]*)[^()\\s]*${apart}${ids}${end}[^()\\s]*`, "giu");
	const field = '(?:\\.(?:"[^"\\n]*"|[\\p{L}\\p{N}_]+))?';
	const names = new RegExp(`${apart}(?:${oneOf([`${ids}${end}${field}`, ...alone.map((name) => name + end)])})`, "giu");
	// What the request page writes of itself where it offers a field that joins two tables.
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

/** The longest first, so that no name is taken for the beginning of another. */
function oneOf(patterns: readonly string[]): string {
	return `(?:${[...new Set(patterns)].sort((one, other) => other.length - one.length).join("|")})`;
}
