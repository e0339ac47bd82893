import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UserError } from "../../../scripts/issue/user-error.ts";
import { type FoundFile, walk } from "../../../scripts/survey/images/walk.ts";
import { temporaryFolder } from "../../support/folder.ts";

const canary = "Zebedee-Canary-4471";

/** A folder with a name that must not be told, and some files in it. */
function made(files: number): string {
	const folder = join(temporaryFolder(), canary);
	mkdirSync(join(folder, "inner"), { recursive: true });
	for (let at = 0; at < files; at += 1) writeFileSync(join(folder, "inner", `${at}`), "x");
	return folder;
}

async function walked(folder: string, meanwhile: (found: number) => void = () => {}): Promise<FoundFile[]> {
	const found: FoundFile[] = [];
	for await (const each of walk(folder)) {
		found.push(each);
		meanwhile(found.length);
	}
	return found;
}

describe("walking through an image folder", () => {
	it("finds every file, in folders of folders too", async () => {
		expect((await walked(made(600))).length).toBe(600);
	});

	it("says that the folder went away on the way, without its path, instead of passing for a smaller one", async () => {
		const folder = made(600);
		const walking = walked(folder, (found) => {
			if (found === 1) rmSync(folder, { recursive: true });
		});
		await expect(walking).rejects.toThrow(new UserError("incomplete", "the folder can no longer be read (ENOENT)"));
	});

	it("says so where the folder is gone before it begins", async () => {
		const failure = await walked(join(temporaryFolder(), canary)).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(UserError);
		expect(String(failure)).not.toContain(canary);
	});
});
