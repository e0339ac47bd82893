import { formatFieldId, formatTableId, parseFieldId, parseTableId } from "../dictionary/field-id.ts";
import { parseYaml } from "../document/yaml.ts";
import type { FileTree } from "../git/file-tree.ts";
import { glossaryFolder, productsFolder, requestAt, requestsFolder, sourcesFile } from "../records/paths.ts";
import type { SourceList } from "../schema/types.ts";
import { printable } from "../text/control-characters.ts";
import type { Renames } from "./rename.ts";

/** A place in the records that still has the id of something that was renamed. */
export interface OldName {
	readonly path: string;
	/** From 1. */
	readonly line: number;
	/** Both are ids of a table or both of a field. */
	readonly from: string;
	readonly to: string;
}

/**
 * An id of two or three parts wherever it stands, be it in YAML, in prose or in a link. It begins where a word or a row
 * of quotes does: to look from every letter of a long line would take the square of its length.
 */
const id =
	/(?:(?<![a-z0-9_])[a-z_][a-z0-9_]*|(?<!"")"(?:[^"\0]|"")+")(?:\.(?:[a-z_][a-z0-9_]*|"(?:[^"\0]|"")+")){1,2}/g;

/**
 * Where the source list, requests, products and glossary still name what was renamed in a source. They are people's
 * decisions and words, so that a person mends them; approvals and deliveries are history and keep the names of their
 * day.
 */
export async function findOldNames(tree: FileTree, source: string, renames: Renames): Promise<readonly OldName[]> {
	const files = new Map([
		...(await tree.readAll(sourcesFile)),
		...(await tree.readAll(requestsFolder, (path) => requestAt(path) !== undefined)),
		...(await tree.readAll(productsFolder, (path) => path.endsWith(".md"))),
		...(await tree.readAll(glossaryFolder, (path) => path.endsWith(".md"))),
	]);
	return [...files].flatMap(([path, bytes]) => {
		const text = bytes.toString("utf8");
		const about = path === sourcesFile ? linesAbout(text, source) : isAbout(text, source);
		return text.split("\n").flatMap((line, at) => {
			if (!about(at + 1)) return [];
			// Inside double quotes YAML escapes the double quotes of an id.
			const ids = new Set(line.replaceAll('\\"', '"').match(id));
			return [...ids].flatMap((found) => {
				const renamed = newName(found, renames);
				return renamed === undefined ? [] : [{ path, line: at + 1, ...renamed }];
			});
		});
	});
}

/** The places as lines for a person who has to mend them; none if there are none. */
export function describeOldNames(names: readonly OldName[]): readonly string[] {
	if (names.length === 0) return [];
	return [
		"These records still have the old name. The survey changes no person's decision: mend them by hand.",
		...names.map(({ path, line, from, to }) => `  ${path}:${line} ${printable(from)} is now ${printable(to)}`),
	];
}

function newName(written: string, { tables, fields }: Renames): Pick<OldName, "from" | "to"> | undefined {
	const field = parseFieldId(written);
	const name = field ?? parseTableId(written);
	if (name === undefined) return undefined;
	if (field !== undefined) {
		const from = formatFieldId(field);
		const renamed = fields.find((each) => formatFieldId(each.from) === from);
		if (renamed !== undefined) return { from, to: formatFieldId(renamed.to) };
	}
	const table = tables.find((each) => formatTableId(each.from) === formatTableId(name));
	if (table === undefined) return undefined;
	if (field === undefined) return { from: formatTableId(name), to: formatTableId(table.to) };
	return { from: formatFieldId(field), to: formatFieldId({ ...table.to, column: field.column }) };
}

/** The lines of the source list that are about one source; all of them if it cannot be read. */
function linesAbout(text: string, source: string): (line: number) => boolean {
	const { value, locate } = parseYaml(text);
	const { sources = [] } = (value ?? {}) as Partial<SourceList>;
	const at = sources.findIndex((each) => each.id === source);
	if (at < 0) return () => true;
	const begins = locate(["sources", at]).line;
	const ends = at + 1 < sources.length ? locate(["sources", at + 1]).line : Number.POSITIVE_INFINITY;
	return (line) => line >= begins && line < Math.max(ends, begins + 1);
}

/** Requests and products are about one source, which they name; pages of the glossary may be about any. */
function isAbout(text: string, source: string): () => boolean {
	const named = /^source: *["']?([a-z0-9-]+)/m.exec(text)?.[1];
	return () => named === undefined || named === source;
}
