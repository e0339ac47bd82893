import type { DictionaryEntry, FieldMetadata, Relation } from "../schema/types.ts";
import type { CatalogueField, CatalogueSource } from "./catalogue.ts";
import { fieldPairs } from "./field-pairs.ts";

/** A description that a field without one of its own takes from another, until a person confirms or replaces it. */
export interface Inherited {
	/** Markdown. */
	readonly description: string;
	/** Id of the field it was written for. */
	readonly from: string;
	/** `link`: a foreign key or declared relation joins the two. `name`: they have the same name and type. */
	readonly because: "link" | "name";
}

/** A column as far as inheritance looks at it. */
interface IdentifiedField {
	/** As {@link formatFieldId} writes it. */
	readonly id: string;
	readonly metadata: Readonly<FieldMetadata>;
}

/** The fields of one source, and what links them. */
export interface LinkedFields<Field extends IdentifiedField> {
	readonly relations?: readonly Relation[] | undefined;
	readonly tables: readonly { readonly metadata: Readonly<DictionaryEntry>; readonly fields: readonly Field[] }[];
}

/**
 * Which field a field without a description inherits one from. First counts the nearest described column it refers to,
 * over any number of foreign keys and declared relations; then the columns that refer to it; then columns of the same
 * name and type. Where several of these say different things nothing is inherited: a person must say which
 * one holds. Only descriptions are inherited, never a sensitivity. Retired columns neither give nor take.
 *
 * @param descriptionOf a field's own description; asked only of fields that may count, since reading words takes its time
 */
export function inheritance<Field extends IdentifiedField>(
	{ relations = [], tables }: LinkedFields<Field>,
	descriptionOf: (field: Field) => string,
): (field: Field) => { readonly from: Field; readonly because: Inherited["because"] } | undefined {
	const living = tables
		.filter(({ metadata }) => metadata.retired === undefined)
		.flatMap(({ fields }) => fields.filter(({ metadata }) => metadata.retired === undefined));
	const byId = new Map(living.map((field) => [field.id, field]));
	const byName = Map.groupBy(living, nameAndType);
	const { refersTo, referredBy } = fieldLinks(
		tables.map(({ metadata }) => metadata),
		relations,
	);
	const described = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []).filter(isDescribed);
	const isDescribed = (field: Field) => descriptionOf(field).trim() !== "";
	const agreed = (fields: readonly Field[]) =>
		new Set(fields.map((field) => descriptionOf(field).replace(/\s+/g, " ").trim())).size === 1 ? fields[0] : undefined;
	const named = new Map<string, Field | undefined>();
	const sameName = (field: Field) => {
		const key = nameAndType(field);
		if (!named.has(key)) named.set(key, agreed((byName.get(key) ?? []).filter(isDescribed)));
		return named.get(key);
	};
	/** The described field fewest links away; of equally near ones they must say the same. */
	const nearestDescribed = (start: string) => {
		const met = new Set([start]);
		let level: readonly string[] = [start];
		while (level.length > 0) {
			level = [...new Set(level.flatMap((id) => refersTo.get(id) ?? []))].filter((id) => !met.has(id));
			for (const id of level) met.add(id);
			const near = described(level);
			if (near.length > 0) return agreed(near);
		}
		return undefined;
	};
	return (field) => {
		if (byId.get(field.id) !== field || isDescribed(field)) return undefined;
		const linked = nearestDescribed(field.id) ?? agreed(described(referredBy.get(field.id) ?? []));
		if (linked !== undefined) return { from: linked, because: "link" };
		const from = sameName(field);
		return from === undefined ? undefined : { from, because: "name" };
	};
}

/** The descriptions that the fields of a source inherit, by field id. See {@link inheritance}. */
export function inheritedDescriptions(source: CatalogueSource): ReadonlyMap<string, Inherited> {
	const inheritedFrom = inheritance<CatalogueField>(source, ({ documentation }) => documentation.description);
	return new Map(
		source.tables.flatMap(({ fields }) =>
			fields.flatMap((field): (readonly [string, Inherited])[] => {
				const { from, because } = inheritedFrom(field) ?? {};
				if (from === undefined || because === undefined) return [];
				return [[field.id, { description: from.documentation.description, from: from.id, because }]];
			}),
		),
	);
}

function nameAndType({ metadata }: IdentifiedField): string {
	return JSON.stringify([metadata.name, metadata.baseType ?? metadata.type]);
}

type FieldGraph = ReadonlyMap<string, readonly string[]>;

/** Which field refers to which, by foreign keys and declared relations, in both directions. */
function fieldLinks(
	tables: readonly DictionaryEntry[],
	relations: readonly Relation[],
): { refersTo: FieldGraph; referredBy: FieldGraph } {
	const pairs = fieldPairs(tables, relations);
	const graph = (key: "from" | "to", value: "from" | "to"): FieldGraph =>
		new Map(
			[...Map.groupBy(pairs, (pair) => pair[key])].map(([id, group]) => [id, group.map((pair) => pair[value]).sort()]),
		);
	return { refersTo: graph("from", "to"), referredBy: graph("to", "from") };
}
