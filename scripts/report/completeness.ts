import type { Catalogue } from "../dictionary/catalogue.ts";
import type { FieldStatus } from "./field-status.ts";

/** How complete the dictionary is, over some fields. `described`, `inherited` and `blank` add up to `fields`. */
export interface Completeness {
	/** The department; absent for what nobody answers for, and for the whole. */
	readonly owner?: string;
	/** Tables that the department answers for. */
	readonly tables: number;
	/** Those of them without a description. */
	readonly blankTables: number;
	readonly fields: number;
	/** Fields with a description of their own. */
	readonly described: number;
	/** Fields that only have the description of another. */
	readonly inherited: number;
	/** Fields without any. */
	readonly blank: number;
	/** Fields whose sensitivity no person has written; they cannot be shared. */
	readonly unconfirmed: number;
}

/** The completeness of what exists, by department and as a whole; what is gone from the database does not count. */
export function completeness(
	catalogue: Catalogue,
	statuses: readonly FieldStatus[],
): { readonly owners: readonly Completeness[]; readonly all: Completeness } {
	const fields = statuses.filter(({ retired }) => !retired);
	const tables = catalogue.sources
		.flatMap((source) => source.tables)
		.filter(({ metadata }) => metadata.retired === undefined);
	const owners = new Set([...fields.map(({ owner }) => owner), ...tables.map(({ owner }) => owner)]);
	const byOwner = [...owners].sort(lastWithoutName).map((owner) => ({
		...(owner === undefined ? {} : { owner }),
		...count(
			tables.filter((table) => table.owner === owner),
			fields.filter((field) => field.owner === owner),
		),
	}));
	return { owners: byOwner, all: count(tables, fields) };
}

function count(
	tables: readonly { readonly description: string }[],
	fields: readonly FieldStatus[],
): Omit<Completeness, "owner"> {
	const count = (wanted: FieldStatus["status"]) => fields.filter((field) => field.status === wanted).length;
	return {
		tables: tables.length,
		blankTables: tables.filter(({ description }) => description.trim() === "").length,
		fields: fields.length,
		described: count("described"),
		inherited: count("inherited"),
		blank: count("blank"),
		unconfirmed: fields.filter(({ confirmed }) => !confirmed).length,
	};
}

function lastWithoutName(one: string | undefined, other: string | undefined): number {
	if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
	return one < other ? -1 : Number(one > other);
}
