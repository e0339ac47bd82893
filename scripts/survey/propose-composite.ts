import { formatTableId } from "../dictionary/field-id.ts";
import { isTable } from "../dictionary/listed-table.ts";
import { columnIds, parseRelation } from "../dictionary/relation.ts";
import type { DictionaryEntry, FieldFacts, Source } from "../schema/types.ts";
import type { ProposedRelations } from "./propose-relations.ts";
import { isGenericName } from "./relation-names.ts";
import { isSameType, tellTypes } from "./same-type.ts";

interface CompositeKey {
	readonly table: DictionaryEntry;
	readonly columns: readonly string[];
}

type FieldsByName = ReadonlyMap<string, FieldFacts>;

/**
 * Proposes links over several columns: from tables that have all columns of another table's key, by the same names
 * and types. Left to a person are keys that fit equally well, and keys of columns that each refer to a table of their
 * own, since two tables may have such columns by chance.
 *
 * @param linked the ids of the fields that refer to another table by themselves
 */
export function proposeComposite(
	tables: readonly DictionaryEntry[],
	source: Source,
	linked: ReadonlySet<string>,
): Pick<ProposedRelations, "relations" | "unclear"> {
	const fields = new Map(tables.map((table) => [table, new Map(table.fields.map((field) => [field.name, field]))]));
	const having = tablesByColumn(tables);
	const known = knownLinks(tables, source);
	const isPatients = ({ table }: CompositeKey) => isTable(source.patient.table, formatTableId(table));
	const found = compositeKeys(tables).flatMap((key) =>
		(having.get(key.columns[0] ?? "") ?? [])
			.filter((table) => table !== key.table && fits(table, key, fields))
			// Of two tables with the same key either may be the other's part, but for the patients.
			.filter((table) => !hasKey(table, key.columns) || isPatients(key))
			.filter((table) => !known.has(linkId(formatTableId(table), formatTableId(key.table), key.columns)))
			.map((table) => ({ table, key })),
	);
	const relations: ProposedRelations["relations"][number][] = [];
	const unclear: ProposedRelations["unclear"][number][] = [];
	for (const group of Map.groupBy(found, ({ table, key }) =>
		JSON.stringify([formatTableId(table), [...key.columns].sort()]),
	).values()) {
		const best = group.some(({ key }) => isPatients(key)) ? group.filter(({ key }) => isPatients(key)) : group;
		const [only, another] = best;
		if (only === undefined) continue;
		const { table, key } = only;
		const from = columnIds({ table, columns: key.columns });
		const isChance = columnIds(key).every((id) => linked.has(id)) && !isPatients(key);
		if (another === undefined && !isChance) {
			const reason = `all columns of its key, by the same names${differences(table, key, fields)}`;
			relations.push({ from, to: columnIds(key), reason });
		} else unclear.push({ from, to: best.map((one) => columnIds({ table: one.key.table, columns: key.columns })) });
	}
	return { relations, unclear };
}

/** Keys of several columns that say more than `id, version`. */
function compositeKeys(tables: readonly DictionaryEntry[]): CompositeKey[] {
	return tables.flatMap((table) =>
		[table.key, ...(table.uniqueKeys ?? [])]
			.filter((columns) => columns.length > 1 && !columns.every(isGenericName))
			.map((columns) => ({ table, columns })),
	);
}

function tablesByColumn(tables: readonly DictionaryEntry[]): ReadonlyMap<string, readonly DictionaryEntry[]> {
	const having = new Map<string, DictionaryEntry[]>();
	for (const table of tables)
		for (const { name, retired } of table.fields) {
			const others = having.get(name) ?? [];
			if (retired === undefined) others.push(table);
			having.set(name, others);
		}
	return having;
}

function fits(table: DictionaryEntry, key: CompositeKey, fields: ReadonlyMap<DictionaryEntry, FieldsByName>): boolean {
	return key.columns.every((name) => {
		const [own, other] = [fields.get(table)?.get(name), fields.get(key.table)?.get(name)];
		return own !== undefined && own.retired === undefined && other !== undefined && isSameType(own, other);
	});
}

function differences(
	table: DictionaryEntry,
	key: CompositeKey,
	fields: ReadonlyMap<DictionaryEntry, FieldsByName>,
): string {
	const told = key.columns.map((name) => {
		const [own, other] = [fields.get(table)?.get(name), fields.get(key.table)?.get(name)];
		return own === undefined || other === undefined ? "" : tellTypes(own, other);
	});
	return told.every((text) => text === "") ? " and types" : told.join("");
}

/** Whether these are the columns of one of the table's own keys. */
function hasKey(table: DictionaryEntry, columns: readonly string[]): boolean {
	return [table.key, ...(table.uniqueKeys ?? [])].some(
		(key) => key.length === columns.length && key.every((name) => columns.includes(name)),
	);
}

/** What foreign keys and declared relations over several columns say already. */
function knownLinks(tables: readonly DictionaryEntry[], source: Source): ReadonlySet<string> {
	const keys = tables.flatMap((table) =>
		(table.references ?? []).map(({ fields, table: target }) => linkId(formatTableId(table), target, fields)),
	);
	const declared = (source.relations ?? []).flatMap((relation) => {
		const { from, to } = parseRelation(relation) ?? {};
		if (from === undefined || to === undefined) return [];
		return [linkId(formatTableId(from.table), formatTableId(to.table), from.columns)];
	});
	return new Set([...keys, ...declared]);
}

function linkId(from: string, to: string, columns: readonly string[]): string {
	return JSON.stringify([from, to, [...columns].sort()]);
}
