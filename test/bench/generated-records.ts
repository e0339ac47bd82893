import { join } from "node:path";
import { stringify } from "yaml";
import { formatEntry } from "../../scripts/dictionary/entry.ts";
import { headingLine } from "../../scripts/dictionary/sections.ts";
import type { DictionaryEntry, FieldMetadata } from "../../scripts/schema/types.ts";
import { makeKeys, recordFiles } from "../support/records.ts";
import { commit, makeRepository } from "../support/repository.ts";

/** How large generated records are. */
export interface RecordsSize {
	readonly tables: number;
	readonly fields: number;
}

const things =
	"admission allergy appointment assessment bed biopsy blood_gas booking cancer care_plan clinic consent consultant contact culture delivery diagnosis discharge dose drug episode equipment ethnicity fluid gp_practice handover height imaging implant infection infusion insurer invoice kin lab_order letter maternity medication microbiology neonate note nurse observation operation outcome oxygen pathway pathology patient pharmacy physio plan procedure provider radiology referral request result review risk sample scan scheme screening slot specimen staff stay surgery symptom theatre therapy transfer transfusion triage vaccine visit waiting_list ward wound".split(
		" ",
	);
const kinds =
	"audit code comment event flag group history index item link list log map member order part record set step type".split(
		" ",
	);
const facts =
	"amount at band by category class code comment count date day description duration end flag grade id kind level location method name note number outcome place priority reason reference score site source start status text time type unit value version".split(
		" ",
	);
const types = ["integer", "text", "date", "numeric(8,2)", "timestamp with time zone", "boolean", "uuid"];
const owners = ["Pathology", "Health Records", "Pharmacy", "Radiology"];
const pick = <T>(from: readonly T[], at: number): T => from[at % from.length] as T;

/**
 * Makes a records repository whose dictionary is as large as asked, always the same: names as hospitals have them, two
 * foreign keys a table, every table and two fields in three described, a glossary that fields link to.
 *
 * @returns where it is
 */
export function generateRecords(folder: string, { tables, fields }: RecordsSize): string {
	const root = makeRepository(join(folder, "records"));
	const keys = makeKeys(join(folder, "keys"));
	const {
		"dictionary/sources/hampton/clinical.patients.md": _,
		"requests/sepsis/request.yml": __,
		...others
	} = recordFiles(keys);
	const numbers = Array.from({ length: tables }, (_, number) => number);
	const entries = numbers.map((number) => tableFacts(number, { tables, fields }));
	const source = {
		id: "generated",
		title: "Generated",
		kind: "postgresql",
		connection: "BENCH_DATABASE_URL",
		schemas: ["s0", "s1", "s2", "s3"],
		patient: { table: idOf(0), key: "id" },
		tables: Object.fromEntries(
			numbers.map((number) => [
				idOf(number),
				{ class: number === 0 ? "patient" : "reference", owner: pick(owners, number) },
			]),
		),
	};
	const pages = entries.map(
		(entry) =>
			[`dictionary/sources/generated/${entry.schema}.${entry.table}.md`, formatEntry(entry, body(entry))] as const,
	);
	const terms = things.map((thing) => {
		const title = thing.replaceAll("_", " ");
		return [
			`dictionary/glossary/${thing.replaceAll("_", "-")}.md`,
			`---\n${stringify({ schemaVersion: 1, title: `${title[0]?.toUpperCase()}${title.slice(1)}`, synonyms: [`${title} record`] })}---\n\nWhat the hospital calls a ${title}.\n`,
		] as const;
	});
	const files = {
		...others,
		"dictionary/sources.yml": stringify({ schemaVersion: 1, sources: [source] }),
		...Object.fromEntries(terms),
		...Object.fromEntries(pages),
	};
	// In parts, as a command line can name only so many files.
	const paths = Object.entries(files);
	for (let at = 0; at < paths.length; at += 500)
		commit(root, Object.fromEntries(paths.slice(at, at + 500)), "Robbie Records", "Survey");
	return root;
}

function nameOf(number: number): string {
	const [thing, kind] = [pick(things, number), pick(kinds, Math.floor(number / things.length))];
	const round = Math.floor(number / (things.length * kinds.length));
	return `${thing}_${kind}${round === 0 ? "" : `_${round}`}`;
}

function idOf(number: number): string {
	return `s${number % 4}.${nameOf(number)}`;
}

function tableFacts(number: number, { tables, fields }: RecordsSize): DictionaryEntry {
	const count = Math.floor(((number + 1) * fields) / tables) - Math.floor((number * fields) / tables);
	// A table refers only to tables before it, so the first to none.
	const targets = [...new Set(number === 0 ? [] : [(number * 7) % number, (number * 13 + 5) % number])].slice(
		0,
		count - 1,
	);
	const field = (name: string, type: string, nullable = true): FieldMetadata => ({
		name,
		type,
		nullable,
		missing: "under 5 %",
		distinct: "100 or more",
	});
	const referring = targets.map((to) => `${nameOf(to)}_id`);
	const own = Array.from({ length: count - 1 - targets.length }, (_, at) => {
		const name = `${pick(things, number * 3 + at * 11)}_${pick(facts, number + at * 5)}`;
		return at < 20 ? name : `${name}_${at}`;
	});
	const names = [...new Set(["id", ...referring, ...own])];
	const missing = Array.from({ length: count - names.length }, (_, at) => `further_${at + 1}`);
	return {
		schemaVersion: 1,
		source: "generated",
		schema: `s${number % 4}`,
		table: nameOf(number),
		kind: "table",
		surveyed: "2026-01-01",
		comment: `Table number ${number}.`,
		rows: "100 or more",
		key: ["id"],
		...(targets.length > 0 && {
			references: targets.map((to, at) => ({ fields: [referring[at] ?? ""], table: idOf(to), to: ["id"] })),
		}),
		fields: [...names, ...missing].map((name, at) =>
			field(name, at <= targets.length ? "integer" : pick(types, number + at), at > 0),
		),
	};
}

function description({ table, key }: DictionaryEntry, name: string, at: number): string {
	if (at % 3 === 2) return "";
	const thing = pick(things, at * 17 + table.length);
	return `What the ward writes into *${name.replaceAll("_", " ")}* at each ${thing.replaceAll("_", " ")}, as taken over from \`${table}\`. Entered by hand, and corrected within a week; see [${thing.replaceAll("_", " ")}](../../glossary/${thing.replaceAll("_", "-")}.md)${key.includes(name) ? " and the key" : ""}.`;
}

function body(entry: DictionaryEntry): string {
	const sections = entry.fields.map(({ name }, at) => {
		const words = description(entry, name, at);
		return words === ""
			? headingLine(name)
			: `${headingLine(name)}\n\n${words}\n\n- Sensitivity: ordinary\n- Unit: mmol/L\n- Values: \`F\` = female; \`M\` = male`;
	});
	return `\n${[`# ${entry.table.replaceAll("_", " ")}`, "One row is one visit, as the ward sees it.", ...sections].join("\n\n")}\n`;
}
