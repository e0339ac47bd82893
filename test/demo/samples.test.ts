import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { withClient } from "../../scripts/database/connect.ts";
import type { FieldDocumentation } from "../../scripts/dictionary/catalogue.ts";
import { readDocumentation } from "../../scripts/dictionary/documentation.ts";
import { parseEntry } from "../../scripts/dictionary/entry.ts";
import { readOutline } from "../../scripts/dictionary/sections.ts";
import type { FormatName } from "../../scripts/schema/formats.ts";
import type { Agreement, PeopleList, Policy, SharingRequest, Source, SourceList } from "../../scripts/schema/types.ts";
import { validate } from "../../scripts/schema/validate.ts";
import { type HospitalDatabase, hospitalDatabase } from "../support/database.ts";

const root = join(import.meta.dirname, "../..");
const files = (folder: string) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
const text = (path: string) => readFileSync(join(root, path), "utf8");
const read = <T>(path: string): T => parse(text(path));

const [source] = read<SourceList>("dictionary/sources.yml").sources.filter(
	({ kind }) => kind === "postgresql",
) as Source[];
const policy = read<Policy>("requests/governance/policy.yml");
const people = read<PeopleList>("requests/governance/people.yml").people;
const samples = ["sepsis-outcomes", "cardiozen-trial"];
const request = (project: string) => read<SharingRequest>(`requests/${project}/request.yml`);
const agreement = (id: string) => read<Agreement>(`requests/governance/agreements/${id}.yml`);

/** The words of every field, by field id; and what is wrong with them. */
const words = new Map<string, FieldDocumentation>();
const problems: unknown[] = [];
for (const path of files("dictionary/sources/hampton")) {
	const { body = "", issues } = parseEntry(readFileSync(join(root, path)), path);
	problems.push(...issues);
	for (const section of readOutline(body).sections) {
		const found = readDocumentation(body, section);
		problems.push(...found.issues.map((issue) => ({ ...issue, file: path })));
		words.set(`${path.split("/").at(-1)?.slice(0, -3)}.${section.heading}`, found.documentation);
	}
}

let hospital: HospitalDatabase;
beforeAll(async () => {
	hospital = await hospitalDatabase(2000);
});

function ask(query: string): Promise<Record<string, unknown>[]> {
	return withClient(
		hospital.readOnlyUrl,
		{ applicationName: "test" },
		async (client) => (await client.query(query)).rows,
	);
}

describe("the sample records", () => {
	it.each<[FormatName, string]>([
		["sources", "dictionary/sources.yml"],
		["policy", "requests/governance/policy.yml"],
		["organisations", "requests/governance/organisations.yml"],
		["people", "requests/governance/people.yml"],
		...files("dictionary/vocabulary").map((path): [FormatName, string] => ["vocabulary", path]),
		...files("requests/governance/agreements").map((path): [FormatName, string] => ["agreement", path]),
		...samples.map((project): [FormatName, string] => ["request", `requests/${project}/request.yml`]),
	])("have the format %s: %s", (format, path) => {
		expect(validate(format, read(path))).toEqual([]);
	});

	it("accept the terms exactly as they stand", () => {
		for (const { acceptedTerms, agreement: id } of samples.map(request)) {
			expect(acceptedTerms.map(({ terms }) => terms)).toEqual(agreement(id).terms);
			for (const { terms, sha256 } of acceptedTerms)
				expect(sha256).toBe(
					createHash("sha256")
						.update(text(`requests/governance/terms/${terms}.md`))
						.digest("hex"),
				);
		}
	});

	it("have an owner for every table, and a head of every owning department who can answer", () => {
		const led = people.filter(({ roles }) => roles.includes("department-lead")).map(({ department }) => department);
		for (const [table, { owner }] of Object.entries(source?.tables ?? {}))
			expect([table, led]).toEqual([table, expect.arrayContaining([owner])]);
	});

	it("cover every concern by a rule that always applies", () => {
		const always = policy.approvals.filter(({ when }) => when === "always").flatMap(({ concerns }) => concerns);
		expect([...new Set(always)].sort()).toEqual(["data", "keeping", "law", "people", "purpose"]);
	});

	it("have somebody for every role that approves, besides whoever wrote the request", () => {
		const roles = [...policy.approvals.map(({ role }) => role), ...policy.governanceApprovals];
		for (const { requester, writtenBy, team } of samples.map(request)) {
			const others = people.filter(({ id }) => ![requester, writtenBy, ...team].includes(id));
			for (const role of roles) expect(others.some((person) => person.roles.includes(role))).toBe(true);
		}
	});

	it("show every treatment between them", () => {
		const used = samples.flatMap((project) => request(project).fields.map(({ treatment }) => treatment));
		expect([...new Set(used)].sort()).toEqual(["date-shift", "keep", "pseudonymise", "redact", "year"]);
	});
});

