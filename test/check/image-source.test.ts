import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkCommand } from "../../scripts/check/command.ts";
import { productFolder } from "../../scripts/issue/product.ts";
import { temporaryFolder } from "../support/folder.ts";

const asking = ["requests/sepsis-outcomes/request.yml", "dictionary/products/imaging-activity.md"];

/** What is said of the sample records once a request and a product are about this source. */
async function said(source: string): Promise<readonly string[]> {
	const root = temporaryFolder();
	for (const folder of ["dictionary", "requests"]) {
		cpSync(join(productFolder(), folder), join(root, folder), { recursive: true });
	}
	for (const file of asking.map((path) => join(root, path))) {
		writeFileSync(file, readFileSync(file, "utf8").replace(/^source: .*$/m, `source: ${source}`));
	}
	const lines: string[] = [];
	const now = new Date("2026-11-22T09:00:00Z");
	await checkCommand({ root, files: asking, format: "text", now, print: (line) => lines.push(line) }).catch(() => {});
	return lines.filter((line) => line.includes(" error: "));
}

describe("asking for the data of an image folder", () => {
	it("is told that images are described only, what to do, and nothing of what follows from it", async () => {
		expect(await said("hampton-imaging")).toMatchInlineSnapshot(`
			[
			  "dictionary/products/imaging-activity.md:4:9 error: the images of "hampton-imaging" are described in the dictionary, but cannot be requested as data yet. Ask for tables instead. Choose from: hampton. About the images themselves, ask the data custodian.",
			  "requests/sepsis-outcomes/request.yml:35:9 error: the images of "hampton-imaging" are described in the dictionary, but cannot be requested as data yet. Ask for tables instead. Choose from: hampton. About the images themselves, ask the data custodian.",
			]
		`);
	});

	it("is told apart from a source that does not exist", async () => {
		expect(await said("hampton-scans")).toEqual(
			asking.toSorted().map(() => expect.stringContaining("there is no source")),
		);
	});
});
