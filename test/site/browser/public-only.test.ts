import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { PeopleList } from "../../../scripts/schema/types.ts";
import { builtSite, siteRecords, type TestSite } from "../../support/site.ts";
import { builtFiles } from "./built-pages.ts";

let site: TestSite;
let files: readonly string[];
/** Everything in the public site, file by file, in small letters; Pagefind's packed files unpacked. */
let texts: ReadonlyMap<string, string>;
let people: PeopleList["people"];
beforeAll(async () => {
	site = await builtSite("public", "/data-hub/");
	files = builtFiles(site.folder);
	texts = new Map(files.map((path) => [path, unpacked(readFileSync(join(site.folder, path))).toLowerCase()]));
	const read = readFileSync(join(await siteRecords(), "requests/governance/people.yml"), "utf8");
	people = (parse(read) as PeopleList).people;
}, 180_000);

function unpacked(bytes: Buffer): string {
	return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** The files that mention something. */
function mentions(text: string): readonly string[] {
	return [...texts].filter(([, content]) => content.includes(text.toLowerCase())).map(([path]) => path);
}

describe("the public site", () => {
	it("has a search index that was looked into", () => {
		const packed = files.filter((path) => path.startsWith("pagefind/fragment/"));
		expect(packed.length).toBeGreaterThan(20);
		expect(mentions("date of birth").filter((path) => packed.includes(path))).not.toEqual([]);
	});

	it("names nobody: no person's name, id, key or e-mail address", () => {
		expect(people.length).toBeGreaterThan(10);
		const found = people.flatMap(({ id, name, signingKeys = [], ageKeys = [] }) =>
			[
				id,
				name,
				...signingKeys.map(({ key }) => key.split(" ")[1] ?? ""),
				...ageKeys.map(({ recipient }) => recipient),
			].flatMap((text) => mentions(text).map((path) => `${text} in ${path}`)),
		);
		expect(found).toEqual([]);
		expect(mentions("@hampton.example")).toEqual([]);
	});

	it("holds no table that is marked internal and no source that policy does not name", () => {
		for (const text of ["audit.access_log", "access_log", "hampton-imaging"])
			expect([text, mentions(text)]).toEqual([text, []]);
	});

	it("has no page for people of the hospital only: audit, access, request, completeness, forms", () => {
		expect(files.filter((path) => /^(?:audit|request|forms?)\/|completeness|form\.md$/.test(path))).toEqual([]);
		for (const text of ["/audit/", "/request/", "/completeness/", "internal:"])
			expect([text, mentions(`"/data-hub${text}`)]).toEqual([text, []]);
		const pages = files.filter((path) => path.startsWith("register/"));
		expect(mentions("change this request").filter((path) => pages.includes(path))).toEqual([]);
	});

	it("tells no fingerprint, salted digest, location or connection", () => {
		// A fingerprint is the word and a digest. The guide is the product's own prose: it may name the word, and a
		// sealed file's ending.
		const pages = [...texts].filter(([path]) => path.endsWith(".html") || path.endsWith(".json"));
		const records = pages.filter(([path]) => !path.startsWith("guide/"));
		expect(records.length).toBeGreaterThan(20);
		const fingerprint = /sha256:\s*[a-z0-9+/]{16}/;
		expect(pages.filter(([, content]) => fingerprint.test(content)).map(([path]) => path)).toEqual([]);
		for (const told of ["sha256:", "saltedsha256", "hampton_database_url", ".age"]) {
			const telling = records.filter(([, content]) => content.includes(told)).map(([path]) => path);
			expect([told, telling]).toEqual([told, []]);
		}
	});
});
