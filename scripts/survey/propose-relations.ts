import { formatFieldId, formatTableId } from "../dictionary/field-id.ts";
import { listedTable } from "../dictionary/listed-table.ts";
import { columnIds, parseColumns } from "../dictionary/relation.ts";
import type { DictionaryEntry, FieldFacts, Relation, Source } from "../schema/types.ts";
import { proposeComposite } from "./propose-composite.ts";
import {
	isGenericName,
	isOwnKey,
	type KeyColumn,
	keyColumns,
	matchName,
	type NameMatch,
	wordsOf,
} from "./relation-names.ts";
import { isSameType, tellTypes } from "./same-type.ts";

/** A link that the database does not declare and that names and types speak for. */
export interface ProposedRelation extends Relation {
	/** What speaks for it, as a clause. */
	readonly reason: string;
}

/** What a person is to look at: nothing of it is known, and no value was read for it. */
export interface ProposedRelations {
	readonly relations: readonly ProposedRelation[];
	/** Columns that several tables' keys fit equally well or only by chance, with those keys. */
	readonly unclear: readonly { readonly from: Relation["from"]; readonly to: readonly Relation["to"][] }[];
}

interface Candidate extends NameMatch {
	readonly key: KeyColumn;
}

/**
 * Proposes links that a database may have without declaring them: columns with the name and type of
 * another table's key, with its name after another word (`referring_clinician_id`), or named after a
 * table (`ward_id` for the `id` of `wards`); and the same for keys of several columns. Columns with a
 * foreign key or a declared relation are left alone, and so are tables that the source list excludes.
 *
 * @param tables the facts of all tables of the source
 */
export function proposeRelations(tables: readonly DictionaryEntry[], source: Source): ProposedRelations {
	const keys = keyColumns(tables);
	const telling = keys.filter(({ field }) => !isGenericName(field.name));
	const byLastWord = Map.groupBy(telling, ({ words }) => words.at(-1) ?? "");
	const byField = new Map(keys.map((key) => [key.field, key]));
	const byTableWord = Map.groupBy(keys, ({ tableWords }) => tableWords.at(-1) ?? "");
	const linked = linkedFields(tables, source);
	const relations: ProposedRelation[] = [];
	const unclear: { from: string; to: string[] }[] = [];
	const byThemselves = new Set(linked);
	const shared = tables.filter((table) => listedTable(source, formatTableId(table))?.class !== "excluded");
	for (const table of shared) {
		for (const field of table.fields) {
			const from = idOf(table, field.name);
			if (linked.has(from)) continue;
			const words = wordsOf(field.name);
			// A key's last word, or the last of its table's name, is among the column's last two.
			const near = [
				...(byLastWord.get(words.at(-1) ?? "") ?? []),
				...[words.at(-1), words.at(-2)].flatMap((word) => byTableWord.get(word ?? "") ?? []),
			];
			const best = bestCandidates(table, field, [...new Set(near)], byField.get(field));
			const [only, another] = best;
			if (only === undefined) continue;
			byThemselves.add(from);
			if (another === undefined) relations.push({ from, to: keyId(only.key), reason: tellReason(field, only) });
			else unclear.push({ from, to: best.map(({ key }) => keyId(key)) });
		}
	}
	const composite = proposeComposite(shared, source, byThemselves);
	return { relations: [...relations, ...composite.relations], unclear: [...unclear, ...composite.unclear] };
}

function bestCandidates(
	table: DictionaryEntry,
	field: FieldFacts,
	keys: readonly KeyColumn[],
	own: KeyColumn | undefined,
): Candidate[] {
	const isOnlyKey = table.key.length === 1 && table.key[0] === field.name;
	if (own !== undefined && isOwnKey(own)) return [];
	const candidates = keys.flatMap((key): Candidate[] => {
		if (key.field === field || !isSameType(key.field, field)) return [];
		// One key with the name of another is a part of that table only if the other bears its table's name.
		if ((isOnlyKey || own !== undefined) && !isOwnKey(key)) return [];
		const match = matchName(field.name, key);
		return match === undefined ? [] : [{ ...match, key }];
	});
	const preferences: ((candidate: Candidate) => boolean | number)[] = [
		({ words }) => words,
		({ key }) => key.declared,
		({ key }) => isOwnKey(key),
		({ key }) => key.table.schema === table.schema,
	];
	return preferences.reduce((rest, prefer) => {
		const most = Math.max(...rest.map((one) => Number(prefer(one))));
		return rest.filter((one) => Number(prefer(one)) === most);
	}, candidates);
}

function tellReason(field: FieldFacts, { key, reason }: Candidate): string {
	const undeclared = key.declared ? "" : ", which only its name calls a key";
	return `${reason}${undeclared}${tellTypes(field, key.field)}`;
}

function linkedFields(tables: readonly DictionaryEntry[], source: Source): ReadonlySet<string> {
	const referring = tables.flatMap((table) =>
		(table.references ?? []).flatMap(({ fields }) =>
			fields.length === 1 ? fields.map((name) => idOf(table, name)) : [],
		),
	);
	const declared = (source.relations ?? []).flatMap(({ from }) => {
		const columns = parseColumns(from);
		return columns?.columns.length === 1 ? columnIds(columns) : [];
	});
	return new Set([...referring, ...declared]);
}

function keyId({ table, field }: KeyColumn): string {
	return idOf(table, field.name);
}

function idOf({ schema, table }: DictionaryEntry, column: string): string {
	return formatFieldId({ schema, table, column });
}
