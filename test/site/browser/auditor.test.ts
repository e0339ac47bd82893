import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/folder.ts";
import { builtSite, siteRecords } from "../../support/site.ts";
import { keyboardOf } from "./keyboard.ts";
import { browserOfFile, visit } from "./visit.ts";

const newContext = browserOfFile();

describe("an auditor", () => {
	it("goes from the overview to one delivery's hashes, and runs the commands there without the hub", {
		timeout: 180_000,
	}, async () => {
		const site = await builtSite("internal");
		const context = await newContext();
		const { page, wrong } = await visit(context, `${site.url}audit/`);
		const { follow } = keyboardOf(page);
		expect(await page.locator("main").innerText()).toContain("Everything recorded verifies");
		await follow(/^CARDIOZEN trial/);
		await page.waitForURL("**/audit/cardiozen-trial/");
		await follow(/^(?:Delivery )?0001/);
		await page.waitForURL("**/audit/cardiozen-trial/0001/");

		// All but the last two, for which one needs the package.
		const commands = (await page.locator("main pre").allInnerTexts()).filter((text) => !/\.zip'|salt\.txt/.test(text));
		const clone = join(temporaryFolder(), "clone");
		execFileSync("git", ["clone", "--quiet", await siteRecords(), clone]);
		const run = (text: string) =>
			execFileSync("bash", ["-euo", "pipefail", "-c", text], { cwd: clone, encoding: "utf8", stdio: "pipe" });
		const said = commands.map(run).join("\n");
		// Three approvals, a manifest, a question with its answer, an event.
		const good = said.match(/^Good "[^"]+"/gm) ?? [];
		const decided = good.filter((line) => line.includes("data-decision"));
		expect(decided.length).toBeGreaterThan(0);
		expect(good.length - decided.length).toBe(7);
		expect(said.match(/: OK$/gm)?.length).toBeGreaterThan(0);
		expect(said).toContain("cohort:");

		const manifest = "requests/cardiozen-trial/deliveries/0001/manifest.json";
		execFileSync("sed", ["-i.before", "s/pseudonymise/keep/", join(clone, manifest)]);
		const checks = commands
			.join("\n")
			.split("\n")
			.filter((line) => line.includes("manifest.json") && line.includes("sha256sum"));
		expect(checks).toHaveLength(1);
		expect(() => run(checks.join("\n"))).toThrow();
		expect(wrong).toEqual([]);
		await context.close();
	});
});
