import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCodes } from "../../../scripts/issue/user-error.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { commit } from "../../support/repository.ts";
import { buildByCommand, siteRecords } from "../../support/site.ts";

const bad = [
	[
		"a table's page",
		"dictionary/sources/hampton/clinical.patients.md",
		"- Sensitivity: direct-identifier",
		"- Sensitivity: secret",
	],
	["an agreement", "requests/governance/agreements/cardiozen-trial.yml", "\nrecipient: ", "\nrecipients: "],
	["a request that cannot be read", "requests/sepsis-outcomes/request.yml", "source: hampton", "sauce: hampton"],
] as const;

describe("a record that breaks its rules", () => {
	it.each(bad)(
		"stops the build with its file and line, and the site of before stays: %s",
		{ timeout: 60_000 },
		async (_, path, good, wrong) => {
			const folder = temporaryFolder();
			const [root, out] = [join(folder, "records"), join(folder, "site")];
			cpSync(await siteRecords(), root, { recursive: true });
			mkdirSync(out);
			writeFileSync(join(out, "index.html"), "before");
			writeFileSync(join(out, ".hub-contents"), "index.html\n");
			const before = readFileSync(join(root, path), "utf8");
			const text = before.replace(good, wrong);
			const line = before.slice(0, before.indexOf(good.trim())).split("\n").length;
			commit(root, { [path]: text });
			const failure = await buildByCommand({ root, audience: "internal", base: "/", out }).then(
				() => undefined,
				(error: { code: number; stderr: string }) => error,
			);
			expect(failure?.code).toBe(exitCodes.invalid.code);
			expect(failure?.stderr).toMatch(new RegExp(`^${path}:${line}[: ]`, "m"));
			expect(failure?.stderr).not.toMatch(/^ +at /m);
			expect(readdirSync(folder)).toEqual(["records", "site"]);
			expect(readFileSync(join(out, "index.html"), "utf8")).toBe("before");
		},
	);
});