describe("the dictionary's words", () => {
	it("can be read", () => {
		expect(problems).toEqual([]);
	});

	it("describe every table and column of the hospital, and nothing else", async () => {
		const rows = await ask(`SELECT format('%s.%s.%s', relnamespace::regnamespace, relname, attname) AS id
			FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
			WHERE relkind IN ('r', 'p', 'v') AND NOT relispartition AND attnum > 0 AND NOT attisdropped
				AND relnamespace::regnamespace::text IN (${source?.schemas.map((name) => `'${name}'`)})`);
		const ids = rows.map(({ id }) => String(id));
		expect([...words.keys()].sort()).toEqual(ids.sort());
		const tables = new Set(ids.map((id) => id.slice(0, id.lastIndexOf("."))));
		expect(Object.keys(source?.tables ?? {}).sort()).toEqual([...tables].sort());
	});

	it("say something about every field, and how sensitive it is", () => {
		const wanting = [...words].filter(([, { description, sensitivity }]) => description.length < 10 || !sensitivity);
		expect(wanting.map(([id]) => id)).toEqual([]);
	});

	it("point to glossary entries that exist", () => {
		const entries = files("dictionary/glossary").map((path) => path.split("/").at(-1)?.slice(0, -3));
		const named = [...words.values()].flatMap(({ glossary }) => glossary ?? []);
		expect(named.filter((name) => !entries.includes(name))).toEqual([]);
	});

	it("explain every code that the database allows", async () => {
		const rows =
			await ask(`SELECT format('%s.%s.%s', relnamespace::regnamespace, relname, attname) AS id, enumlabel AS value
			FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN pg_enum ON enumtypid = atttypid
			WHERE relkind IN ('r', 'p', 'v') AND NOT relispartition ORDER BY 1, 2`);
		const unexplained = rows.filter(
			({ id, value }) => !words.get(String(id))?.values?.some((one) => one.value === value),
		);
		expect(unexplained).toEqual([]);
	});

	it.each(samples)("allow what %s asks for", (project) => {
		const { fields, agreement: id } = request(project);
		const refused = fields.filter(({ field, treatment }) => {
			const sensitivity = words.get(field)?.sensitivity;
			if (sensitivity === undefined || sensitivity === "free-text") return true;
			return !policy.treatments[sensitivity].includes(treatment) || !agreement(id).sensitivities.includes(sensitivity);
		});
		expect(refused).toEqual([]);
	});
});

// The cohorts in words of our own, so that an error in the hub's compiler cannot hide here.
const cohorts = {
	"sepsis-outcomes": `SELECT patient_id, sex, birth_decade FROM clinical.patients WHERE sex IN ('F', 'M') AND birth_decade <= 1990
		AND patient_id IN (SELECT patient_id FROM clinical.visits JOIN clinical.diagnoses USING (visit_id) WHERE icd10_code ~ '^A4[01]')
		AND patient_id IN (SELECT patient_id FROM clinical.visits WHERE kind IN ('inpatient', 'emergency')
			AND admitted_at >= '2024-01-01' AND admitted_at < '2026-01-01')
		AND patient_id IN (SELECT patient_id FROM research.consents WHERE purpose = 'observational-research' AND withdrawn_on IS NULL)`,
	"cardiozen-trial": `SELECT patient_id, sex, birth_decade FROM clinical.patients WHERE sex IN ('F', 'M') AND birth_decade BETWEEN 1940 AND 1970
		AND patient_id IN (SELECT patient_id FROM research.trial_enrolments WHERE trial = 'CARDIOZEN' AND status IN ('active', 'completed'))
		AND patient_id IN (SELECT patient_id FROM research.consents WHERE purpose = 'clinical-trials' AND withdrawn_on IS NULL)`,
};

describe("the sample requests, with 2,000 patients", () => {
	it.each(Object.entries(cohorts))("%s reaches a cohort well above the minimum", async (_project, cohort) => {
		const [row] = await ask(`SELECT count(*)::integer AS n FROM (${cohort}) AS cohort`);
		expect(row?.n).toBeGreaterThan(60);
	});

	it.each([
		["sepsis-outcomes", `SELECT sex, count(*) FROM (${cohorts["sepsis-outcomes"]}) AS cohort GROUP BY 1`],
		[
			"sepsis-outcomes",
			// All years of a patient together, since the recipient can join a patient's visits.
			`SELECT sex, years, count(*) FROM (
				SELECT patient_id, sex, array_agg(DISTINCT extract(year FROM admitted_at AT TIME ZONE 'Europe/London')) AS years
				FROM (${cohorts["sepsis-outcomes"]}) AS cohort JOIN clinical.visits USING (patient_id)
				WHERE admitted_at >= '2024-01-01' AND admitted_at < '2026-01-01' GROUP BY 1, 2
			) AS profiles GROUP BY 1, 2`,
		],
		[
			"cardiozen-trial",
			`SELECT sex, birth_decade, count(*) FROM (${cohorts["cardiozen-trial"]}) AS cohort GROUP BY 1, 2`,
		],
	])("%s leaves no combination of quasi-identifiers with too few patients", async (_project, counts) => {
		const [row] = await ask(`SELECT min(count)::integer AS smallest FROM (${counts}) AS groups`);
		expect(row?.smallest).toBeGreaterThanOrEqual(policy.disclosure.kAnonymity.value);
	});

	it("cardiozen-trial meets a few blood pressures outside the contract's range, and no other reading", async () => {
		const rows = await ask(`SELECT type, count(*) FILTER (WHERE value NOT BETWEEN CASE type
				WHEN 'systolic-blood-pressure' THEN 60 WHEN 'diastolic-blood-pressure' THEN 30 ELSE 25 END AND CASE type
				WHEN 'systolic-blood-pressure' THEN 250 WHEN 'diastolic-blood-pressure' THEN 150 ELSE 220 END)::integer AS outside
			FROM clinical.measurements JOIN (${cohorts["cardiozen-trial"]}) AS cohort USING (patient_id)
			WHERE type IN ('systolic-blood-pressure', 'diastolic-blood-pressure', 'heart-rate')
				AND taken_at >= '2023-02-01' AND taken_at < '2026-06-01' GROUP BY 1 ORDER BY 1`);
		const outside = Object.fromEntries(rows.map((row) => [row.type, row.outside]));
		expect(outside).toMatchObject({ "diastolic-blood-pressure": 0, "heart-rate": 0 });
		expect(outside["systolic-blood-pressure"]).toBeGreaterThan(0);
		expect(outside["systolic-blood-pressure"]).toBeLessThan(20);
	});
});
