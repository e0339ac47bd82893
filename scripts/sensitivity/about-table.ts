import { formatTableId, parseTableId } from "../dictionary/field-id.ts";
import { isTable, listedTable } from "../dictionary/listed-table.ts";
import { parseRelation } from "../dictionary/relation.ts";
import type { DictionaryEntry, Source } from "../schema/types.ts";
import { type NameWord, splitName } from "./name-words.ts";
import { catalogues, numbering, organisations, patientRecords, patients, staff } from "./things.ts";
import { holdsText } from "./type.ts";

/** The part of a table's metadata that suggestions of sensitivity rest on. Every dictionary entry has it. */
export type TableMetadata = Pick<DictionaryEntry, "schema" | "table" | "key" | "references"> & {
	readonly fields: readonly { readonly name: string; readonly type?: string; readonly baseType?: string }[];
};

/** What a table is about, as far as its name, its columns, its keys and `sources.yml` tell. */
export interface AboutTable {
	/** The words of each column's name, by that name. */
	readonly columns: ReadonlyMap<string, readonly NameWord[]>;
	/** The types of those of its columns that hold text. */
	readonly textTypes: readonly string[];
	/** Words of its name. */
	readonly words: readonly string[];
	/** Whether each of its rows is about one patient. */
	readonly leadsToPatient: boolean;
	/** Whether it only explains codes and kinds. */
	readonly isReference: boolean;
	/** Whether it lists people: patients, those around them, or staff. */
	readonly listsPeople: boolean;
	/** Whether it lists organisations or their sites, and no people. */
	readonly listsOrganisations: boolean;
	/** Columns that lead to one row about a patient by a declared key or relation, and the words that say so. */
	readonly recordKeys: ReadonlyMap<string, string>;
	/** Columns that refer to a table that is not about patients. */
	readonly otherKeys: ReadonlySet<string>;
}

const referenceWords: ReadonlySet<string> = new Set(
	"concept code type dictionary lookup vocabulary catalogue catalog category reference template d dim setting".split(
		" ",
	),
);

/** Words in the name of the column that says which patient a row is about, in a table without foreign keys. */
const patientColumn: ReadonlySet<string> = new Set(["patient", "person", "subject", "participant"]);

/** Works out what a table is about. `source` adds what people have confirmed in `sources.yml`. */
export function aboutTable(table: TableMetadata, source?: Source): AboutTable {
	const id = formatTableId(table);
	const words = nameWords(table.table);
	const columns = new Map(table.fields.map(({ name }) => [name, splitName(name)]));
	const classOf = (other: string) => source && listedTable(source, other)?.class;
	const isPatientTable = (other: string) => source !== undefined && isTable(source.patient.table, other);
	const isAboutPatients = (other: string) =>
		isPatientTable(other) ||
		(classOf(other) === undefined
			? namesRecords(nameWords(parseTableId(other)?.table ?? ""))
			: classOf(other) === "patient");

	const references = [...(table.references ?? []), ...listedReferences(source, id)];
	const referring = references.filter(({ table: other }) => isAboutPatients(other));
	const listed = classOf(id);
	const isStaff = staff.has(words.at(-1) ?? "");
	const leadsToPatient =
		isPatientTable(id) ||
		(listed === undefined
			? !isStaff &&
				(referring.length > 0 ||
					namesRecords(words) ||
					[...columns.values()].some((name) => namesPatient(name.map(({ word }) => word))))
			: listed === "patient");
	return {
		columns,
		textTypes: table.fields.map(({ type = "", baseType = type }) => baseType).filter(holdsText),
		words,
		leadsToPatient,
		isReference:
			listed === undefined ? !leadsToPatient && words.some((word) => referenceWords.has(word)) : listed === "reference",
		listsPeople: isStaff || isPatientTable(id) || words.some((word) => patients.has(word)),
		listsOrganisations: !leadsToPatient && !isStaff && words.some((word) => organisations.has(word)),
		recordKeys: new Map([
			...(leadsToPatient && table.key.length === 1
				? table.key.map((name): [string, string] => [name, `it is the key of ${id}, a table about patients`])
				: []),
			...referring.flatMap(({ fields, table: other }) =>
				fields.map((name): [string, string] => [name, `it refers to ${other}, a table about patients`]),
			),
		]),
		otherKeys: new Set(
			references.filter(({ table: other }) => !isAboutPatients(other)).flatMap(({ fields }) => fields),
		),
	};
}

/** The words of a name as they are looked up. */
function nameWords(name: string): readonly string[] {
	return splitName(name).map(({ word }) => word);
}

function listedReferences(source: Source | undefined, id: string) {
	return (source?.relations ?? []).flatMap((relation) => {
		const { from, to } = parseRelation(relation) ?? {};
		if (from === undefined || to === undefined || formatTableId(from.table) !== id) return [];
		return [{ fields: from.columns, table: formatTableId(to.table) }];
	});
}

/** Whether a table of this name holds patients, or rows that each belong to one: `encounter`, `patient_program`. */
function namesRecords(words: readonly string[]): boolean {
	if (endsInKind(words)) return false;
	return (
		words.some((word) => patients.has(word)) ||
		(words.some((word) => patientRecords.has(word)) && !words.some((word) => catalogues.has(word) && word !== "group"))
	);
}

/** Whether the words say that the table only explains codes and kinds: `patient_identifier_type`, `d_icd_diagnoses`. */
function endsInKind(words: readonly string[]): boolean {
	return referenceWords.has(words.at(-1) ?? "") || words[0] === "d";
}

/** Whether a column of this name holds a patient's number: `patient_id`, `pid`, `NHSNumber`, `PATIENT`. */
function namesPatient(words: readonly string[]): boolean {
	if (words.length > 4) return false;
	if (words.join(" ").includes("nhs number")) return true;
	if (!words.some((word) => patientColumn.has(word)) || words.includes("type")) return false;
	return words.length === 1 || numbering.has(words.at(-1) ?? "");
}
