import pg from "pg";
import { quoteIdentifier } from "../../scripts/database/quote.ts";
import type { CatalogueField, CatalogueSource, CatalogueTable } from "../../scripts/dictionary/catalogue.ts";
import { formatFieldId, formatTableId, parseTableId } from "../../scripts/dictionary/field-id.ts";
import type { PlanRecords } from "../../scripts/plan/share-plan.ts";
import type { FieldMetadata, Policy, SharingRequest, Treatment } from "../../scripts/schema/types.ts";

/**
 * One table in short: its columns as name to PostgreSQL type, with a sensitivity after a semicolon if not ordinary, and
 * after another one `helps to identify` where it is marked.
 */
export interface TableSketch {
	readonly class?: CatalogueTable["class"] | "unnamed";
	readonly key?: readonly string[];
	readonly columns: Readonly<Record<string, string>>;
	/** Foreign keys: columns, table, columns. */
	readonly references?: readonly (readonly [string, string, string])[];
	readonly path?: CatalogueTable["pathToPatient"];
	readonly ranges?: Readonly<Record<string, { readonly atLeast?: number; readonly atMost?: number }>>;
	/** Field metadata that the type alone does not tell. */
	readonly metadata?: Readonly<Record<string, Partial<FieldMetadata>>>;
}

/** A source of the dictionary, made from sketches of its tables by their ids. */
export function makeSource(
	tables: Readonly<Record<string, TableSketch>>,
	more: Partial<CatalogueSource> = {},
): CatalogueSource {
	return {
		id: "ward",
		title: "Ward system",
		patient: { table: "ward.patients", key: "patient_id" },
		relations: [],
		tables: Object.entries(tables).map(([id, sketch]) => makeTable(id, sketch)),
		...more,
	};
}

function makeTable(id: string, sketch: TableSketch): CatalogueTable {
	const name = parseTableId(id);
	if (name === undefined) throw new Error(`not a table id: ${id}`);
	const kind = sketch.class ?? "patient";
	const fields = Object.entries(sketch.columns).map(([column, text], index): CatalogueField => {
		const [type = "", sensitivity = "ordinary", mark] = text.split(";").map((part) => part.trim());
		return {
			id: formatFieldId({ ...name, column }),
			table: formatTableId(name),
			name: column,
			metadata: { name: column, type, nullable: true, ...sketch.metadata?.[column] },
			line: index + 1,
			documentation: {
				description: "",
				...(sensitivity === "none" ? {} : { sensitivity: sensitivity as "ordinary" }),
				...(mark === "helps to identify" ? { helpsToIdentify: true } : {}),
				...(sketch.ranges?.[column] === undefined ? {} : { range: sketch.ranges[column] }),
			},
		};
	});
	return {
		id: formatTableId(name),
		source: "ward",
		path: `dictionary/sources/ward/${name.schema}.${name.table}.md`,
		...(kind === "unnamed" ? {} : { class: kind }),
		...(sketch.path === undefined ? {} : { pathToPatient: sketch.path }),
		title: id,
		description: "",
		metadata: {
			schemaVersion: 1,
			source: "ward",
			...name,
			kind: "table",
			surveyed: "2026-01-01",
			rows: "unknown",
			key: [...(sketch.key ?? [])],
			references: (sketch.references ?? []).map(([columns, table, to]) => ({
				fields: columns.split(","),
				table,
				to: to.split(","),
			})),
			fields: fields.map(({ metadata }) => metadata),
		},
		fields,
	};
}

