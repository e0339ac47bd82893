import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inPlaceOf } from "../../scripts/site/finished-folder.ts";
import { temporaryFolder } from "../support/folder.ts";

/** Makes a folder with one file. */
async function make(folder: string, text: string): Promise<string> {
	return inPlaceOf(folder, async (making) => {
		const finished = join(making, "pages");
		await mkdir(finished);
		await writeFile(join(finished, "index.html"), text);
		return { finished, result: text };
	});
}

const shown = (folder: string): string => readFileSync(join(folder, "index.html"), "utf8");

describe("inPlaceOf", () => {
	it("makes the folder, and later puts new content in its place, leaving nothing beside it", async () => {
		const parent = join(temporaryFolder(), "new");
		const folder = join(parent, "site");
		await make(folder, "one");
		writeFileSync(join(folder, "old.html"), "");
		expect(await make(folder, "two")).toBe("two");
		expect([shown(folder), readdirSync(folder), readdirSync(parent)]).toEqual(["two", ["index.html"], ["site"]]);
	});

	it("leaves what stood there if the work fails", async () => {
		const folder = join(temporaryFolder(), "site");
		await make(folder, "one");
		await expect(inPlaceOf(folder, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
		expect([shown(folder), readdirSync(join(folder, ".."))]).toEqual(["one", ["site"]]);
	});

	it("clears away what a killed run left, and nothing of a running one", async () => {
		const parent = temporaryFolder();
		const gone = spawnSync("true").pid;
		for (const name of [`site.making-${gone}`, "site.making-1", "site.making-x", "other"])
			mkdirSync(join(parent, name));
		await make(join(parent, "site"), "one");
		expect(readdirSync(parent).sort()).toEqual(["other", "site", "site.making-1", "site.making-x"]);
	});
});
