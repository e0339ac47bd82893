import { execFileSync } from "node:child_process";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { verifyRecords } from "../../scripts/audit/verify.ts";
import { temporaryFolder } from "../support/folder.ts";

const fixtures = join(import.meta.dirname, "../fixtures/manifests");
const versions = globSync("*.bundle", { cwd: fixtures }).map((name) => basename(name, ".bundle"));

describe("records with manifests made by earlier rules", () => {
	it("are kept for the manifests from before there were rules", () => {
		expect(versions).toContain("rules-0");
	});

	it.each(versions)("verify as on the day they were made: %s", async (version) => {
		const root = join(temporaryFolder(), "records");
		execFileSync("git", ["clone", "--quiet", "--branch", "main", join(fixtures, `${version}.bundle`), root]);
		const trust = join(fixtures, `${version}.trust.txt`);
		const { findings, checked, leavesOpen } = await verifyRecords({ root, trust });
		expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
		expect(checked.manifests).toBe(2);
		expect(leavesOpen.some((line) => line.includes("before manifests named their rules"))).toBe(version === "rules-0");
	});
});
