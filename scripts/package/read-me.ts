import { formatDay, londonDay } from "../document/day.ts";
import type { PackageContents } from "./contents.ts";
import { packageFormats } from "./formats.ts";

/** The package's `readme.txt`: what it is, how to read it, what its recipient has agreed to. */
export function readMe(
	{ project, delivery, title, at, tables, objections, format }: PackageContents,
	terms: readonly string[],
): Buffer {
	const { files, advice } = packageFormats[format].readMe;
	const lines = [
		title,
		`Delivery ${delivery} of the project ${project}. The data are as the hospital had them on ${formatDay(londonDay(at))}.`,
		"",
		"These are patient data. Handle them as the terms in this package say:",
		...terms.map((name) => `  terms/${name}.md`),
		"Nobody can read the package's files without its password. Their names and sizes, which are those of the tables and",
		"grow with their rows, anybody who has the .zip file can see: do not pass that on either.",
		"",
		"Patients' objections to sharing:",
		...objections.map((sentence) => `  ${sentence}`),
		"",
		files,
		...tables.map(({ file }) => `  ${file}`),
		"",
		...advice,
		"",
		"What each column means: field-dictionary.md to read, field-dictionary.csv as a table.",
		"For programs that read Data Packages (https://datapackage.org): datapackage.json.",
		"",
		"salt.txt is what an auditor needs to compare these files with the hospital's signed manifest:",
		"the manifest holds, for each file, the SHA-256 of the 32 bytes that salt.txt spells out, followed by the file.",
	];
	return Buffer.from(`${lines.join("\n")}\n`, "utf8");
}
