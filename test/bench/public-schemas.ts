import { formatTableId } from "../../scripts/dictionary/field-id.ts";
import type { DictionaryEntry, Sensitivity, Source } from "../../scripts/schema/types.ts";
import { explainSuggestions } from "../../scripts/sensitivity/explain.ts";
import { type LabelledTable, readLabelledTables } from "./labelled-columns.ts";

/** The labelled tables of one public schema as a survey would find them, with those of its foreign keys that stay among them. */
export interface PublicSchema {
	readonly source: Source;
	readonly tables: readonly DictionaryEntry[];
	/** The labels of each table's columns, by the table's id. */
	readonly labels: ReadonlyMap<string, readonly Sensitivity[]>;
}

/** The labelled schemas that declare foreign keys, at least one of them to another labelled table with a key of one column. */
export function readPublicSchemas(): readonly PublicSchema[] {
	return [...Map.groupBy(readLabelledTables(), ({ source }) => source.id).values()]
		.map(readSchema)
		.filter(({ tables }) => tables.some(({ references = [] }) => references.length > 0));
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
