import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { agreementsContents } from "../../../scripts/site/register/agreements-contents.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { makeKeys } from "../../support/records.ts";
import { makeRegisterRecords, read } from "./register-maker.ts";

const folder = temporaryFolder();

it("lets people of the hospital read the terms of an agreement word for word, and nobody else", async () => {
	const root = makeRegisterRecords(join(folder, "records"), makeKeys(join(folder, "keys")));
	const texts = async (audience: "internal" | "public") =>
		(await agreementsContents(await read(root, audience))).agreements.flatMap(({ termTexts }) => termTexts);
	const told = await texts("internal");
	expect(told.length).toBeGreaterThan(0);
	for (const { name, text } of told)
		expect(text).toBe(readFileSync(join(root, `requests/governance/terms/${name}.md`), "utf8"));
	expect(await texts("public")).toEqual([]);
});
