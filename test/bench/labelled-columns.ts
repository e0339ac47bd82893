import { formatTableId } from "../../scripts/dictionary/field-id.ts";
import type { Sensitivity, Source } from "../../scripts/schema/types.ts";
import { explainSuggestions } from "../../scripts/sensitivity/explain.ts";
import { readRows } from "./fixture-rows.ts";

/** Which schemas the rules were made on, and which they were only tried on. */
export type Part = "tuning" | "held-out";

/** A table of a public schema with a label for each column, given by hand. */
export interface LabelledTable {
	readonly part: Part;
	readonly source: Source;
	readonly metadata: Parameters<typeof explainSuggestions>[0];
	readonly labels: ReadonlyMap<string, Sensitivity>;
}

/** What was suggested for the columns of one label, as counts; `none` where nothing was. */
export type Confusion = Readonly<Record<Sensitivity, Readonly<Record<Sensitivity | "none", number>>>>;

export const sensitivities = [
	"direct-identifier",
	"quasi-identifier",
	"special-category",
	"free-text",
	"ordinary",
] as const satisfies readonly Sensitivity[];

/** Reads the labelled columns. Of `sources.yml`, only the patient table is known: as in a hospital's first hour. */
export function readLabelledTables(): readonly LabelledTable[] {
	const schemas = new Map(readRows("sensitivity/schemas.csv").map((row) => [row.schema, row]));
	const tables = Map.groupBy(readRows("sensitivity/columns.csv"), ({ schema, table }) => `${schema}\0${table}`);
	return [...tables.values()].map((columns) => {
		const [first = {}] = columns;
		const { schema = "", table = "" } = first;
		const { part, patient_table: patientTable = "", title = "" } = schemas.get(schema) ?? {};
		const toTable = (name: string) => formatTableId({ schema, table: name });
		return {
			part: part as Part,
			source: {
				...{ id: schema, title, kind: "postgresql", connection: "NONE", schemas: [schema], tables: {} },
				patient: { table: toTable(patientTable), key: "" },
			},
			metadata: {
				schema,
				table,
				key: columns.filter(({ key }) => key === "primary").map(({ column = "" }) => column),
				references: columns
					.filter(({ references }) => references)
					.map(({ column = "", references = "" }) => ({ fields: [column], table: toTable(references), to: [] })),
				fields: columns.map(({ column = "", type = "" }) => ({ name: column, type })),
			},
			labels: new Map(columns.map(({ column = "", label }) => [column, label as Sensitivity])),
		};
	});
}

/** Compares suggestions with labels. */
export function confusionOf(tables: readonly LabelledTable[]): Confusion {
	const row = () => ({ ...Object.fromEntries(sensitivities.map((name) => [name, 0])), none: 0 });
	const counts = Object.fromEntries(sensitivities.map((name) => [name, row()])) as Record<
		Sensitivity,
		Record<Sensitivity | "none", number>
	>;
	for (const { metadata, source, labels } of tables) {
		const suggestions = explainSuggestions(metadata, source);
		for (const [name, label] of labels) counts[label][suggestions.get(name)?.sensitivity ?? "none"]++;
	}
	return counts;
}

/** Of the columns with this label, the share that was found; of the columns it was suggested for, the share that has it. */
export function recallAndPrecision(confusion: Confusion, of: Sensitivity): { recall: number; precision: number } {
	const labelled = Object.values(confusion[of]).reduce((sum, count) => sum + count, 0);
	const suggested = sensitivities.reduce((sum, label) => sum + confusion[label][of], 0);
	return { recall: confusion[of][of] / labelled, precision: confusion[of][of] / suggested };
}
