import { beforeAll, describe, expect, it } from "vitest";
import { approvalsNeeded } from "../../../scripts/approval/needed.ts";
import { judge } from "../../../scripts/check/judge.ts";
import type { Records } from "../../../scripts/records/records.ts";
import { validate } from "../../../scripts/schema/validate.ts";
import { packTable, unpackTable } from "../../../scripts/site/request/packed-table.ts";
import { templateRequest } from "../../../scripts/site/request/request-template.ts";
import { namedTables, neededTables } from "../../../site/src/request/needed-tables.ts";
import { readHospital } from "../../check/hospital.ts";
import { bothContexts, requestReading, writtenFiles } from "./request-reading.ts";

let records: Records;
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
	records = await readHospital();
	files = await writtenFiles(requestReading(records));
});

/** Fetches as the page does: what is named, then what that leads to, until nothing is missing. */
function fetched(project: string): readonly string[] {
	const request = records.requests.get(project);
	if (request === undefined) throw new Error("the fixture has no such request");
	let tables: readonly string[] = [];
	for (;;) {
		const { page } = bothContexts(files, records, project, tables);
		const source = page.catalogue.sources.find(({ id }) => id === request.source);
		if (source === undefined) throw new Error("no source");
		const missing = neededTables(namedTables(request), source).filter((id) =>
			files.has(`request/tables/${source.id}/${id}.json`),
		);
		if (missing.length === 0) return tables;
		tables = [...tables, ...missing];
	}
}

describe("the files of the request page", () => {
	it.each(["sepsis-outcomes", "heart-trial"])("give the verdict of the command line on %s", (project) => {
		const request = records.requests.get(project);
		if (request === undefined) throw new Error("the fixture has no such request");
		const { page, command } = bothContexts(files, records, project, fetched(project));
		expect(judge(request, page)).toEqual(judge(request, command));
		expect(approvalsNeeded(request, page)).toEqual(approvalsNeeded(request, command));
		const spoilt = structuredClone(request) as { -readonly [K in keyof typeof request]: (typeof request)[K] };
		spoilt.retention = { ...request.retention, months: 599 };
		spoilt.agreement = "no-such-agreement";
		spoilt.fields = request.fields.map((field) => ({ ...field, treatment: "year" as const }));
		const found = judge(spoilt, page);
		expect(found.length).toBeGreaterThan(request.fields.length / 2);
		expect(found).toEqual(judge(spoilt, command));
	});

	it("leave nothing out of a table that a rule looks at", () => {
		for (const table of records.catalogue.sources.flatMap(({ tables }) => tables)) {
			const { checks: _, comment: __, ...metadata } = table.metadata;
			const unpacked = unpackTable(JSON.parse(JSON.stringify(packTable(table, []))));
			expect(unpacked).toEqual(JSON.parse(JSON.stringify({ ...table, description: "", metadata })));
		}
	});

	it("say of people what requests are checked against, and nothing else", () => {
		const { people } = JSON.parse(files.get("request/context.json") ?? "") as { people: Record<string, unknown>[] };
		const known = ["id", "name", "organisation", "roles", "training", "left", "ageKeys"];
		for (const person of people) expect(Object.keys(person).filter((key) => !known.includes(key))).toEqual([]);
		expect(JSON.stringify(people)).not.toMatch(/age1|ssh-|gitNames|how/);
	});

	it("are of the internal site only", async () => {
		expect([...(await writtenFiles(requestReading(records, "public"))).keys()]).toEqual([]);
	});

	it("have each request as it stands, the terms in full, and a template in valid form", () => {
		expect(files.get("request/existing/sepsis-outcomes.yml")).toMatch(/^schemaVersion: 1\n/m);
		const { terms } = JSON.parse(files.get("request/context.json") ?? "") as {
			terms: { name: string; sha256: string; text: string }[];
		};
		expect(terms.length).toBeGreaterThan(0);
		for (const { name, sha256 } of terms) expect(records.terms.get(name)).toBe(sha256);
		expect(validate("request", templateRequest)).toEqual([]);
		expect(files.get("request/template.yml")).toMatch(/^# Save this as/);
	});
});
