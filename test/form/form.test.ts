import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { locateBody } from "../../scripts/dictionary/slots.ts";
import { git } from "../support/repository.ts";
import { copyWorld, makeWorld, patients, swap, type World } from "./world.ts";

let first: World;
let world: World;
beforeAll(() => {
	first = makeWorld();
});
beforeEach(() => {
	world = copyWorld(first);
});

const fieldsOf = (form: string): string[] => [...form.matchAll(/^### Field `(.*)`$/gm)].map(([, name = ""]) => name);
const tablesOf = (form: string): string[] => [...form.matchAll(/^## Table `(.*)`$/gm)].map(([, name = ""]) => name);

describe("hub form", () => {
	it("asks about every table and field of the dictionary, and loads back without a change", async () => {
		const form = await world.form();
		const pages = git(world.root, "ls-files", "dictionary/sources/hampton")
			.split("\n")
			.filter((path) => path.endsWith(".md"));
		const sections = pages.flatMap(
			(path) => locateBody(world.page(path).replace(/^---\n[\s\S]*?\n---\n/, "")).sections,
		);
		expect(tablesOf(form)).toHaveLength(pages.length);
		expect(fieldsOf(form)).toHaveLength(sections.length);
		expect(form).toContain(`Made from commit: \`${git(world.root, "rev-parse", "HEAD")}\``);
		expect(await world.load(form)).toEqual({ exit: "done", lines: ["0 places changed."] });
		expect(git(world.root, "status", "--porcelain")).toBe("");
	});

	it("is the same document for the same commit and slice", async () => {
		expect(await world.form({ owner: "Pharmacy" })).toBe(await first.form({ owner: "Pharmacy" }));
	});

	it("gives enough to fill in each place without the database", async () => {
		world.write(
			patients,
			swap(world.page(patients), "Sex recorded on registration.\n\n- Sensitivity: quasi-identifier\n", ""),
		);
		world.commit();
		const form = await world.form({ table: "clinical.patients", blankOnly: true });
		expect(form.slice(form.indexOf("## Table"))).toMatchInlineSnapshot(`
			"## Table \`hampton/clinical.patients\`

			In the database: table of Hampton Hospital's clinical records; each row is about one patient; rows: 1,000 to 9,999; answered for by Health Records.

			A row is told apart by: \`patient_id\`

			The database enforces: \`CHECK ((date_of_death >= date_of_birth))\`

			The database enforces: \`CHECK ((general_practice ~ '^[A-Z][0-9]{5}$'::text))\`

			The database enforces: \`CHECK ((mother_id <> patient_id))\`

			The database enforces: \`CHECK ((postcode ~ '^[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}$'::text))\`

			Note in the database: Master patient index. One row per registration; see Health Records for merges.

			### Field \`hampton/clinical.patients.sex\`

			In the database: one of a fixed list (\`clinical.sex\`); never missing; different values: under 10.

			Allowed values: \`F\`, \`M\`, \`I\`, \`U\`

			Suggested, for you to decide: quasi-identifier, because its name has 'sex'

			#### Description (what the value says, who or what records it and when, what is odd or missing in it)

			#### Details

			- Sensitivity (direct-identifier, quasi-identifier, special-category, free-text or ordinary, as explained above):
			- Helps to identify (yes or no, as explained above):
			- Unit (what it is measured in, such as mmol/L or days):
			- Acceptable range (what can be true at all, such as 20 to 300, at least 0 or at most 1):
			- Values (each code in backticks with its meaning, such as \`F\` = female; \`M\` = male): \`F\` = Female; \`M\` = Male; \`I\` = Indeterminate; \`U\` = Not known
			- Where it comes from (the form, device or system that it is first written in): Asked on registration
			- Owner (the department that answers for it, only if it is not the table's):
			- Glossary (terms of the glossary that explain it, with commas between): [Sex](../../glossary/sex.md)
			"
		`);
	});

	it("explains the mark, and suggests it of what others know of a person", async () => {
		const form = await world.form({ table: "clinical.patients" });
		expect(form).toContain("Whether a field helps to identify a person is another question");
		expect(form).toContain(
			"Suggested, for you to decide: special-category, because its name has 'ethnic'; it may help to identify a person too\n",
		);
	});

	it("shows a description that stands elsewhere as inherited until somebody confirms it", async () => {
		const path = "dictionary/sources/hampton/clinical.measurements.md";
		world.write(path, swap(world.page(path), "The patient who was measured.\n\n", ""));
		world.commit();
		const form = await world.form({ table: "clinical.measurements", blankOnly: true });
		expect(form).toContain(
			"Inherited until you confirm it, from `hampton/clinical.patients.patient_id`: Number that the patient administration system gives",
		);
		expect((await world.load(form)).lines).toEqual(["0 places changed."]);
	});

	it("asks an owner about that owner's tables and fields only", async () => {
		const path = "dictionary/sources/hampton/clinical.visits.md";
		world.write(path, swap(world.page(path), "- Where it comes from", "- Owner: Pharmacy\n- Where it comes from"));
		world.commit();
		const form = await world.form({ owner: "pharmacy" });
		expect(tablesOf(form)).toEqual([
			"hampton/clinical.medication",
			"hampton/clinical.visits",
			"hampton/reference.medicines",
		]);
		expect(fieldsOf(form).filter((name) => name.includes("visits."))).toHaveLength(1);
		expect((await world.load(form)).lines).toEqual(["0 places changed."]);
	});

	it("leaves out what is gone from the database", async () => {
		world.write(patients, swap(world.page(patients), "  - name: town\n", "  - name: town\n    retired: 2026-11-01\n"));
		world.commit();
		expect(fieldsOf(await world.form({ table: "clinical.patients" }))).not.toContain("hampton/clinical.patients.town");
	});

	it("refuses a dictionary with changes that are not committed", async () => {
		world.write(patients, `${world.page(patients)}\nMore.\n`);
		await expect(world.form()).rejects.toThrow(/1 change that is not committed, such as dictionary\/.*patients\.md/);
		git(world.root, "checkout", "--quiet", ".");
		writeFileSync(join(world.root, "dictionary/new.md"), "New");
		await expect(world.form()).rejects.toThrow(/such as dictionary\/new\.md/);
	});

	it.each([
		["source", { source: "hamptn" }, 'no source "hamptn". Did you mean "hampton"?'],
		["owner", { owner: "Pharmcy" }, 'no owner "Pharmcy". Did you mean "Pharmacy"?'],
		["table", { table: "clinical.patient" }, 'no table "clinical.patient". Did you mean "clinical.patients"?'],
	])("refuses a %s that the dictionary does not have", async (_, slice, message) => {
		await expect(world.form(slice)).rejects.toThrow(message);
	});

	it("writes a new file, and never over another", async () => {
		const out = join(world.root, "..", "form-out.md");
		expect(await world.form({ out, owner: "Pharmacy" })).toMatch(
			/form-out\.md: form pharmacy-[0-9a-f]{8}, 2 tables, \d+ fields\.\n$/,
		);
		expect(existsSync(out)).toBe(true);
		const text = readFileSync(out, "utf8");
		await expect(world.form({ out })).rejects.toThrow("the file exists");
		expect(readFileSync(out, "utf8")).toBe(text);
	});

	it("says so when a page cannot be read, because the form would be incomplete", async () => {
		world.write(patients, swap(world.page(patients), "schemaVersion: 1", "schemaVersion: x"));
		world.commit();
		await expect(world.form()).rejects.toThrow(/clinical\.patients\.md:\d+/);
	});

	it("takes several forms in any order, whatever was loaded before", async () => {
		const [pharmacy, nursing] = [await world.form({ owner: "Pharmacy" }), await world.form({ owner: "Nursing" })];
		const late = swap(pharmacy, "#### Details\n\n- Sensitivity", "#### Details\n\n- Sensitivity").replace(
			/(- Unit \([^)]*\):)\n/,
			"$1 mg\n",
		);
		expect((await world.load(nursing.replace(/(- Unit \([^)]*\):)\n/, "$1 kg\n"))).lines.at(-1)).toBe(
			"1 place changed on 1 page.",
		);
		world.commit();
		expect((await world.load(late)).lines.at(-1)).toBe("1 place changed on 1 page.");
		expect((await world.load(late)).lines).toEqual(["0 places changed."]);
	});
});
