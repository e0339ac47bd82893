import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inPlaceOf } from "../../../scripts/site/build/finished-folder.ts";
import { temporaryFolder } from "../../support/folder.ts";

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
		expect(await make(folder, "two")).toBe("two");
		expect([shown(folder), readdirSync(folder), readdirSync(parent)]).toEqual([
			"two",
			[".hub-contents", "index.html"],
			["site"],
		]);
	});

	it("leaves what stood there if the work fails", async () => {
		const folder = join(temporaryFolder(), "site");
		await make(folder, "one");
		await expect(inPlaceOf(folder, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
		expect([shown(folder), readdirSync(join(folder, ".."))]).toEqual(["one", ["site"]]);
	});

	it("never takes the place of what it did not make: a folder of somebody's, a repository, a file", async () => {
		const parent = temporaryFolder();
		const home = join(parent, "home");
		mkdirSync(home);
		writeFileSync(join(home, "thesis.txt"), "");
		writeFileSync(join(parent, "file"), "");
		symlinkSync(home, join(parent, "link"));
		symlinkSync(join(parent, "nowhere"), join(parent, "dangling"));
		for (const name of ["home", "link", "file", "dangling", "."])
			await expect(make(join(parent, name), "one"), name).rejects.toMatchObject({ exit: "usage" });
		expect([readdirSync(home), readdirSync(parent).sort()]).toEqual([
			["thesis.txt"],
			["dangling", "file", "home", "link"],
		]);
		const site = join(parent, "site");
		await make(site, "one");
		writeFileSync(join(site, "thesis.txt"), "");
		await expect(make(site, "two")).rejects.toThrow(
			`${site}: this holds "thesis.txt", which no build put there, and the site would take its place. Name a folder that is absent or empty, or one that an earlier build made.`,
		);
		expect(shown(site)).toBe("one");
	});

	it("takes an empty folder, and a link to one that it made", async () => {
		const parent = temporaryFolder();
		mkdirSync(join(parent, "site"));
		symlinkSync(join(parent, "site"), join(parent, "link"));
		await make(join(parent, "site"), "one");
		await make(join(parent, "link"), "two");
		expect([shown(join(parent, "site")), shown(join(parent, "link"))]).toEqual(["two", "two"]);
	});

	it("says so where nothing can be written", async () => {
		const file = join(temporaryFolder(), "file");
		writeFileSync(file, "");
		await expect(make(join(file, "site"), "one")).rejects.toMatchObject({ exit: "environment" });
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
