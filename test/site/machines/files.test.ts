import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { odcsContract } from "../../../scripts/report/odcs.ts";
import { type Audience, audienceLevels } from "../../../scripts/site/audience/level.ts";
import { siteReport } from "../../../scripts/site/dictionary/report.ts";
import { describedSource } from "../../../scripts/site/machines/described.ts";
import { machineFiles } from "../../../scripts/site/machines/files.ts";
import { odcsFile } from "../../../scripts/site/machines/odcs-file.ts";
import { siteReading } from "../../support/site.ts";

async function files(audience: Audience): Promise<ReadonlyMap<string, string>> {
	const found = new Map<string, string>();
	for await (const { path, text } of machineFiles(await siteReading(audience))) found.set(path, text);
	return found;
}

describe("the files for programs", () => {
	it("have every table's file beside its page, with what the whole dictionary says of it", async () => {
		const found = await files("internal");
		const whole = JSON.parse(found.get("machines/catalogue.json") ?? "");
		const { tables } = whole.sources[0];
		expect([...found.keys()].filter((path) => path.endsWith("/table.json"))).toEqual(
			tables.map(({ page }: { page: string }) => `${page}table.json`),
		);
		const one = JSON.parse(found.get("dictionary/hampton/clinical.patients/table.json") ?? "");
		expect(one.table).toEqual(tables.find(({ id }: { id: string }) => id === "clinical.patients"));
		expect([one.commit, one.day]).toEqual([whole.commit, whole.day]);
	});

	it("say in YAML what the report's data contract says", async () => {
		const reading = await siteReading("internal");
		for (const source of (await siteReport(reading)).sources.map((each) =>
			describedSource(each, audienceLevels.internal),
		)) {
			const text = odcsFile(source);
			const read = parse(text);
			expect(read).toEqual(odcsContract(source));
			// Whoever reads YAML as its version 1.1 finds the same.
			expect(parse(text, { version: "1.1" })).toEqual(read);
			const schema = JSON.parse(
				readFileSync(join(import.meta.dirname, "../../report/odcs-structure.schema.json"), "utf8"),
			);
			expect(new Ajv2020({ strict: false, formats: { uri: true } }).validate(schema, read)).toBe(true);
		}
		expect(parse(odcsFile({ id: "none", title: "None", tables: [] })).schema).toEqual([]);
	});

	it("hold nothing internal on the public site, and no suggestion that nobody has confirmed", async () => {
		const [open, all] = [await files("public"), await files("internal")];
		const holds = (texts: Iterable<readonly [string, string]>, what: string) =>
			[...texts].flatMap(([path, text]) => (path.includes(what) || text.includes(what) ? [path] : []));
		expect(holds(all, "access_log")).not.toEqual([]);
		for (const internal of ["access_log", "hampton-imaging", "suggestedSensitivity"])
			expect(holds(open, internal), internal).toEqual([]);
		// Their description says that there are suggestions on the internal site.
		expect(holds(open, '"suggested"')).toEqual(["machines/openapi.json"]);
		for (const person of (await siteReading("internal")).records.people.people) {
			expect(holds(open, person.id), person.id).toEqual([]);
			expect(holds(open, person.name), person.name).toEqual([]);
		}
	});

	it("have a row for each field in CSV", async () => {
		const text = (await files("public")).get("machines/fields.csv") ?? "";
		const { catalogue } = (await siteReading("public")).records;
		for (const { id } of catalogue.sources.flatMap(({ tables }) => tables.flatMap(({ fields }) => fields)))
			expect(text).toContain(`,${id},`);
	});
});

describe("the catalogue of data sets", () => {
	it("uses no term that its own context does not explain, and no address from elsewhere for what is here", async () => {
		const { "@context": context, ...rest } = JSON.parse((await files("internal")).get("machines/dcat.jsonld") ?? "");
		const prefixes = new Set(
			Object.entries(context).flatMap(([name, to]) => (typeof to === "string" && /[#/]$/.test(to) ? [name] : [])),
		);
		const terms = new Set(Object.keys(context));
		const unknown: string[] = [];
		const walk = (value: unknown): void => {
			if (typeof value !== "object" || value === null) return;
			for (const [key, inner] of Object.entries(value)) {
				if (!Array.isArray(value) && !key.startsWith("@") && !terms.has(key)) unknown.push(key);
				if (key === "@type" && !prefixes.has(String(inner).split(":")[0] ?? "")) unknown.push(String(inner));
				walk(inner);
			}
		};
		walk(rest);
		for (const to of Object.values(context)) {
			const id = typeof to === "string" ? to : (to as Record<string, string>)["@id"];
			if (id !== undefined && !/^https?:/.test(id)) expect(prefixes).toContain(id.split(":")[0]);
		}
		expect(unknown).toEqual([]);
	});

	it("offers the data by request only, and the files by their address", async () => {
		const { dataset } = JSON.parse((await files("public")).get("machines/dcat.jsonld") ?? "");
		const of = (id: string) => dataset.find((each: Record<string, unknown>) => each["@id"] === id);
		expect(of("#source-hampton")).toMatchObject({
			accessRights: "http://publications.europa.eu/resource/authority/access-right/RESTRICTED",
			distribution: [{ accessURL: "../guide/requesters/" }],
		});
		expect(of("#source-hampton").distribution[0]).not.toHaveProperty("downloadURL");
		expect(of("#dictionary").distribution.map((each: Record<string, unknown>) => each.downloadURL)).toEqual([
			"../machines/catalogue.json",
			"../machines/fields.csv",
			"../machines/hampton.odcs.yaml",
			"../search/catalogue.json",
			"../search/words.json",
		]);
		expect(of("#product-imaging-activity")).toMatchObject({ wasDerivedFrom: "#source-hampton" });
		expect(dataset.map((each: Record<string, unknown>) => each["@id"])).toEqual(
			expect.arrayContaining(["#register", "#agreements"]),
		);
	});
});
