import { readFileSync } from "node:fs";

const folder = new URL("../fixtures/", import.meta.url);

/** Rows of a CSV file of our fixtures, by column: commas inside double quotes are kept, quotes and line breaks do not occur. */
export function readRows(file: string): readonly Readonly<Record<string, string>>[] {
	const [head = [], ...rows] = readFileSync(new URL(file, folder), "utf8")
		.trimEnd()
		.split("\n")
		.map(
			(line) =>
				line.match(/("[^"]*"|[^,]*)(?:,|$)/g)?.map((cell) => cell.replace(/,$/, "").replace(/^"|"$/g, "")) ?? [],
		);
	return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""])));
}
