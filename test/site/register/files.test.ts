import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { beforeAll, describe, expect, it } from "vitest";
import { registerContents } from "../../../scripts/site/register/contents.ts";
import { registerFiles } from "../../../scripts/site/register/files.ts";
import { agreementsShape, registerShape, type Shape } from "../../../scripts/site/register/shapes.ts";
import { temporaryFolder } from "../../support/folder.ts";
import { makeKeys, patientPage } from "../../support/records.ts";
import { commit } from "../../support/repository.ts";
import { approveAll, deliverBoth, everybody, makeRegisterRecords, namesIn, read } from "./register-maker.ts";

const folder = temporaryFolder();
let root: string;
const files: Record<string, ReadonlyMap<string, string>> = {};
beforeAll(async () => {
	const keys = makeKeys(join(folder, "keys"));
	root = makeRegisterRecords(join(folder, "records"), keys);
	await approveAll(root, folder);
	await deliverBoth(root, keys);
	for (const audience of ["public", "internal"] as const) {
		const made = await Array.fromAsync(registerFiles(await read(root, audience)));
		files[audience] = new Map(made.map(({ path, text }) => [path, text]));
	}
});

describe("the register for programs", () => {
	it.each<[string, Shape]>([
		["register/register.json", registerShape],
		["agreements/agreements.json", agreementsShape],
	])("gives %s in exactly the shape that is documented", (path, shape) => {
		const ajv = new Ajv2020({ allErrors: true });
		formats.default(ajv);
		const validate = ajv.compile(shape);
		const value = JSON.parse(files.public?.get(path) ?? "");
		expect(validate(value) ? [] : validate.errors).toEqual([]);
		expect(validate({ ...value, people: [] })).toBe(false);
	});

	it("says which fields help to identify a person, by their sensitivity or by a mark", async () => {
		const marked = makeRegisterRecords(join(folder, "marked"), makeKeys(join(folder, "more-keys")));
		const page = "dictionary/sources/hampton/clinical.patients.md";
		commit(marked, { [page]: patientPage("ordinary\n- Helps to identify: yes") });
		const reading = await read(marked, "public");
		const made = await Array.fromAsync(registerFiles(reading));
		const text = made.find(({ path }) => path === "register/register.json")?.text ?? "";
		const shape = new Ajv2020({ allErrors: true });
		formats.default(shape);
		expect(shape.validate(registerShape, JSON.parse(text))).toBe(true);
		const [project] = JSON.parse(text).projects;
		expect(project.data.tables[0].fields).toMatchObject([
			{ field: "clinical.patients.patient_id", sensitivity: "direct-identifier", helpsToIdentify: true },
			{ field: "clinical.patients.sex", sensitivity: "ordinary", helpsToIdentify: true },
		]);
		// On the project's page only the mark is said: the sensitivity's own tag says the rest.
		const [table] = (await registerContents(reading)).projects[0]?.data.tables ?? [];
		expect(table?.fields.map(({ helpsToIdentify }) => helpsToIdentify)).toEqual([undefined, true]);
		const plain = JSON.parse(files.public?.get("register/register.json") ?? "").projects[0].data.tables[0].fields;
		expect(plain[1]).not.toHaveProperty("helpsToIdentify");
	});

	it("names no person and no hidden table, on the internal site neither", async () => {
		const names = await everybody(root);
		expect(names.length).toBeGreaterThan(10);
		for (const audience of ["public", "internal"]) {
			const text = [...(files[audience]?.values() ?? [])].join("\n");
			expect(text).toContain("Looks at how sepsis ends");
			expect(namesIn(text, names)).toEqual([]);
			expect(text).not.toMatch(/hidden_ward|secret ward/i);
		}
	});
});
