import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { formatEntry } from "../../scripts/dictionary/entry.ts";
import { headingLine } from "../../scripts/dictionary/sections.ts";
import type { DictionaryEntry, FieldMetadata } from "../../scripts/schema/types.ts";
import type { DatabaseSize } from "./generated-database.ts";

const types = ["integer", "text", "date", "numeric(8,2)", "timestamp with time zone", "boolean", "uuid"];
const owners = ["Pathology", "Health Records", "Pharmacy", "Radiology"];

/**
 * Writes the list of sources and as many pages, fields and foreign keys, always the same, as a hospital has them half
 * way: every second field is described, with its attributes, and every table.
 *
 * @param root an empty folder
 */
export async function generateDictionary(root: string, size: DatabaseSize): Promise<void> {
	const folder = join(root, "dictionary/sources/generated");
	await mkdir(folder, { recursive: true });
	const numbers = Array.from({ length: size.tables }, (_, number) => number);
	const source = {
		id: "generated",
		title: "Generated",
		kind: "postgresql",
		connection: "BENCH_DATABASE_URL",
		schemas: ["s1"],
		patient: { table: "s1.t0", key: "t0_id" },
		tables: Object.fromEntries(
			numbers.map((number) => [`s1.t${number}`, { class: "patient", owner: owners[number % owners.length] }]),
		),
	};
	await writeFile(join(root, "dictionary/sources.yml"), stringify({ schemaVersion: 1, sources: [source] }));
	for (const number of numbers) {
		const facts = tableFacts(number, size);
		await writeFile(join(folder, `s1.${facts.table}.md`), formatEntry(facts, body(facts)));
	}
}

function tableFacts(number: number, { tables, columns, references }: DatabaseSize): DictionaryEntry {
	const share = (all: number, at: number, of: number) =>
		Math.floor(((at + 1) * all) / of) - Math.floor((at * all) / of);
	// A table refers only to tables before it, so the first to none.
	const referring = number === 0 ? 0 : share(references, number - 1, tables - 1);
	const targets = Array.from({ length: referring }, (_, at) => (number * 7 + at * 13) % number);
	const rest = Math.max(0, share(columns, number, tables) - 1 - referring);
	const field = (name: string, type: string, nullable = true): FieldMetadata => ({
		name,
		type,
		nullable,
		missing: "under 5 %",
		distinct: "100 to 999",
	});
	return {
		schemaVersion: 1,
		source: "generated",
		schema: "s1",
		table: `t${number}`,
		kind: "table",
		surveyed: "2026-01-01",
		comment: `Table number ${number}.`,
		rows: "1,000 to 9,999",
		key: [`t${number}_id`],
		...(targets.length > 0 && {
			references: targets.map((to, at) => ({ fields: [`r${at}_id`], table: `s1.t${to}`, to: [`t${to}_id`] })),
		}),
		fields: [
			field(`t${number}_id`, "integer", false),
			...targets.map((_, at) => field(`r${at}_id`, "integer")),
			...Array.from({ length: rest }, (_, at) => field(`c${at}`, types[(number + at) % types.length] ?? "text")),
		],
	};
}

function body({ table, fields }: DictionaryEntry): string {
	const sections = fields.map(({ name }, at) => {
		if (at % 2 === 1) return headingLine(name);
		const description = `What the ward writes into ${name} of ${table}, *once* a visit, as \`${name}\`.\n\nSee the handbook.`;
		return `${headingLine(name)}\n\n${description}\n\n- Sensitivity: ordinary\n- Unit: mmol/L\n- Values: \`F\` = female; \`M\` = male`;
	});
	return `\n${[`# Table ${table}`, "One row is one visit.", ...sections].join("\n\n")}\n`;
}
