import { join } from "node:path";
import { parse, stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { checkRepository } from "../../scripts/check/repository.ts";
import { formatEntry } from "../../scripts/dictionary/entry.ts";
import { formatTableId } from "../../scripts/dictionary/field-id.ts";
import { headingLine } from "../../scripts/dictionary/sections.ts";
import { memoryTree } from "../../scripts/git/file-tree.ts";
import { sourcesFile } from "../../scripts/records/paths.ts";
import type { FormatName } from "../../scripts/schema/formats.ts";
import type { DictionaryEntry, SourceList } from "../../scripts/schema/types.ts";
import { validate } from "../../scripts/schema/validate.ts";
import { answer, approvedAt, deliver, makeQuery, manifestOf, record } from "../audit/delivery-maker.ts";
import { makeKeys, makeRecords, patientPage, recordFiles, request } from "./records.ts";
import { commit, makeRepository } from "./repository.ts";

/**
 * Texts that hurt a page which takes them for anything but text, each ended by what tells that it stands there whole.
 * The longest that a place accepts is put there.
 */
export const hostileTexts = [
	`<script>hurt()</script>"><img src=x onerror="hurt()"> ' onmouseover=hurt() </textarea></style></title></svg><svg onload=hurt()>{{hurt()}} \${hurt()} ]]> --> javascript:hurt() [here](javascript:hurt()) <javascript:hurt()> ![x](x" onerror=hurt()) &#106;avascript:hurt() &lt;b&gt; \u202Etxt.exe\u202C __proto__ %3Cscript%3E end`,
	`"><img src=x onerror=hurt()> ]]> {{1}} end`,
	`<script>hurt()</script>`,
	`<svg onload=hurt()>`,
	`javascript:hurt()`,
] as const;

/** Names that a database lets its tables and columns have. */
export const hostileNames = [
	"__proto__",
	"constructor",
	"<script>hurt()</script>",
	`"><img src=x onerror=hurt()>`,
	"javascript:hurt()",
	"{{hurt()}}",
	"a.b",
	'with "quotes"',
	"`code` and [link](javascript:hurt())",
	"]]> --> |",
	"\u202Egnp.exe",
	"../../../index",
	"ß".repeat(31),
	"n".repeat(63),
] as const;

/** Markdown that must come to nothing but text. */
const hostileWords = `
${hostileTexts[0]}

<script>hurt()</script>

<img src=x onerror=hurt()>

[reference][it] [data](data:text/html,<script>hurt()</script>) [vb](vbscript:hurt()) [other](//elsewhere.example/x) <https://elsewhere.example/"onmouseover=hurt()> ![picture](https://elsewhere.example/x.png)

| table | of |
| --- | --- |
| <svg onload=hurt()> | \`<script>hurt()</script>\` |

\`\`\`html" onload="hurt()
</code></pre><script>hurt()</script>
\`\`\`

[it]: javascript:hurt() "x\\" onmouseover=hurt()"
`;

const namesTable = `"><svg onload=hurt()> __proto__`;

const requestFile = "requests/sepsis/request.yml";
const patientsFile = "dictionary/sources/hampton/clinical.patients.md";

/**
 * Makes a small records repository whose every text is hostile: wherever the schemas and `hub check` let something else
 * through than what stood there, it is put there.
 */
export async function makeHostileRecords(folder: string): Promise<void> {
	const keys = makeKeys(join(folder, "keys"));
	const law = {
		...request.law,
		confidentiality: { basis: "section-251", reference: "24/CAG/1", expires: "2036-01-01", nationalOptOut: "applies" },
	};
	const written: Files = { ...recordFiles(keys), [requestFile]: stringify({ ...request, law }), ...furtherFiles };
	const files = await hostileFiles({
		...written,
		[sourcesFile]: withNamesTable(written[sourcesFile] ?? ""),
		// A request under section 251 needs a column that says who objects.
		[patientsFile]: patientPage().replace(
			/^( +- name: )mood$/m,
			"$1objects\n    type: boolean\n    nullable: false\n$1mood",
		),
	});
	// `makeRecords` begins from the template in its folder.
	const { [requestFile]: asked = "", ...others } = files;
	makeRepository(join(folder, "template-records"));
	commit(join(folder, "template-records"), others, `Robbie" onload=hurt() {{hurt()}}`, hostileTexts[0]);
	commit(join(folder, "template-records"), { [requestFile]: asked }, "Rita Research", hostileTexts[0]);
	const root = makeRecords(folder, "records", keys);
	const decide = (who: "robbie" | "ingrid", decision: "approve" | "return", reason?: string) =>
		approve({ root, project: "sepsis", key: keys[who].file, decision, now: approvedAt, ...(reason && { reason }) });
	await decide("ingrid", "return", hostileTexts[0]);
	await decide("robbie", "approve", hostileTexts[0]);
	await decide("ingrid", "approve");
	const { share } = await manifestOf(root, keys);
	const path = "requests/sepsis/deliveries/0001/queries/1";
	const query = await record(
		root,
		`${path}.json`,
		{ ...makeQuery(share), owner: hostileTexts[1], expected: hostileTexts[1] },
		keys.hub.file,
		"query",
	);
	await record(root, `${path}.answer.json`, { ...answer(query), reason: hostileTexts[0] }, keys.leo.file, "answer");
	await deliver(root, keys, "0001", null, {
		checks: [{ check: "minimum-cohort", result: "passed", says: hostileTexts[1] }],
	});
}

/** What the small records repository does not have of itself. */
const furtherFiles = {
	"dictionary/glossary/harm.md":
		"---\nschemaVersion: 1\ntitle: Harm\nsynonyms:\n  - Hurt\nexamples:\n  - None\n---\n\nWords.\n",
	"dictionary/products/harm.md":
		"---\nschemaVersion: 1\ntitle: Harm\nsource: hampton\naudience: All\nrefresh: Daily\nowner: Laboratory\nfields:\n  - { field: clinical.patients.sex, treatment: keep }\n---\n\nWords.\n",
	"dictionary/sources/hampton/names.md": namesPage(),
};

/** The list of sources with the further table, which a department answers for. */
function withNamesTable(list: string): string {
	const sources = parse(list) as SourceList;
	const table = {
		[formatTableId({ schema: "clinical", table: namesTable })]: { class: "reference", owner: "Laboratory" },
	};
	return stringify({
		...sources,
		sources: sources.sources.map((source) => ({
			...source,
			tables: { ...(source.kind === "postgresql" && source.tables), ...table },
			optOut: { field: "clinical.patients.objects" },
		})),
	});
}

function namesPage(): string {
	const metadata: DictionaryEntry = {
		schemaVersion: 1,
		source: "hampton",
		schema: "clinical",
		table: namesTable,
		kind: "table",
		surveyed: "2026-01-05",
		comment: "A comment",
		rows: "100 or more",
		key: [hostileNames[0]],
		references: [{ fields: [hostileNames[2]], table: "clinical.patients", to: ["patient_id"] }],
		checks: ["a > 0"],
		fields: hostileNames.map((name) => ({ name, type: "text", nullable: true, values: ["a"], comment: "A comment" })),
	};
	// The last one has still to be described.
	const sections = hostileNames
		.slice(0, -1)
		.map((name) => `${headingLine(name)}\n\nWords.\n\n- Sensitivity: ordinary\n- Unit: mmol/L\n`);
	return formatEntry(metadata, `\nWords.\n\n${sections.join("\n")}`);
}

type Files = Readonly<Record<string, string>>;

/** The files with everything in them made hostile that the schemas and `hub check` let through. */
export async function hostileFiles(files: Files): Promise<Files> {
	let made: Files = Object.fromEntries(
		Object.entries(files).map(([path, text]) => [
			path,
			text.replaceAll(/^(?:Words|One row for each patient)\.$/gm, `Words. ${hostileWords}`),
		]),
	);
	const broken = await errorsOf(made);
	if (broken.length > 0) throw new Error(`The records break their rules of themselves: ${broken.join("; ")}`);
	for (const [path, text] of Object.entries(made)) {
		const format = formats.find(([start]) => path.startsWith(start))?.[1];
		if (format === undefined) continue;
		const [, front = text, body] = /^---\n(.*?)^---\n(.*)$/ms.exec(text) ?? [];
		const record: unknown = parse(front);
		const write = (): Files => ({
			...made,
			[path]: body === undefined ? stringify(record) : `---\n${stringify(record)}---\n${body}`,
		});
		await putAll(
			places(record, format).flatMap((place) => harm(place, () => validate(format, record).length === 0)),
			async () => isAccepted(write()),
		);
		made = write();
	}
	return made;
}

const formats: readonly (readonly [string, FormatName])[] = [
	["dictionary/sources.yml", "sources"],
	["dictionary/sources/", "dictionaryEntry"],
	["dictionary/glossary/", "glossaryTerm"],
	["dictionary/products/", "product"],
	["dictionary/vocabulary/", "vocabulary"],
	["requests/governance/policy.yml", "policy"],
	["requests/governance/organisations.yml", "organisations"],
	["requests/governance/people.yml", "people"],
	["requests/governance/agreements/", "agreement"],
	[requestFile, "request"],
];

/** A place of a record that holds a text. */
interface Place {
	readonly holder: Record<string, unknown>;
	readonly key: string;
}

/** What the names of a dictionary page's table and fields stand under: those are hostile from the beginning. */
const names: ReadonlySet<string> = new Set(["source", "schema", "table", "name", "key", "references"]);

function places(value: unknown, format: FormatName): readonly Place[] {
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, item]) => {
		if (format === "dictionaryEntry" && names.has(key)) return [];
		return typeof item === "string" ? [{ holder: value as Place["holder"], key }] : places(item, format);
	});
}

