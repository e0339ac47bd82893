import type { ReportedField, ReportedSource, ReportedTable } from "../../report/contents.ts";
import type { AudienceLevel } from "../audience/level.ts";
import { fieldAnchor, tableAddress } from "../page/address.ts";

/** A source as machines are given it. */
export interface DescribedSource extends ReportedSource {
	readonly tables: readonly DescribedTable[];
}

/** A table as machines are given it. */
export interface DescribedTable extends ReportedTable {
	/** Where its page stands, from where the site begins. */
	readonly page: string;
	readonly fields: readonly DescribedField[];
}

/** A field as machines are given it. */
export interface DescribedField extends ReportedField {
	/** Where it stands on its table's page, from where the site begins. */
	readonly page: string;
}

/**
 * A source as an audience's machines are given it. Each property is named here, so that a new fact of the survey reaches
 * nobody before somebody has thought of who may see it.
 */
export function describedSource({ id, title, tables }: ReportedSource, shows: AudienceLevel): DescribedSource {
	return { id, title, tables: tables.map((table) => describedTable(id, table, shows)) };
}

function describedTable(source: string, table: ReportedTable, shows: AudienceLevel): DescribedTable {
	const page = tableAddress({ source, path: table.path });
	return given({
		id: table.id,
		schema: table.schema,
		table: table.table,
		kind: table.kind,
		title: table.title,
		description: table.description,
		class: table.class,
		owner: table.owner,
		comment: table.comment,
		rows: table.rows,
		surveyed: table.surveyed,
		retired: table.retired,
		key: table.key,
		uniqueKeys: table.uniqueKeys,
		checks: table.checks,
		links: table.links.map(({ columns, tableId, to, enforced }) => ({ columns, tableId, to, enforced })),
		page,
		path: table.path,
		fields: table.fields.map((field) => describedField(field, page, shows)),
	});
}

/** What the survey suggests is for those who decide; to anybody else it would look like a decision. */
function describedField(field: ReportedField, page: string, shows: AudienceLevel): DescribedField {
	const isOpen = shows.unfinished && field.sensitivity === undefined;
	return given({
		id: field.id,
		name: field.name,
		type: field.type,
		baseType: field.baseType,
		nullable: field.nullable,
		generated: field.generated,
		comment: field.comment,
		missing: field.missing,
		distinct: field.distinct,
		retired: field.retired,
		description: field.description,
		standing: field.standing,
		inherited: field.inherited,
		sensitivity: field.sensitivity,
		helpsToIdentify: field.helpsToIdentify,
		suggested: isOpen ? field.suggested : undefined,
		suggestedBecause: isOpen ? field.suggestedBecause : undefined,
		unit: field.unit,
		range: field.range,
		values: field.values,
		origin: field.origin,
		owner: field.owner,
		glossary: field.glossary,
		unknownTerms: field.unknownTerms,
		requests: field.requests,
		page: `${page}#${fieldAnchor(field.name)}`,
	});
}

/** An object without the properties that are undefined. */
type Given<T> = { readonly [P in keyof T as undefined extends T[P] ? never : P]: T[P] } & {
	readonly [P in keyof T as undefined extends T[P] ? P : never]?: Exclude<T[P], undefined>;
};

function given<T extends object>(properties: T): Given<T> {
	return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as Given<T>;
}
