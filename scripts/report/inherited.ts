import type { CatalogueField, CatalogueSource } from "../dictionary/catalogue.ts";
import { formatFieldId } from "../dictionary/field-id.ts";
import { sourceLinks } from "./links.ts";

/** A description that a field without one of its own takes from another, until a person confirms or replaces it. */
export interface Inherited {
	/** Markdown. */
	readonly description: string;
	/** Id of the field it was written for. */
	readonly from: string;
	/** `link`: a foreign key or declared relation joins the two. `name`: they have the same name and type. */
	readonly because: "link" | "name";
}

/**
 * The descriptions that fields without one inherit, by field id. First counts the nearest described column that a field
 * refers to, over any number of foreign keys and declared relations; then the columns that refer to it; then columns of
 * the same name and type. Where several of these say different things nothing is inherited: which one holds, a person
 * must say. Only descriptions are inherited, never a sensitivity. Retired columns neither give nor take.
 */
export function inheritedDescriptions(source: CatalogueSource): ReadonlyMap<string, Inherited> {
	const fields = source.tables
		.filter(({ facts }) => facts.retired === undefined)
		.flatMap((table) => table.fields.filter(({ facts }) => facts.retired === undefined));
	const byId = new Map(fields.map((field) => [field.id, field]));
	const { refersTo, referredBy } = fieldLinks(source);
	const sameName = Map.groupBy(fields.filter(isDescribed), nameAndType);
	const found = new Map<string, Inherited>();
	for (const field of fields) {
		if (isDescribed(field)) continue;
		const linked = nearestDescribed(field.id, refersTo, byId) ?? agreed(of(referredBy.get(field.id) ?? [], byId));
		const named = linked ?? agreed(sameName.get(nameAndType(field)) ?? []);
		if (named === undefined) continue;
		const { id: from, words } = named;
		found.set(field.id, { description: words.description, from, because: linked === undefined ? "name" : "link" });
	}
	return found;
}

/** Whether somebody has written what the field is. */
export function isDescribed({ words }: CatalogueField): boolean {
	return words.description.trim() !== "";
}

function nameAndType({ name, facts }: CatalogueField): string {
	return JSON.stringify([name, facts.baseType ?? facts.type]);
}

type FieldGraph = ReadonlyMap<string, readonly string[]>;

/** Which field refers to which, by foreign keys and declared relations, in both directions. */
function fieldLinks(source: CatalogueSource): { refersTo: FieldGraph; referredBy: FieldGraph } {
	const links = sourceLinks(source);
	const pairs = source.tables.flatMap((table) => {
		return (links.get(table.id) ?? []).flatMap(({ columns, table: target, to }) =>
			columns.flatMap((column, index) => {
				const other = to[index];
				if (other === undefined) return [];
				const { schema, table: name } = table.facts;
				return [
					{ from: formatFieldId({ schema, table: name, column }), to: formatFieldId({ ...target, column: other }) },
				];
			}),
		);
	});
	const graph = (key: "from" | "to", value: "from" | "to"): FieldGraph =>
		new Map(
			[...Map.groupBy(pairs, (pair) => pair[key])].map(([id, group]) => [id, group.map((pair) => pair[value]).sort()]),
		);
	return { refersTo: graph("from", "to"), referredBy: graph("to", "from") };
}

/** The described field fewest links away; of equally near ones they must say the same. */
function nearestDescribed(
	start: string,
	refersTo: FieldGraph,
	byId: ReadonlyMap<string, CatalogueField>,
): CatalogueField | undefined {
	const met = new Set([start]);
	let level: readonly string[] = [start];
	while (level.length > 0) {
		level = [...new Set(level.flatMap((id) => refersTo.get(id) ?? []))].filter((id) => !met.has(id));
		for (const id of level) met.add(id);
		const described = of(level, byId);
		if (described.length > 0) return agreed(described);
	}
	return undefined;
}

function of(ids: readonly string[], byId: ReadonlyMap<string, CatalogueField>): readonly CatalogueField[] {
	return ids.flatMap((id) => byId.get(id) ?? []).filter(isDescribed);
}

/** The first of the fields, if all are described in the same words. */
function agreed(fields: readonly CatalogueField[]): CatalogueField | undefined {
	const plain = new Set(fields.map(({ words }) => words.description.replace(/\s+/g, " ").trim()));
	return plain.size === 1 ? fields[0] : undefined;
}
