import { formatTableId } from "../../dictionary/field-id.ts";
import { isTable } from "../../dictionary/listed-table.ts";
import type { DictionaryEntry, FieldMetadata, Source } from "../../schema/types.ts";
import { splitName } from "../../sensitivity/name-words.ts";

/** Key names that say nothing of their table: only with the table's name before them do they point at it. */
const generic: ReadonlySet<string> = new Set(
	`id key code number uuid guid identifier pk sk oid ref name value type status date version description title label text
	comment note order sort sequence rank position line level kind category class group flag active state unit display`.split(
		/\s+/,
	),
);
/** The last words of a column that refers to a table by its name. */
const referring: ReadonlySet<string> = new Set("id key fk ref sk uuid guid identifier code number".split(" "));

/** Before a table's own name these say which system numbers its rows. */
const systems: ReadonlySet<string> = new Set(
	"local unique external source master national global public legacy old new".split(" "),
);

/** A single column that identifies the rows of its table. */
export interface KeyColumn {
	readonly table: DictionaryEntry;
	readonly field: FieldMetadata;
	/** Whether the database declares it, or the source list for the patient's key; otherwise only its name says so. */
	readonly declared: boolean;
	/** Whether it is the table's main key: only that is meant by the table's name. */
	readonly main: boolean;
	/** Whether its table is the patient table. */
	readonly isPatients: boolean;
	/** Words of its name, and of the table's. */
	readonly words: readonly string[];
	readonly tableWords: readonly string[];
}

/** How well a column's name points at a key: more words in common count for more. */
export interface NameMatch {
	readonly words: number;
	/** Why, as a clause. */
	readonly reason: string;
}

/** The words of a name in the singular, without a number at its end. */
export function singularWords(name: string): readonly string[] {
	const words = splitName(name).map(({ word }) => word);
	return words.slice(0, words.findLastIndex((word) => !/^\p{N}+$/u.test(word)) + 1);
}

/**
 * The key columns by which rows may be referred to: of the patient table the patient's key, and of each table its primary
 * key of one column, or else its only unique one, or else what is named like a key. Other unique columns prove nothing:
 * a `display_id` is unique in many tables, each by itself.
 */
export function keyColumns(tables: readonly DictionaryEntry[], { patient }: Pick<Source, "patient">): KeyColumn[] {
	return tables.flatMap((table) => {
		const unique = (table.uniqueKeys ?? []).filter((columns) => columns.length > 0);
		const isPatients = isTable(patient.table, formatTableId(table));
		const [main = [], another] = table.key.length > 0 ? [table.key] : unique;
		const patientKey = isPatients ? [patient.key] : [];
		const single = new Set([...(another === undefined && main.length === 1 ? main : []), ...patientKey]);
		const isDeclared = table.key.length > 0 || unique.length > 0;
		const named = isDeclared || isPatients ? [] : namedLikeKey(table);
		const tableWords = singularWords(table.table);
		return [...table.fields.filter(({ name }) => single.has(name)), ...named].map((field) => ({
			table,
			field,
			declared: isDeclared || isPatients,
			main: table.key.length === 0 || table.key[0] === field.name,
			isPatients,
			words: singularWords(field.name),
			tableWords,
		}));
	});
}

/** Whether a column's name says nothing of what it is the name or number of: `id`, `code`, `version`. */
export function isGenericName(name: string): boolean {
	return singularWords(name).every((word) => generic.has(word));
}

/** Whether a name ends as those of referring columns do: `ward_id`, and not `description`. */
export function isReferring(name: string): boolean {
	return referring.has(singularWords(name).at(-1) ?? "");
}

/** How a column's name points at a key; undefined if it does not. */
export function matchName(name: string, key: KeyColumn): NameMatch | undefined {
	const words = singularWords(name);
	const isGeneric = key.words.every((word) => generic.has(word));
	if (!isGeneric && name === key.field.name)
		return { words: key.words.length, reason: "the same name and type as its key" };
	if (!isGeneric && endsWith(words, key.words))
		return { words: key.words.length, reason: "its key's name after another word" };
	if (!key.main) return undefined;
	const last = words.at(-1) ?? "";
	const stem = referring.has(last) ? words.slice(0, -1) : words;
	if (stem.length === 0 || !endsWith(stem, key.tableWords)) return undefined;
	// Without such an ending only the table's whole name counts: a plain word behind others may mean anything.
	if (!referring.has(last) && stem.length > key.tableWords.length) return undefined;
	const fits = isGeneric ? last === key.words.at(-1) || key.words.at(-1) === "id" : last === "id";
	return fits || stem === words ? { words: key.tableWords.length, reason: "named after the table" } : undefined;
}

/** Whether a key bears the name of its own table: `patient_id` in `patients`, not in `patient_photos`. */
export function isOwnKey({ words, tableWords }: KeyColumn): boolean {
	return words.slice(0, tableWords.length).join(" ") === tableWords.join(" ") && words.length === tableWords.length + 1;
}

/** Whether a column of a key's own table is a number of its rows, and refers to no other: `local_patient_id`, `relationship`. */
export function isOwnNumber(name: string, { tableWords }: KeyColumn): boolean {
	const words = singularWords(name).filter((word) => !systems.has(word));
	const stem = referring.has(words.at(-1) ?? "") ? words.slice(0, -1) : words;
	return stem.join(" ") === tableWords.join(" ");
}

/** A table that declares no key at all: its first column, where it must have a value and is named like one. */
function namedLikeKey(table: DictionaryEntry): FieldMetadata[] {
	const [first] = table.fields;
	if (first === undefined || first.nullable || !(table.kind === "table" || table.kind === "partitioned table"))
		return [];
	const [words, tableWords] = [singularWords(first.name), singularWords(table.table)];
	const [last = ""] = words.slice(-1);
	const isNamed = words.length === 1 ? last === "id" : words.slice(0, -1).join(" ") === tableWords.join(" ");
	return isNamed && referring.has(last) ? [first] : [];
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
	return (
		end.length > 0 &&
		end.length <= words.length &&
		end.every((word, at) => word === words[words.length - end.length + at])
	);
}
