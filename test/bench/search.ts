import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { makeNameSearch } from "../../site/src/search/name-search.ts";
import { generateNames, generateWords } from "./generated-names.ts";
import { timeRounds } from "./rounds.ts";
import { formatTable } from "./table.ts";

/** What people ask: whole names, parts, several words, one letter, slips, what nothing is called. */
const queries = [
	"a",
	"pat",
	"patient",
	"date",
	"patient.dob",
	"date of birth",
	"id",
	"code",
	"admission date time",
	"wieght",
	"zzqx",
	"s1.patient.",
	"reference number of the prescription",
	"admitted",
	"haemoglobinn",
];
const limit = 50;

/** Loads and asks the search by name, with the words that are told of fields, at several sizes of catalogue. Flags: `--fields` (several), `--rounds`. */
export async function run(flags: readonly string[], print: (line: string) => void): Promise<void> {
	const { values } = parseArgs({
		args: [...flags],
		options: {
			fields: { type: "string", multiple: true, default: ["11000", "100000"] },
			rounds: { type: "string", default: "9" },
		},
	});
	const rounds = Number(values.rounds);
	const rows = [
		["fields", "kB", "kB gzip", "words kB gzip", "load ms", "ask ms (median)", "slowest", "slowest question"],
	];
	for (const size of values.fields.map(Number)) {
		const text = JSON.stringify(generateNames(size));
		const words = JSON.stringify(generateWords(size));
		const load = await timeRounds(3, () => makeNameSearch(JSON.parse(text), JSON.parse(words)));
		const search = makeNameSearch(JSON.parse(text), JSON.parse(words));
		const asked = [];
		for (const query of queries) asked.push({ query, ...(await timeRounds(rounds, () => search(query, limit))) });
		asked.sort((one, other) => one.median - other.median);
		const slowest = asked.at(-1);
		rows.push([
			String(size),
			(text.length / 1000).toFixed(0),
			(gzipSync(text).length / 1000).toFixed(1),
			(gzipSync(words).length / 1000).toFixed(1),
			load.median.toFixed(0),
			(asked[Math.floor(asked.length / 2)]?.median ?? 0).toFixed(1),
			(slowest?.median ?? 0).toFixed(1),
			slowest?.query ?? "",
		]);
	}
	for (const line of formatTable(rows)) print(line);
	print("Aim: 60 kB gzip at 11,000 fields; 30 ms for an answer at 100,000.");
}
