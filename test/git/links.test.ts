import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { refuseLinks } from "../../scripts/git/links.ts";
import { temporaryFolder } from "../support/folder.ts";

let root = "";

beforeEach(() => {
	root = temporaryFolder();
	mkdirSync(join(root, "a/b"), { recursive: true });
	writeFileSync(join(root, "a/file.md"), "words");
	symlinkSync(temporaryFolder(), join(root, "a/folder-link"));
	symlinkSync("nowhere", join(root, "a/loose-link.md"));
});

it.each(["a/b/new.md", "a/file.md", "a/b", "a/b/", "new/folder/file.md"])("allows a path without links: %s", (path) =>
	expect(refuseLinks(root, path)).resolves.toBeUndefined(),
);

it.each([
	["a/folder-link/new.md", "a/folder-link: a link stands on the way."],
	["a/folder-link/", "a/folder-link: a link stands on the way."],
	["a/loose-link.md", "a/loose-link.md: a link stands on the way."],
	["a/file.md/new.md", "a/file.md: this must be a folder."],
])("refuses a link on the way or at the end, and a file in the place of a folder: %s", (path, message) =>
	expect(refuseLinks(root, path)).rejects.toMatchObject({ exit: "invalid", message: expect.stringContaining(message) }),
);
