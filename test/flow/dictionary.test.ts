import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { checkCommand } from "../../scripts/check/command.ts";
import { formCommand } from "../../scripts/form/command.ts";
import { loadCommand } from "../../scripts/form/load-command.ts";
import { productFolder } from "../../scripts/issue/product.ts";
import { reportCommand } from "../../scripts/report/command.ts";
import { surveyCommand } from "../../scripts/survey/command.ts";
import { fill } from "../form/world.ts";
import { hospitalDatabase } from "../support/database.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeRepository } from "../support/repository.ts";

const medication = "dictionary/sources/hampton/clinical.medication.md";
const words =
	"How much of it was given each time.\n\n| route | meaning |\n|---|---|\n| po | by mouth |\n\nAsk Phil's team, or don't guess.";

let root: string;
let away: string;
const said: string[] = [];
const print = (line: string): void => void said.push(line);
const now = new Date();

beforeAll(async () => {
	root = makeRepository(join(temporaryFolder(), "records"));
	away = temporaryFolder();
	for (const folder of ["dictionary", "requests"]) {
		cpSync(join(productFolder(), folder), join(root, folder), { recursive: true });
	}
	git(root, "add", "--all");
	commit(root, {}, "Robbie Records", "Begin the records");
});

describe("the demonstration's dictionary", () => {
	it("goes out as a form, comes back edited, and is reported with the new words, the old ones untouched", async () => {
		const form = join(away, "pharmacy.md");
		await formCommand({ root, owner: "Pharmacy", blankOnly: false, out: form, print });
		const before = readFileSync(join(root, medication), "utf8");
		writeFileSync(form, fill(readFileSync(form, "utf8"), "clinical.medication.dose", "Description", words));
		await loadCommand({ root, file: form, dryRun: true, print });
		expect(readFileSync(join(root, medication), "utf8"), "a dry run writes nothing").toBe(before);

		await loadCommand({ root, file: form, dryRun: false, print });
		const after = readFileSync(join(root, medication), "utf8");
		expect(after).toContain(words);
		expect(git(root, "diff", "--numstat").split("\t").at(-1), "only this page changed").toBe(medication);
		expect(untouched(after), "all other sections are byte for byte as they were").toEqual(untouched(before));

		const document = join(away, "dictionary.md");
		await reportCommand({ root, format: "markdown", out: document, print, progress: print });
		expect(readFileSync(document, "utf8")).toContain("How much of it was given each time.");
		expect(said.at(-2)).toMatch(/23 tables, 157 fields, the same in survey, pages, catalogue, form/);
		expect(said.at(-1)).toMatch(/hampton-imaging: 1 page, 18 groups of images, the same in survey, pages, Markdown/);
		commit(root, { [medication]: after }, "Phil Dispenser", "Describe the dose");
	});

	it("keeps the colleague's words when it is surveyed again, and still meets every rule", async () => {
		const { readOnlyUrl, drop } = await hospitalDatabase();
		try {
			const env = { HAMPTON_DATABASE_URL: readOnlyUrl };
			await surveyCommand({ root, source: "hampton", check: false, env, now, print });
		} finally {
			await drop();
		}
		expect(readFileSync(join(root, medication), "utf8")).toContain(words);
		await checkCommand({ root, files: [], format: "text", now, print });
	});
});

/** The sections of a page that are not about the dose. */
function untouched(page: string): readonly string[] {
	return page.split(/^(?=## `)/m).filter((section) => !section.startsWith("## `dose`"));
}
