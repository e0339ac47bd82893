import { formatTableId } from "../../scripts/dictionary/field-id.ts";
import type { DictionaryEntry, Sensitivity, Source } from "../../scripts/schema/types.ts";
import { explainSuggestions } from "../../scripts/sensitivity/explain.ts";
import { readRows } from "./fixture-rows.ts";
import { type LabelledTable, readLabelledTables } from "./labelled-columns.ts";

/** The tables of one public schema as a survey would find them, with those of its foreign keys that stay among them. */
export interface PublicSchema {
	readonly source: Source;
	readonly tables: readonly DictionaryEntry[];
	/** The labels of each table's columns, by the table's id; none where nobody has labelled it. */
	readonly labels: ReadonlyMap<string, readonly Sensitivity[]>;
}

/**
 * The public schemas that declare foreign keys: the labelled ones, as far as their keys have one column, and a whole
 * laboratory system with its unique keys, without labels.
 */
export function readPublicSchemas(): readonly PublicSchema[] {
	const labelled = [...Map.groupBy(readLabelledTables(), ({ source }) => source.id).values()].map(readSchema);
	const all = [...labelled, readLaboratory()];
	return all.filter(({ tables }) => tables.some(({ references = [] }) => references.length > 0));
}

const laboratory: Source = {
	...{ id: "openelis", title: "OpenELIS", kind: "postgresql", connection: "NONE", schemas: ["openelis"] },
	patient: { table: "openelis.patient", key: "id" },
};

function readLaboratory(): PublicSchema {
	const tables = Map.groupBy(readRows("links/openelis.csv"), ({ table = "" }) => table);
	return {
		source: laboratory,
		tables: [...tables].map(([table, columns]) => laboratoryTable(table, columns)),
		labels: new Map(),
	};
}

function laboratoryTable(table: string, columns: ReturnType<typeof readRows>): DictionaryEntry {
	const named = { schema: "openelis", table };
	const key = columns.flatMap((row) => (row.key === "primary" ? [row.column ?? ""] : []));
	const fields = columns.map(({ column = "", type = "" }) => ({ name: column, type }));
	const suggested = explainSuggestions({ ...named, key, fields }, laboratory);
	const numbers = new Set(columns.flatMap(({ unique = "" }) => unique.split(" ").filter((each) => each !== "")));
	return {
		...{ schemaVersion: 1, source: "openelis", ...named, kind: "table", surveyed: "2026-11-30", rows: "unknown" },
		key,
		uniqueKeys: [...numbers].map((number) =>
			columns.filter(({ unique = "" }) => unique.split(" ").includes(number)).map(({ column = "" }) => column),
		),
		references: columns.flatMap(({ column = "", references = "" }) => {
			const [other, to] = references.split(".");
			return other && to
				? [{ fields: [column], table: formatTableId({ schema: "openelis", table: other }), to: [to] }]
				: [];
		}),
		fields: columns.map(({ column = "", type = "", nullable }) => {
			const sensitivity = suggested.get(column)?.sensitivity;
			return { name: column, type, nullable: nullable === "yes", ...(sensitivity && { suggested: sensitivity }) };
		}),
	};
}

function readSchema(labelled: readonly LabelledTable[]): PublicSchema {
	const keys = new Map(labelled.map(({ metadata }) => [formatTableId(metadata), metadata.key]));
	const [{ source }] = labelled as [LabelledTable];
	const [key = ""] = keys.get(source.patient.table) ?? [];
	const patient = { ...source.patient, key };
	return {
		source: { ...source, patient },
		tables: labelled.map((table) => entryOf(table, keys)),
		labels: new Map(labelled.map(({ metadata, labels }) => [formatTableId(metadata), [...labels.values()]])),
	};
}

function entryOf({ metadata, source }: LabelledTable, keys: ReadonlyMap<string, readonly string[]>): DictionaryEntry {
	const { schema, table, key, references = [], fields } = metadata;
	// Without its foreign keys, as the proposals are to find them.
	const suggested = explainSuggestions({ schema, table, key, fields }, source);
	return {
		...{ schemaVersion: 1, source: source.id, schema, table, kind: "table", surveyed: "2026-11-30", rows: "unknown" },
		key: [...key],
		references: references.flatMap(({ fields: columns, table: other }) => {
			const target = keys.get(other) ?? [];
			return target.length === columns.length ? [{ fields: columns, table: other, to: [...target] }] : [];
		}),
		fields: fields.map(({ name, type = "text" }) => {
			const sensitivity = suggested.get(name)?.sensitivity;
			return { name, type, nullable: !key.includes(name), ...(sensitivity && { suggested: sensitivity }) };
		}),
	};
}
