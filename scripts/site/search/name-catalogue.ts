import type { Sensitivity, TableClass } from "../../schema/types.ts";

/**
 * The names of all tables and fields, for the search by name and for choosing fields: `search/catalogue.json`. Made to
 * be small: one list for each property in place of an object for each field, tables in the order of the sources, fields
 * in the order of the tables, and no descriptions. Browser-safe.
 */
export interface NameCatalogue {
	readonly schemaVersion: 1;
	readonly sources: readonly {
		readonly id: string;
		readonly title: string;
		/** How many of the tables are its. */
		readonly tables: number;
		/** Position among all tables of the one with a row for each patient; -1 if it is not there. */
		readonly patient: number;
	}[];
	/** Types in plain words, each once. */
	readonly types: readonly string[];
	/** The terms of the glossary that fields are linked to. */
	readonly terms: readonly {
		readonly id: string;
		readonly title: string;
		readonly synonyms: readonly string[];
		/** Positions of the fields, in order, each as the distance from the one before. */
		readonly fields: readonly number[];
	}[];
	readonly tables: {
		/** As the dictionary writes it, such as `clinical.patients`. */
		readonly id: readonly string[];
		/** In people's words; empty where it is the id. */
		readonly title: readonly string[];
		/** Last part of the page's address; empty where it is the id. */
		readonly slug: readonly string[];
		/** One letter a table: {@link classLetters}. */
		readonly class: string;
		/** How many of the fields are its. */
		readonly fields: readonly number[];
		/** Positions of tables that the database has no longer. */
		readonly retired: readonly number[];
	};
	/** Exact names of columns, each once, in the order in which fields first have them. */
	readonly names: readonly string[];
	readonly fields: {
		/** Position among {@link names}, from 1; 0 where a name is the next that no field had before. */
		readonly name: readonly number[];
		/** Position among {@link types}. */
		readonly type: readonly number[];
		/** One letter a field: {@link sensitivityLetters}, as a capital where a request may ask for the field. */
		readonly sensitivity: string;
		/** Positions of fields that the database has no longer, though it has their table. */
		readonly retired: readonly number[];
	};
}

/** Where the catalogue stands on the site. */
export const nameCatalogueFile = "search/catalogue.json";

/** What stands for a sensitivity that a person confirmed. */
export const sensitivityLetters = {
	"direct-identifier": "d",
	"quasi-identifier": "q",
	"special-category": "s",
	"free-text": "f",
	ordinary: "o",
} as const satisfies Record<Sensitivity, string>;

/** What stands for what a table is to a patient. */
export const classLetters = {
	patient: "p",
	reference: "r",
	excluded: "x",
} as const satisfies Record<TableClass["class"], string>;

/** What stands where people have not decided. */
export const undecided = "-";

/** Names as the catalogue has them: many columns have the same. {@link fieldNames} turns them back. */
export function listNames(all: readonly string[]): {
	readonly names: readonly string[];
	readonly numbers: readonly number[];
} {
	const known = new Map<string, number>();
	const numbers = all.map((name) => {
		const number = known.get(name);
		if (number === undefined) known.set(name, known.size + 1);
		return number ?? 0;
	});
	return { names: [...known.keys()], numbers };
}

/** The exact name of every field, in order. */
export function fieldNames({ names, fields }: Pick<NameCatalogue, "names" | "fields">): readonly string[] {
	let next = 0;
	return fields.name.map((number) => names[number === 0 ? next++ : number - 1] ?? "");
}
