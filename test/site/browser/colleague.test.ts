import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadCommand } from "../../../scripts/form/load-command.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { hostileNames, makeHostileRecords } from "../../support/hostile-records.ts";
import { git } from "../../support/repository.ts";
import { builtSiteOf, recordsOf, type TestSite } from "../../support/site.ts";
import { keyboardOf } from "./keyboard.ts";
import { browserOfFile, visit } from "./visit.ts";

const newContext = browserOfFile();
let site: TestSite;
beforeAll(async () => {
	site = await builtSiteOf("hostile", makeHostileRecords);
}, 180_000);

describe("a colleague in a department", () => {
	it("downloads the form of what the department has still to describe, which hub load takes back", {
		timeout: 60_000,
	}, async () => {
		const context = await newContext({ acceptDownloads: true });
		const { page, wrong } = await visit(context, `${site.url}dictionary/completeness/`);
		const [file] = await Promise.all([page.waitForEvent("download"), keyboardOf(page).follow(/^Form for/)]);
		const form = readFileSync(await file.path(), "utf8");
		expect(form.match(/^### Field /gm)).toHaveLength(1);
		expect(form).toContain(hostileNames.at(-1));

		const root = join(temporaryFolder(), "records");
		cpSync(await recordsOf("hostile", makeHostileRecords), root, { recursive: true });
		const returned = join(temporaryFolder(), "returned.md");
		const words = "How often the ward fell silent.";
		writeFileSync(returned, form.replace(/^(#### Description .*\n)/m, `$1\n${words}\n`));
		await loadCommand({ root, file: returned, dryRun: false, print: () => {} });
		expect(readFileSync(join(root, "dictionary/sources/hampton/names.md"), "utf8")).toContain(words);
		expect(git(root, "status", "--short").trim()).toBe("M dictionary/sources/hampton/names.md");
		expect(wrong).toEqual([]);
		await context.close();
	});
});