/** Creates the source's tables in a database, foreign keys included, and fills them by SQL. */
export async function createSource(url: string, source: CatalogueSource, fill: string, before = ""): Promise<void> {
	const name = (id: string) => {
		const { schema, table } = parseTableId(id) ?? { schema: "", table: "" };
		return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
	};
	const list = (names: readonly string[]) => names.map(quoteIdentifier).join(", ");
	const schemas = new Set(source.tables.map(({ metadata }) => metadata.schema));
	const tables = source.tables.map(({ id, metadata }) => {
		const columns = metadata.fields.map((field) => `${quoteIdentifier(field.name)} ${field.type}`);
		const key = metadata.key.length === 0 ? [] : [`PRIMARY KEY (${list(metadata.key)})`];
		return `CREATE TABLE ${name(id)} (${[...columns, ...key].join(", ")})`;
	});
	const keys = source.tables.flatMap(({ id, metadata }) =>
		(metadata.references ?? []).map(
			({ fields, table, to }) =>
				`ALTER TABLE ${name(id)} ADD FOREIGN KEY (${list(fields)}) REFERENCES ${name(table)} (${list(to)})`,
		),
	);
	await onDatabase(url, async (client) => {
		for (const schema of schemas) await client.query(`CREATE SCHEMA ${quoteIdentifier(schema)}`);
		for (const sql of [before, ...tables, fill, ...keys, "ANALYZE"]) await client.query(sql);
	});
}

/** Works on a database as its owner, for arranging and looking at what came of it. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client(url);
	try {
		await client.connect();
		return await work(client);
	} finally {
		await client.end();
	}
}

/** The rows of a query as arrays of text, dates and numbers as PostgreSQL writes them. */
export async function rowsOf(url: string, sql: string): Promise<readonly (readonly (string | null)[])[]> {
	return onDatabase(url, async (client) => {
		await client.query("SET TimeZone = 'UTC'");
		const types = { getTypeParser: () => (value: unknown) => value } as unknown as pg.CustomTypesConfig;
		const { rows } = await client.query({ text: sql, rowMode: "array", types });
		return rows as (string | null)[][];
	});
}

/** A request of the source for these fields by id, each with its treatment. */
export function makeRequest(
	fields: Readonly<Record<string, Treatment>>,
	more: Partial<SharingRequest> = {},
): SharingRequest {
	return {
		schemaVersion: 1,
		title: "Sepsis outcomes",
		requester: "robin-reid",
		organisation: "hampton-hospital",
		team: ["robin-reid"],
		summary: "What the project does.",
		benefit: "What patients gain.",
		purposes: ["DUO:0000006"],
		law: {
			role: "controller",
			article6: "6(1)(e)",
			article9: "9(2)(j)",
			schedule1: "paragraph 4",
			hospital: { role: "controller", article6: "6(1)(e)", article9: "9(2)(j)", schedule1: "paragraph 4" },
			confidentiality: {
				basis: "section-251",
				reference: "23/CAG/0042",
				expires: "2030-01-01",
				nationalOptOut: "applies",
			},
			dpia: "DPIA-1",
		},
		agreement: "in-house",
		source: "ward",
		cohort: [{ field: "ward.patients.patient_id", is_null: false }],
		fields: Object.entries(fields).map(([field, treatment]) => ({ field, treatment, reason: "Needed for the study." })),
		delivery: { format: "csv", schedule: "once" },
		retention: { months: 12, destruction: "Overwritten." },
		acceptedTerms: [],
		...more,
	};
}

/** A policy with these limits. */
export function makePolicy(limits: { minCohort?: number; minRows?: number; k?: number } = {}): Policy {
	const limit = (value: number) => ({ value, source: "test" });
	return {
		schemaVersion: 1,
		approvals: [],
		governanceApprovals: ["data-custodian", "caldicott-guardian"],
		treatments: { "direct-identifier": [], "quasi-identifier": [], "special-category": [], ordinary: [] },
		disclosure: {
			minCohort: limit(limits.minCohort ?? 1),
			minRows: limit(limits.minRows ?? 1),
			kAnonymity: limit(limits.k ?? 1),
		},
		dateShift: { maxDays: 30 },
		retention: { maxMonths: 60 },
		countBands: [5, 10, 100],
		recoveryKeys: [],
	};
}

/** The records that a plan needs. */
export function makeRecords(source: CatalogueSource, more: Partial<PlanRecords> = {}): PlanRecords {
	return { catalogue: { sources: [source] }, policy: makePolicy(), vocabularies: new Map(), ...more };
}
