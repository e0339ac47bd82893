import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../scripts/document/yaml.ts";
import { amendedYaml } from "../../scripts/request/amended-yaml.ts";
import { requestYaml } from "../../scripts/request/yaml.ts";
import type { SharingRequest } from "../../scripts/schema/types.ts";
import { anyRequest } from "./request-maker.ts";

const samples = ["sepsis-outcomes", "cardiozen-trial"];
const textOf = (project: string) =>
	readFileSync(join(import.meta.dirname, `../../requests/${project}/request.yml`), "utf8");
const read = (text: string): SharingRequest => {
	const { value, issues } = parseYaml(text);
	expect(issues).toEqual([]);
	return value as SharingRequest;
};

describe("a request as a file", () => {
	it("says what the request says, whatever its texts hold", () => {
		fc.assert(
			fc.property(anyRequest, (request) => {
				expect(read(requestYaml(request))).toEqual(request);
			}),
		);
	});

	it.each(samples)("keeps the shape of the sample %s, comments and empty lines aside", (project) => {
		const bare = (text: string) => text.split("\n").filter((each) => each.trim() !== "" && !/^ *#/.test(each));
		expect(bare(requestYaml(read(textOf(project))))).toEqual(bare(textOf(project)));
	});

	it("does not depend on the order in which parts were filled in", () => {
		const request = read(textOf("cardiozen-trial"));
		const reversed = Object.fromEntries(Object.entries(request).reverse()) as unknown as SharingRequest;
		expect(requestYaml(reversed)).toBe(requestYaml(request));
	});
});

describe("an amended file", () => {
	it.each(samples)("is the file itself where nothing is amended: %s", (project) => {
		const text = textOf(project);
		expect(amendedYaml(text, read(text))).toBe(text);
	});

	it("differs from the file in the amended parts only, and keeps the comments between them", () => {
		const text = textOf("sepsis-outcomes");
		const request = read(text);
		const amended = amendedYaml(text, {
			...request,
			title: "Another title",
			retention: { ...request.retention, months: 20 },
			ranges: [{ field: "clinical.lab_results.value", at_least: 1 }],
		});
		const before = new Set(text.split("\n"));
		const after = amended.split("\n");
		expect(after.filter((each) => !before.has(each))).toMatchInlineSnapshot(`
			[
			  "title: Another title",
			  "ranges:",
			  "    at_least: 1",
			  "  months: 20",
			]
		`);
		expect(text.split("\n").filter((each) => !after.includes(each))).toMatchInlineSnapshot(`
			[
			  "title: What happens after sepsis? Length of stay and deaths in hospital by first blood results",
			  "  months: 24",
			]
		`);
	});

	it("drops a part that is gone", () => {
		const text = textOf("cardiozen-trial");
		const { ranges: _, ...request } = read(text);
		expect(read(amendedYaml(text, request))).toEqual(request);
	});

	it("says what the request says, whatever stood there before", () => {
		fc.assert(
			fc.property(anyRequest, anyRequest, (before, after) => {
				expect(read(amendedYaml(requestYaml(before), after))).toEqual(after);
			}),
			{ numRuns: 25 },
		);
	});

	it("is written anew where the file is not laid out line by line, or cannot be read", () => {
		const request = read(textOf("sepsis-outcomes"));
		for (const text of [JSON.stringify(request), "a: [", ""]) {
			expect(amendedYaml(text, { ...request, title: "Another" })).toBe(requestYaml({ ...request, title: "Another" }));
		}
	});
});
