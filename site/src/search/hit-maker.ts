import { formatFieldId, parseTableId } from "../../../scripts/dictionary/field-id.ts";
import type { Sensitivity } from "../../../scripts/schema/types.ts";
import { fieldAnchor, tableAddress } from "../../../scripts/site/page/address.ts";
import {
	classLetters,
	type NameCatalogue,
	sensitivityLetters,
	undecided,
} from "../../../scripts/site/search/name-catalogue.ts";
import type { Hit } from "./hit.ts";
import type { NameIndex } from "./name-index.ts";

/** A table of the catalogue, or one of its fields, by position. */
export interface Position {
	readonly table: number;
	readonly field?: number;
}

const classes = reversed(classLetters);
const sensitivities: ReadonlyMap<string, Sensitivity> = reversed(sensitivityLetters);

/** Turns positions into what people are shown. */
export function hitMaker(catalogue: NameCatalogue, { names, sourceOf, termsOf }: NameIndex): (found: Position) => Hit {
	const { sources, tables, fields, types, terms } = catalogue;
	const retiredTables = new Set(tables.retired);
	const retiredFields = new Set(fields.retired);
	return ({ table, field }) => {
		const source = sources[sourceOf[table] ?? 0];
		const id = tables.id[table] ?? "";
		const parts = parseTableId(id) ?? { schema: "", table: id };
		const tableClass = classes.get(tables.class[table] ?? "");
		const page = tableAddress({ source: source?.id ?? "", path: tables.slug[table] || id });
		const shared = {
			source: source?.id ?? "",
			sourceTitle: source?.title ?? "",
			table: id,
			tableTitle: tables.title[table] || id,
			...(tableClass === undefined ? {} : { tableClass }),
			retired: retiredTables.has(table),
		};
		if (field === undefined)
			return { ...shared, kind: "table", name: parts.table, canRequest: false, terms: [], address: page };
		const name = names[field] ?? "";
		const letter = fields.sensitivity[field] ?? undecided;
		const sensitivity = sensitivities.get(letter.toLowerCase());
		return {
			...shared,
			kind: "field",
			field: formatFieldId({ ...parts, column: name }),
			name,
			type: types[fields.type[field] ?? 0] ?? "",
			...(sensitivity === undefined ? {} : { sensitivity }),
			canRequest: letter !== letter.toLowerCase(),
			retired: shared.retired || retiredFields.has(field),
			terms: (termsOf.get(field) ?? []).map((number) => terms[number]?.title ?? ""),
			address: `${page}#${fieldAnchor(name)}`,
		};
	};
}

function reversed<Word extends string>(letters: Readonly<Record<Word, string>>): ReadonlyMap<string, Word> {
	return new Map((Object.entries(letters) as [Word, string][]).map(([word, letter]) => [letter, word]));
}
