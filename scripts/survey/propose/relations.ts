import { formatFieldId, formatTableId } from "../../dictionary/field-id.ts";
import { isTable, listedTable } from "../../dictionary/listed-table.ts";
import { columnIds, parseColumns } from "../../dictionary/relation.ts";
import type { DictionaryEntry, FieldMetadata, Relation, Source } from "../../schema/types.ts";
import { formatList } from "../../text/list.ts";
import { hasCompatibleType, tellTypes } from "./compatible-type.ts";
import { patientLinks } from "./patient-links.ts";
import {
	isGenericName,
	isOwnKey,
	isOwnNumber,
	isReferring,
	type KeyColumn,
	keyColumns,
	matchName,
	type NameMatch,
	singularWords,
} from "./relation-names.ts";

/** A link that the database does not declare and that names and types speak for. */
export interface ProposedRelation extends Relation {
	/** What speaks for it, as a clause. */
	readonly reason: string;
	readonly from: string;
	readonly to: string;
}

/** Guesses for a person to judge. No value was read for them. */
export interface ProposedRelations {
	readonly relations: readonly ProposedRelation[];
	/** What only a person can find out, a line for a column at most. */
	readonly open: readonly OpenQuestion[];
}

/** A column of which names and types do not tell enough. */
export interface OpenQuestion {
	/** Id of the field. */
	readonly from: string;
	/** What it may be, or what to look at, to follow the id in a line. */
	readonly about: string;
}

interface Candidate extends NameMatch {
	readonly key: KeyColumn;
}

/**
 * Proposes links that a database may have without declaring them: columns with the name and type of
 * another table's key, with its name after another word (`referring_clinician_id`), or named after a
 * table (`ward_id` for the `id` of `wards`). A guess never stands beside or before what is declared:
 * a table from which foreign keys or declared relations lead to the patients is left alone, with all
 * that it refers to, and so is a column that takes part in one. Such a guess could be a shorter way, to
 * other patients. Keys of several columns are never guessed at (2 of 46 guesses were right on seven
 * public schemas), and tables that the source list excludes are left out.
 *
 * @param tables the metadata of all tables of the source
 */
export function proposeRelations(tables: readonly DictionaryEntry[], source: Source): ProposedRelations {
	const keys = keyColumns(tables, source);
	const telling = keys.filter(({ field }) => !isGenericName(field.name));
	const byLastWord = Map.groupBy(telling, ({ words }) => words.at(-1) ?? "");
	const byField = new Map(keys.map((key) => [key.field, key]));
	const byTableWord = Map.groupBy(keys, ({ tableWords }) => tableWords.at(-1) ?? "");
	const linked = linkedFields(tables, source);
	const relations: ProposedRelation[] = [];
	const open: OpenQuestion[] = [];
	const settled = declaredWays(tables, source);
	for (const table of tables) {
		const id = formatTableId(table);
		if (settled.has(id) || listedTable(source, id)?.class === "excluded") continue;
		for (const field of table.fields) {
			const from = idOf(table, field.name);
			if (linked.has(from)) continue;
			const words = singularWords(field.name);
			// A key's last word, or the last of its table's name, is among the column's last two.
			const near = [
				...(byLastWord.get(words.at(-1) ?? "") ?? []),
				...[words.at(-1), words.at(-2)].flatMap((word) => byTableWord.get(word ?? "") ?? []),
			];
			const best = bestCandidates(table, field, [...new Set(near)], byField.get(field));
			const [only, another] = best;
			if (only === undefined) continue;
			if (another === undefined) relations.push({ from, to: keyId(only.key), reason: tellReason(field, only) });
			else if (isReferring(field.name)) open.push({ from, about: tellChoice(best) });
		}
	}
	return { relations, open };
}

/** Ids of the tables from which declared links lead to the patients, and of all they refer to but the patient table. */
function declaredWays(tables: readonly DictionaryEntry[], source: Source): ReadonlySet<string> {
	const { leading, links } = patientLinks(tables, source, source.relations ?? []);
	const settled = new Set([...leading].filter((id) => !isTable(source.patient.table, id)));
	for (const id of settled)
		for (const target of links.get(id) ?? []) if (!isTable(source.patient.table, target)) settled.add(target);
	return settled;
}

function bestCandidates(
	table: DictionaryEntry,
	field: FieldMetadata,
	keys: readonly KeyColumn[],
	own: KeyColumn | undefined,
): Candidate[] {
	const isOnlyKey = table.key.length === 1 && table.key[0] === field.name;
	if (own !== undefined && isOwnKey(own)) return [];
	const candidates = keys.flatMap((key): Candidate[] => {
		if (key.field === field || !hasCompatibleType(key.field, field)) return [];
		// A key that is named like another key refers to it only if the other is named after its own table.
		if ((isOnlyKey || own !== undefined) && !isOwnKey(key)) return [];
		const match = matchName(field.name, key);
		if (key.table === table && isOwnNumber(field.name, key)) return [];
		return match === undefined ? [] : [{ ...match, key }];
	});
	const preferences: ((candidate: Candidate) => boolean | number)[] = [
		({ words }) => words,
		({ key }) => key.isPatients,
		({ key }) => key.declared,
		({ key }) => isOwnKey(key),
		({ key }) => key.table.schema === table.schema,
	];
	return preferences.reduce((rest, prefer) => {
		const most = Math.max(...rest.map((one) => Number(prefer(one))));
		return rest.filter((one) => Number(prefer(one)) === most);
	}, candidates);
}

/** Of very many keys only the first: a line that long is not read. */
const mostNamed = 4;

function tellChoice(candidates: readonly Candidate[]): string {
	const ids = candidates.map(({ key }) => keyId(key));
	const more = ids.length - mostNamed;
	return `may refer to any of ${formatList([...ids.slice(0, mostNamed), ...(more > 0 ? [`${more} others`] : [])], "or")}`;
}

function tellReason(field: FieldMetadata, { key, reason }: Candidate): string {
	const undeclared = key.declared ? "" : ", which only its name calls a key";
	return `${reason}${undeclared}${tellTypes(field, key.field)}`;
}

/** The fields that take part in a foreign key or a declared relation, of one column or of several. */
function linkedFields(tables: readonly DictionaryEntry[], source: Source): ReadonlySet<string> {
	const referring = tables.flatMap((table) =>
		(table.references ?? []).flatMap(({ fields }) => fields.map((name) => idOf(table, name))),
	);
	const declared = (source.relations ?? []).flatMap(({ from }) => {
		const columns = parseColumns(from);
		return columns === undefined ? [] : columnIds(columns);
	});
	return new Set([...referring, ...declared]);
}

function keyId({ table, field }: KeyColumn): string {
	return idOf(table, field.name);
}

function idOf({ schema, table }: DictionaryEntry, column: string): string {
	return formatFieldId({ schema, table, column });
}
