import { explainSuggestions } from "../../scripts/sensitivity/explain.ts";
import {
	confusionOf,
	type LabelledTable,
	readLabelledTables,
	recallAndPrecision,
	sensitivities,
} from "./labelled-columns.ts";
import { tellRounds, timeRounds } from "./rounds.ts";
import { formatTable } from "./table.ts";

const rounds = 9;

/** Prints recall, precision and confusion of the suggestions for both parts of the fixture, and how long they take. */
export async function run(_: readonly string[], print: (line: string) => void): Promise<void> {
	const tables = readLabelledTables();
	for (const part of ["tuning", "held-out"] as const) {
		const some = tables.filter((table) => table.part === part);
		const schemas = new Set(some.map(({ source }) => source.title));
		print(`${part}: ${columnCount(some)} columns of ${[...schemas].join("; ")}`);
		for (const line of formatTable(figures(some))) print(`  ${line}`);
		print("");
	}
	print("A row a label, a column a suggestion. Labels, sources and first figures: test/fixtures/sensitivity/README.md");
	const times = await timeRounds(rounds, () =>
		tables.map(({ metadata, source }) => explainSuggestions(metadata, source)),
	);
	print(`All ${columnCount(tables)} suggestions: ${tellRounds(times)}`);
}

function figures(tables: readonly LabelledTable[]): readonly (readonly string[])[] {
	const confusion = confusionOf(tables);
	const percent = (share: number) => (share * 100).toFixed(1);
	return [
		["label", ...sensitivities, "none", "recall %", "precision %"],
		...sensitivities.map((label) => {
			const { recall, precision } = recallAndPrecision(confusion, label);
			const counts = [...sensitivities, "none" as const].map((suggestion) => String(confusion[label][suggestion]));
			return [label, ...counts, percent(recall), percent(precision)];
		}),
	];
}

function columnCount(tables: readonly LabelledTable[]): number {
	return tables.reduce((sum, { labels }) => sum + labels.size, 0);
}