/** Something hostile to be put in a place, and taken out of it again. */
interface Harm {
	readonly put: () => void;
	readonly undo: () => void;
}

/** The longest hostile text that a place's schema accepts; none where it accepts none. The place is left as it is. */
function harm({ holder, key }: Place, isValid: () => boolean): readonly Harm[] {
	const before = holder[key];
	const set = (text: unknown) => () => void (holder[key] = text);
	const text = hostileTexts.find((hostile) => {
		set(hostile)();
		return isValid();
	});
	set(before)();
	return text === undefined ? [] : [{ put: set(text), undo: set(before) }];
}

/** Puts as many as are accepted: all at once, or else each half for itself. */
async function putAll(harms: readonly Harm[], isAccepted: () => Promise<boolean>): Promise<void> {
	if (harms.length === 0) return;
	for (const { put } of harms) put();
	if (await isAccepted()) return;
	for (const { undo } of harms) undo();
	if (harms.length === 1) return;
	const half = Math.ceil(harms.length / 2);
	await putAll(harms.slice(0, half), isAccepted);
	await putAll(harms.slice(half), isAccepted);
}

async function isAccepted(files: Files): Promise<boolean> {
	return (await errorsOf(files)).length === 0;
}

async function errorsOf(files: Files): Promise<readonly string[]> {
	const tree = memoryTree("hostile", new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));
	const { issues } = await checkRepository(tree, "2026-03-31");
	return issues.filter(({ severity }) => severity === "error").map(({ file, message }) => `${file}: ${message}`);
}
