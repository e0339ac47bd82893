import { stringify } from "yaml";
import type { DictionaryEntry, Source } from "../../schema/types.ts";
import { printable } from "../../text/control-characters.ts";
import { proposeClasses } from "./classes.ts";
import { proposeRelations } from "./relations.ts";

/**
 * Proposes what `sources.yml` could say of a source besides what it says already: lines of YAML to
 * paste below it once a person has confirmed each, with the reason for each. They rest on names,
 * types and keys alone.
 */
export function proposeForSource(tables: readonly DictionaryEntry[], source: Source): string[] {
	const { relations, open: choices } = proposeRelations(tables, source);
	const { classes, open: found } = proposeClasses(tables, source, [...(source.relations ?? []), ...relations]);
	// One line a column: what it may refer to comes first.
	const open = [...new Map([...found, ...choices].map((question) => [question.from, question])).values()];
	if (classes.length + relations.length + open.length === 0) {
		return [
			`# ${source.id}: nothing to propose. Every table is listed, and no column looks like a link that is missing.`,
		];
	}
	return [
		`# ${source.id}: proposed from names, types and keys; no row was read. Confirm each line, then add it to this`,
		"# source in dictionary/sources.yml. Nothing was written.",
		...(classes.length > 0 ? ["    tables:"] : []),
		...classes.map(
			({ table, class: kind, reason }) => `      ${inFlow({ [table]: { class: kind } })} # ${printable(reason)}`,
		),
		...(relations.length > 0 ? ["    relations:"] : []),
		...relations.map(({ from, to, reason }) => `      - ${flow({ from, to })} # ${printable(reason)}`),
		...(open.length > 0 ? ["# Left for a person to find out:"] : []),
		...open.map(({ from, about }) => `# - ${printable(`${from} ${about}`)}`),
	];
}

/** A value on one line. */
function flow(value: unknown): string {
	return stringify(value, {
		collectionStyle: "flow",
		lineWidth: 0,
		blockQuote: false,
		doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
	}).trimEnd();
}

/** One entry of a map: its key, and its value on the same line. */
function inFlow(entry: Readonly<Record<string, unknown>>): string {
	return flow(entry).replace(/^\{ /, "").replace(/ \}$/, "");
}
