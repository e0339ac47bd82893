import { spawnSync } from "node:child_process";
import { chmod, chown, mkdir, readFile, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { folderTree } from "../../../scripts/git/file-tree.ts";
import { formatIssue } from "../../../scripts/issue/format.ts";
import { UserError } from "../../../scripts/issue/user-error.ts";
import { readCatalogue } from "../../../scripts/records/catalogue.ts";
import { surveyCommand } from "../../../scripts/survey/command.ts";
import { readSettings } from "../../../scripts/survey/settings.ts";
import type { ListedSource } from "../../../scripts/survey/source-kinds.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { type Changes, dicomVariant } from "./dicom-variant.ts";

const sources = `schemaVersion: 1
sources:
  - { id: scans, title: Scans of *all* kinds, kind: image-folder, folder: SCANS_DIR, owner: Radiology }
`;
const page = "dictionary/sources/scans/images.md";
const canary = "Zebedee-Canary-4471";

/** Everything in a header that may point to somebody, and places where people type what they like. */
const identifying: Changes = {
	"00080050": ["SH", canary],
	"00080080": ["LO", canary],
	"00081030": ["LO", `${canary} 999 000 0018`],
	"00100010": ["PN", `${canary}^JANE`],
	"00100030": ["DA", "19610423"],
	"00104000": ["LT", `Dictated by ${canary}`],
	"00091001": ["UN", canary],
};

describe("hub survey of an image folder", () => {
	let root: string;
	let scans: string;

	const write = async (path: string, content: string | Buffer) => {
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, content);
	};
	const writePage = (content: string) => write(join(root, page), content);
	const readPage = () => readFile(join(root, page), "utf8");
	/** Studies of so many people, two files each, in folders as archives have them: by name and number. */
	const fill = async (people: number, modality: "CR" | "CT" | "MR" | "US", changes: Changes = {}) => {
		for (let person = 0; person < people; person += 1) {
			for (const number of [1, 2]) {
				const uid = `2.25.4471.${modality.charCodeAt(0)}${modality.charCodeAt(1)}.${person}`;
				const file = dicomVariant(
					{ modality, studyUid: uid, imageUid: `${uid}.${number}`, number },
					{ ...identifying, "00080020": ["DA", "20240423"], "00100020": ["LO", `${canary}-${person}`], ...changes },
				);
				await write(join(scans, `${canary}^JANE ${person}`, `${modality}-${number}.dcm`), file);
			}
		}
	};
	/** Runs the command and gives everything a person would see. */
	const survey = async (options: { check?: boolean; day?: string; folder?: string | undefined } = {}) => {
		const lines: string[] = [];
		try {
			await surveyCommand({
				root,
				check: options.check ?? false,
				env: { SCANS_DIR: "folder" in options ? options.folder : scans },
				now: new Date(`${options.day ?? "2026-11-02"}T09:00:00Z`),
				print: (line) => lines.push(line),
			});
		} catch (failure) {
			if (!(failure instanceof UserError)) throw failure;
			lines.push(`[${failure.exit}] ${failure.message}`, ...failure.issues.map(formatIssue));
		}
		return lines.join("\n");
	};

	beforeEach(async () => {
		[root, scans] = [temporaryFolder(), temporaryFolder()];
		await write(join(root, "dictionary/sources.yml"), sources);
	});

	it("writes its page, and nothing when run again, be it another day", async () => {
		await fill(12, "CT");
		await fill(12, "MR", { "00180015": ["CS", canary] });
		await fill(2, "US");
		expect(await survey()).toMatchInlineSnapshot(`
			"scans: images: new: it has no page
			scans: 1 page, 1 written."
		`);
		expect(await readPage()).toMatchInlineSnapshot(`
			"---
			schemaVersion: 1
			source: scans
			kind: image collection
			surveyed: 2026-11-02
			files: 10 to 99
			studies: 10 to 99
			megabytes: under 10
			unreadable: none
			modalities:
			  - value: CT
			    files: 10 to 99
			    studies: 10 to 99
			  - value: MR
			    files: 10 to 99
			    studies: 10 to 99
			  - value: other
			    files: under 10
			    studies: under 10
			bodyParts:
			  - value: CHEST
			    files: 10 to 99
			    studies: 10 to 99
			  - value: other
			    files: 10 to 99
			    studies: 10 to 99
			years:
			  - value: "2024"
			    files: 10 to 99
			    studies: 10 to 99
			---

			# Scans of \\*all\\* kinds
			"
		`);
		const before = await stat(join(root, page));
		expect(await survey({ day: "2027-01-15" })).toBe("scans: 1 page, all as they were.");
		expect((await stat(join(root, page))).mtimeMs).toBe(before.mtimeMs);
		expect(await survey({ check: true })).toContain("all as");
	});

	it("lets nothing out that points to somebody: no name, number, day, comment, file or folder", async () => {
		await fill(12, "CT");
		await write(join(scans, `${canary}.txt`), canary);
		await symlink("/etc", join(scans, `${canary}-link`));
		await mkdir(join(scans, `${canary}/`.repeat(70)), { recursive: true });
		const seen = `${await survey()}\n${await readPage()}\n${await survey({ check: true })}`;
		expect(seen).not.toMatch(/canary|4471|jane|999|2\.25|0423|-04-23|1961|dcm/i);
	});

	it("counts what is no image, whatever it is, and goes on", async () => {
		await fill(12, "CT");
		const good = dicomVariant({});
		await write(join(scans, "empty.dcm"), "");
		await write(join(scans, "cut.dcm"), good.subarray(0, 200));
		await write(join(scans, "notes.txt"), "no image");
		await write(join(scans, "DICOMDIR"), dicomVariant({}, { "0020000d": null }));
		await write(join(scans, "huge.dcm"), "DICM");
		await truncate(join(scans, "huge.dcm"), 200_000_000_000);
		await write(join(scans, "late.dcm"), dicomVariant({}, { "00081111": ["UN", Buffer.alloc(2_000_000)] }));
		const fifo = spawnSync("mkfifo", [join(scans, "pipe.dcm")]);
		expect(fifo.status).toBe(0);
		expect(await survey()).toBe("scans: images: new: it has no page\nscans: 1 page, 1 written.");
		expect(await readPage()).toContain("unreadable: under 10\n");
		expect(await readPage()).toContain("files: 10 to 99\n");
		for (let at = 0; at < 4; at += 1) await write(join(scans, `${at}`), "x");
		await survey();
		expect(await readPage()).toContain("unreadable: 10 to 99\n");
	});

	it("reads headers that are longer than most, and names that are not UTF-8", async () => {
		await fill(12, "CT", { "00081111": ["UN", Buffer.alloc(60_000)] });
		await fill(10, "MR");
		const latin = Buffer.concat([Buffer.from(`${scans}/`), Buffer.from("M\xfcller", "latin1")]);
		await mkdir(latin);
		for (let person = 0; person < 12; person += 1) {
			const image = dicomVariant({ modality: "CR", studyUid: `2.25.9.${person}` });
			await writeFile(Buffer.concat([latin, Buffer.from(`/\xe9${person}`, "latin1")]), image);
		}
		await survey();
		expect(await readPage()).toMatch(
			/unreadable: none\nmodalities:\n {2}- value: CR\n[\s\S]*- value: CT\n[\s\S]*- value: MR\n/,
		);
	});

	it("follows no link, be it to a file, out of the folder or round in circles", async () => {
		await fill(12, "CT");
		const elsewhere = temporaryFolder();
		for (let at = 0; at < 20; at += 1)
			await write(join(elsewhere, `${at}`), dicomVariant({ modality: "MR", studyUid: `2.25.8.${at}` }));
		await symlink(elsewhere, join(scans, "out"));
		await symlink(join(elsewhere, "1"), join(scans, "file"));
		await symlink(scans, join(scans, "round"));
		expect(await survey()).toContain(
			"warning: scans: under 10 links were not followed. A folder elsewhere can be a source of its own.",
		);
		expect(await readPage()).not.toContain("MR");
	});

	it("does not name the folders and files it may not read, counts the rest and ends as incomplete", async () => {
		await fill(12, "CT");
		await write(join(scans, canary, "inside.dcm"), dicomVariant({}));
		await write(join(scans, "closed.dcm"), dicomVariant({}));
		await chmod(join(scans, canary), 0);
		await chmod(join(scans, "closed.dcm"), 0);
		const said = await asOrdinaryUser(root, scans, survey);
		// Or an ordinary user could not tidy up after the test.
		await chmod(join(scans, canary), 0o700);
		expect(said).toMatchInlineSnapshot(`
			"scans: images: new: it has no page
			scans: 1 page, 1 written.
			error: scans: under 10 folders could not be looked into and are not counted. Grant the login the right to read everything in the folder.
			error: scans: under 10 files could not be opened and count as unreadable. Grant the login the right to read everything in the folder.
			[incomplete] The survey is incomplete: see the errors above. Everything else was surveyed."
		`);
		expect(await readPage()).toContain("unreadable: under 10\nclosedFolders: under 10\n");
	});

	it("keeps people's words byte for byte when metadata change", async () => {
		await fill(12, "CT");
		await writePage("Words from before\r\nthe first survey: __x__, 1) *y*");
		expect(await survey()).toContain("scans: images: its page has not been surveyed");
		const first = await readPage();
		expect(first.endsWith("---\n\nWords from before\r\nthe first survey: __x__, 1) *y*")).toBe(true);
		await fill(12, "MR");
		expect(await survey({ check: true })).toBe(
			[
				"scans: images: modality MR is new",
				"scans: 1 page, 1 with differences.",
				"[drift] The dictionary differs from its sources. Run hub survey to bring it up to date.",
			].join("\n"),
		);
		expect(await readPage()).toBe(first);
		await survey({ day: "2026-12-01" });
		const second = await readPage();
		expect(second).toContain("surveyed: 2026-12-01");
		expect(second.slice(second.indexOf("---\n\n"))).toBe(first.slice(first.indexOf("---\n\n")));
		for (let at = 0; at < 12; at += 1) await rm(join(scans, `${canary}^JANE ${at}/CT-1.dcm`));
		for (let at = 0; at < 3; at += 1) await rm(join(scans, `${canary}^JANE ${at}/CT-2.dcm`));
		expect(await survey({ check: true })).toContain("modality CT is gone, or rare by now");
	});

	it("does not call it drift when only counts change", async () => {
		await fill(12, "CT");
		await survey();
		for (let at = 0; at < 100; at += 1)
			await write(join(scans, `${at}`), dicomVariant({ studyUid: `2.25.7.${at}` }, { "00080020": ["DA", "20240101"] }));
		expect(await survey({ check: true })).toBe("scans: 1 page, all as the folder is.");
		expect(await survey()).toBe("scans: 1 page, 1 written.");
	});

	it.each([
		["is not there", (folder: string) => `${folder}/${canary}`, "cannot be opened (ENOENT)"],
		["is a file", (folder: string) => `${folder}/file`, "cannot be opened (ENOTDIR)"],
		["is empty, as an unmounted drive is", (folder: string) => folder, "holds no DICOM image that can be read"],
	])("writes nothing when the folder %s", async (_, folder, message) => {
		await fill(12, "CT");
		await survey();
		const before = await readPage();
		const empty = temporaryFolder();
		await write(join(empty, "file"), "x");
		const said = await survey({ folder: folder(empty) });
		expect(said).toContain(`scans: the folder ${message}`);
		expect(said).toContain("[incomplete]");
		expect(said).not.toContain(canary);
		expect(await readPage()).toBe(before);
	});

	const every = (source: ListedSource): source is ListedSource => source.id !== "";

	it("asks for the variable with the folder's path, and says what can be surveyed without", async () => {
		expect(await survey({ folder: undefined })).toBe("[environment] Set SCANS_DIR to the path of the image folder.");
		const database =
			"  - { id: wards, title: W, kind: postgresql, connection: WARDS, schemas: [w], patient: { table: w.p, key: id }, tables: {} }\n";
		await write(join(root, "dictionary/sources.yml"), sources + database);
		const settings = readSettings(folderTree(root), undefined, { WARDS: "postgresql://secret" }, every);
		await expect(settings).rejects.toThrowErrorMatchingInlineSnapshot(
			`[UserError: Set SCANS_DIR to the path of the image folder. Until then survey what is set by its name: hub survey wards.]`,
		);
	});

	it.each([
		["of another format", "---\nschemaVersion: 1\nkind: table\n---\n\nWords\n"],
		["with front matter that does not end", "---\nschemaVersion: 1\n\nWords\n"],
		["of another source", ""],
		["with words that cannot be read in bounded time", `# Scans\n\n${"> ".repeat(30)}\n`],
	])("leaves a page alone %s", async (what, text) => {
		await fill(12, "CT");
		await survey();
		const content = what === "of another source" ? (await readPage()).replace("source: scans", "source: other") : text;
		await writePage(content);
		expect(await survey()).toMatch(
			/images\.md:\d+.* error: [\s\S]*the page cannot be brought up to date[\s\S]*\[incomplete\]/,
		);
		expect(await readPage()).toBe(content);
		const { issues } = await readCatalogue(folderTree(root));
		expect(issues.map(({ file, severity }) => [file, severity])).toContainEqual([page, "error"]);
	});

	it("is no table of the catalogue, and no problem of it", async () => {
		await fill(12, "CT");
		await survey();
		expect(await readCatalogue(folderTree(root))).toEqual({ catalogue: { sources: [] }, issues: [] });
	});
});

/** Runs something without the rights of root, whom no permission stops. */
async function asOrdinaryUser<T>(root: string, scans: string, run: () => Promise<T>): Promise<T> {
	if (process.geteuid?.() !== 0) return run();
	const nobody = 65_534;
	for (const folder of [root, scans]) await chown(folder, nobody, nobody);
	await chmod(join(root, "dictionary"), 0o777);
	process.seteuid?.(nobody);
	try {
		return await run();
	} finally {
		process.seteuid?.(0);
	}
}
