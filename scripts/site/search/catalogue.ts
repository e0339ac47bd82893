import { keptFromSharing } from "../../check/rules/fields.ts";
import type { CatalogueField, CatalogueTable } from "../../dictionary/catalogue.ts";
import { fieldId } from "../../dictionary/field-id.ts";
import { describeType } from "../../form/type-label.ts";
import { findGlossaryTerm, type Glossary } from "../../glossary/glossary.ts";
import { tableSlug } from "../page/address.ts";
import type { SiteFile } from "../page/site-file.ts";
import type { SiteReading } from "../reading/reading.ts";
import {
	classLetters,
	listNames,
	type NameCatalogue,
	nameCatalogueFile,
	sensitivityLetters,
	undecided,
} from "./name-catalogue.ts";
import { wordCatalogue } from "./told-words.ts";
import { wordCatalogueFile } from "./word-catalogue.ts";

/** The file of all names and the file of the words that are told of them, for the search by name. */
export function* searchFiles(reading: SiteReading): Iterable<SiteFile> {
	yield { path: nameCatalogueFile, text: JSON.stringify(nameCatalogue(reading)) };
	yield { path: wordCatalogueFile, text: JSON.stringify(wordCatalogue(reading)) };
}

/** See {@link NameCatalogue}. */
export function nameCatalogue({ records, glossary }: Pick<SiteReading, "records" | "glossary">): NameCatalogue {
	const { sources } = records.catalogue;
	const tables = sources.flatMap((source) => source.tables);
	const fields = tables.flatMap((table) => table.fields);
	const types = new Map<string, number>();
	const type = fields.map(({ metadata }) => {
		const words = describeType(metadata);
		const known = types.get(words) ?? types.size;
		types.set(words, known);
		return known;
	});
	const { names, numbers } = listNames(fields.map(({ name }) => name));
	return {
		schemaVersion: 1,
		sources: sources.map(({ id, title, tables: own, patient }) => ({
			id,
			title,
			tables: own.length,
			patient: tables.findIndex((table) => table.source === id && table.id === patient.table),
		})),
		types: [...types.keys()],
		terms: linkedTerms(tables, glossary),
		tables: {
			id: tables.map(({ id }) => id),
			title: tables.map(({ id, title }) => (title === id ? "" : title)),
			slug: tables.map(({ id, path }) => (tableSlug(path) === id ? "" : tableSlug(path))),
			class: tables.map((table) => (table.class === undefined ? undecided : classLetters[table.class])).join(""),
			fields: tables.map((table) => table.fields.length),
			retired: retired(tables),
		},
		names,
		fields: {
			name: numbers,
			type,
			sensitivity: tables.flatMap((table) => table.fields.map((field) => sensitivityLetter(field, table))).join(""),
			retired: retired(fields),
		},
	};
}

function sensitivityLetter(field: CatalogueField, table: CatalogueTable): string {
	const { sensitivity } = field.documentation;
	if (sensitivity === undefined) return undecided;
	const letter = sensitivityLetters[sensitivity];
	return keptFromSharing(field, table, []).length === 0 ? letter.toUpperCase() : letter;
}

function retired(things: readonly { readonly metadata: { readonly retired?: string } }[]): readonly number[] {
	return things.flatMap(({ metadata }, at) => (metadata.retired === undefined ? [] : [at]));
}

/** The terms with the fields whose sections name them, and the fields that their own pages name. */
function linkedTerms(tables: readonly CatalogueTable[], glossary: Glossary): NameCatalogue["terms"] {
	const naming = new Map<string, string[]>();
	for (const { id, fields } of glossary.values()) {
		for (const { source, field } of fields) {
			const key = `${source} ${fieldId(field)}`;
			naming.set(key, [...(naming.get(key) ?? []), id]);
		}
	}
	const termOf = (name: string): string | undefined => findGlossaryTerm(glossary, name)?.id;
	const positions = new Map<string, number[]>();
	let position = 0;
	for (const { source, fields } of tables) {
		for (const { id, documentation } of fields) {
			const terms = new Set([...(documentation.glossary ?? []).map(termOf), ...(naming.get(`${source} ${id}`) ?? [])]);
			for (const term of terms) {
				if (term !== undefined) append(positions, term, position);
			}
			position++;
		}
	}
	return [...glossary.values()].flatMap(({ id, title, synonyms }) => {
		const fields = positions.get(id) ?? [];
		const gaps = fields.map((field, at) => field - (fields[at - 1] ?? 0));
		return fields.length === 0 ? [] : [{ id, title, synonyms, fields: gaps }];
	});
}

function append(lists: Map<string, number[]>, key: string, value: number): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [value]);
	else list.push(value);
}
