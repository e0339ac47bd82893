import { stringify } from "yaml";
import { plainType } from "../dictionary/column-type.ts";
import { parseTableId } from "../dictionary/field-id.ts";
import { describeRange } from "../dictionary/range.ts";
import { sha256Of } from "../document/digest.ts";
import { termPath } from "../records/paths.ts";
import type { ReportedField, ReportedSource, ReportedTable } from "./contents.ts";

/** Any part of a data contract. */
export type ContractPart = Readonly<Record<string, unknown>>;

/** Readers of YAML 1.1 would take 2026-11-21 for a date and NO for false, so such text is quoted. */
export const yamlOptions = { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" } as const;

/**
 * A source's dictionary as a data contract of the Open Data Contract Standard v3.1.0
 * (https://github.com/bitol-io/open-data-contract-standard), in YAML: metadata as its schema, what people confirmed as
 * descriptions, classification and quality rules, the rest as custom properties. It names no server: the address of
 * the database is nobody's business.
 */
export function reportOdcs(source: ReportedSource): string {
	return stringify(odcsContract(source), yamlOptions);
}

/** The contract as plain data. */
export function odcsContract(source: ReportedSource): ContractPart {
	const surveyed = source.tables.map((table) => table.surveyed).sort();
	return {
		...odcsHead(source.id, source.title, surveyed.at(-1), {
			usage: "Data are shared by approved requests only, each for a stated purpose.",
			limitations: "Numbers of rows and of missing and different values are estimates, given as bands.",
		}),
		schema: source.tables.map((table) => schemaObject(source, table)),
	};
}

/**
 * What a contract begins with, whatever its source is.
 *
 * @param youngest the day of the youngest metadata, which is the version: the dictionary has no number of its own
 */
export function odcsHead(
	id: string,
	title: string,
	youngest: string | undefined,
	terms: { readonly usage: string; readonly limitations: string },
): ContractPart {
	const purpose = `The data dictionary of ${title}: what data there are, for those who ask to share some.`;
	return {
		apiVersion: "v3.1.0",
		kind: "DataContract",
		id,
		version: youngest ?? "0",
		status: "active",
		name: title,
		description: { purpose, ...terms },
	};
}

function schemaObject(source: ReportedSource, table: ReportedTable): ContractPart {
	const composite = table.links.filter(({ columns, tableId }) => columns.length > 1 && isKnown(source, tableId));
	const relationships = composite.map(({ columns, tableId, to }) => ({
		type: "foreignKey",
		from: columns.map((column) => reference(table.id, column)),
		to: to.map((column) => reference(tableId, column)),
	}));
	return {
		id: stableId([table.schema, table.table]),
		name: table.id,
		physicalName: table.id,
		physicalType: table.kind,
		logicalType: "object",
		businessName: table.title,
		...(table.description.trim() === "" ? {} : { description: table.description }),
		...tags(table.retired),
		...(relationships.length === 0 ? {} : { relationships }),
		...custom({
			sharing: table.class ?? "not classed",
			department: table.owner,
			rows: table.rows,
			surveyed: table.surveyed,
			retired: table.retired,
			checks: table.checks,
		}),
		properties: table.fields.map((field) => schemaProperty(source, table, field)),
	};
}

function schemaProperty(source: ReportedSource, table: ReportedTable, field: ReportedField): ContractPart {
	const keyPosition = table.key.indexOf(field.name);
	const single = table.links.filter(
		({ columns, tableId }) => columns.length === 1 && columns[0] === field.name && isKnown(source, tableId),
	);
	const unique = [table.key, ...(table.uniqueKeys ?? [])].some((key) => key.length === 1 && key[0] === field.name);
	const quality = qualityRules(field);
	return {
		id: stableId([field.name]),
		name: field.name,
		physicalName: field.name,
		physicalType: field.type,
		...logicalType(field),
		...(field.standing === "described" ? { description: field.description } : {}),
		required: !field.nullable,
		...(unique ? { unique } : {}),
		...(keyPosition < 0 ? {} : { primaryKey: true, primaryKeyPosition: keyPosition + 1 }),
		classification: field.sensitivity ?? "unconfirmed",
		...tags(field.retired),
		...(single.length === 0
			? {}
			: { relationships: single.map(({ tableId, to }) => ({ to: reference(tableId, to[0] ?? "") })) }),
		...(quality.length === 0 ? {} : { quality }),
		...(field.glossary.length === 0
			? {}
			: {
					authoritativeDefinitions: field.glossary.map((term) => ({
						url: termPath(term),
						type: "businessDefinition",
					})),
				}),
		...custom({
			helpsToIdentify: field.helpsToIdentify,
			unit: field.unit,
			origin: field.origin,
			department: field.owner,
			missing: field.missing,
			distinct: field.distinct,
			suggestedSensitivity: field.suggested,
			suggestedBecause: field.suggestedBecause,
			glossaryTermsNotFound: field.unknownTerms,
			inheritedDescription: field.inherited?.description,
			inheritedFrom: field.inherited?.from,
			valueMeanings: field.values?.some(({ meaning }) => meaning !== "") ? field.values : undefined,
			requests: field.requests,
			retired: field.retired,
		}),
	};
}

/** What the standard calls the type; absent where it has no word for it. */
function logicalType(field: ReportedField): ContractPart {
	if (/\[\]$/.test(field.type)) return { logicalType: "array" };
	if (/^jsonb?$/.test(field.baseType ?? field.type)) return { logicalType: "object" };
	const type = plainType(field);
	if (type === "smallint" || type === "integer" || type === "bigint") return { logicalType: "integer" };
	if (type === "numeric" || type === "real" || type === "double precision") return { logicalType: "number" };
	if (type === "boolean" || type === "date") return { logicalType: type };
	if (type.startsWith("timestamp")) return { logicalType: "timestamp" };
	if (type.startsWith("time ")) return { logicalType: "time" };
	return /^(?:bytea|xml|interval)$/.test(field.baseType ?? field.type) ? {} : { logicalType: "string" };
}

function qualityRules({ range, values = [], unit }: ReportedField): readonly ContractPart[] {
	const rules: ContractPart[] = [];
	if (values.length > 0) {
		const validValues = values.map(({ value }) => value);
		rules.push({
			type: "library",
			metric: "invalidValues",
			dimension: "conformity",
			arguments: { validValues },
			mustBe: 0,
		});
	}
	if (range !== undefined) {
		const description = `Acceptable range: ${describeRange(range)}${unit === undefined ? "" : ` ${unit}`}`;
		rules.push({ type: "text", dimension: "accuracy", description });
	}
	return rules;
}

/** Properties that the standard has no word for; what is undefined is left out. */
export function custom(properties: ContractPart): ContractPart {
	const given = Object.entries(properties).filter(([, value]) => value !== undefined);
	return { customProperties: given.map(([property, value]) => ({ property, value })) };
}

function tags(retired: string | undefined): ContractPart {
	return retired === undefined ? {} : { tags: ["retired"] };
}

/** A reference to a column by the ids of its table and itself, as the standard writes it. */
function reference(tableId: string, column: string): string {
	const { schema, table } = parseTableId(tableId) ?? { schema: "", table: "" };
	return `schema/${stableId([schema, table])}/properties/${stableId([column])}`;
}

function isKnown({ tables }: ReportedSource, tableId: string): boolean {
	return tables.some(({ id }) => id === tableId);
}

/**
 * An id of letters, digits, hyphens and underscores, as the standard asks: plain names joined by a hyphen, others with
 * what is readable of them and a digest behind two hyphens, which plain ones never have.
 */
function stableId(names: readonly string[]): string {
	if (names.every((name) => /^[a-z0-9_]+$/.test(name))) return names.join("-");
	const slug = names
		.join("-")
		.toLowerCase()
		.replace(/[^a-z0-9_]+/g, "-")
		.slice(0, 60)
		.replace(/^-+|-+$/g, "");
	const digest = sha256Of(JSON.stringify(names)).slice(0, 12);
	return `${slug}--${digest}`;
}
