import { describe, expect, it } from "vitest";
import type { DictionaryEntry, Source } from "../../../scripts/schema/types.ts";
import { proposeClasses } from "../../../scripts/survey/propose/classes.ts";
import { proposeForSource } from "../../../scripts/survey/propose/propose.ts";

const source: Source = {
	id: "hampton",
	title: "Hampton",
	kind: "postgresql",
	connection: "HAMPTON_DATABASE_URL",
	schemas: ["lab"],
	patient: { table: "lab.patients", key: "patient_id" },
};

/** A table from lines such as `id bigint`, with its key and its foreign keys as column, table, column. */
function table(
	name: string,
	key: readonly string[],
	fields: readonly string[],
	...references: readonly (readonly [string, string, string])[]
): DictionaryEntry {
	return {
		...{ schemaVersion: 1, source: "hampton", schema: "lab", table: name, kind: "table", surveyed: "2026-11-22" },
		rows: "none",
		key: [...key],
		references: references.map(([from, target, to]) => ({ fields: [from], table: `lab.${target}`, to: [to] })),
		fields: fields.map((field) => {
			const [column = "", type = "integer", nullable] = field.split(" ");
			return { name: column, type, nullable: nullable === "null" };
		}),
	};
}

const patients = table("patients", ["patient_id"], ["patient_id"]);
const propose = (...tables: readonly DictionaryEntry[]) => proposeClasses([patients, ...tables], source, []);
const classOf = (id: string, ...tables: readonly DictionaryEntry[]) =>
	propose(...tables).classes.find((one) => one.table === `lab.${id}`);

describe("proposing classes", () => {
	it.each([
		["mpi", ["mpi_id", "code text"]],
		["empi_entries", ["mpi_id", "code text"]],
		["demographics", ["mpi_id", "code text"]],
		["master_patient_index", ["mpi_id", "code text"]],
		["people_list", ["mpi_id", "birth_year"]],
		["stammdaten", ["mpi_id", "nachname text"]],
	])("never takes %s for a table that explains codes, though others refer to it", (name, fields) => {
		const referring = table("stays", ["stay_id"], ["stay_id", "mpi_id"], ["mpi_id", name, "mpi_id"]);
		expect(classOf(name, table(name, ["mpi_id"], fields), referring)).toMatchObject({ class: "excluded" });
	});

	it("takes a look-up table for one still", () => {
		const units = table("units", ["unit_id"], ["unit_id", "label text", "description character(20)"]);
		const results = table("results", ["result_id"], ["result_id", "unit_id"], ["unit_id", "units", "unit_id"]);
		expect(classOf("units", units, results)).toEqual({
			table: "lab.units",
			class: "reference",
			reason: "others refer to it, and it to no patient",
		});
	});

	it("says what a way would leave out that may be empty", () => {
		const visits = table(
			"visits",
			["visit_id"],
			["visit_id", "patient_id integer null"],
			["patient_id", "patients", "patient_id"],
		);
		const results = table("results", ["result_id"], ["result_id", "visit_id"], ["visit_id", "visits", "visit_id"]);
		expect(propose(visits, results).classes.map(({ reason }) => reason)).toEqual([
			"the patients",
			"by patient_id to lab.patients; rows whose patient_id is empty belong to no patient and are left out",
			"by visit_id to lab.visits, then patient_id to lab.patients; rows that lead to a row of lab.visits whose patient_id is empty belong to no patient and are left out",
		]);
	});
});

describe("a laboratory whose samples' patients stand in a table of their own", () => {
	const sample = table("sample", ["sample_id"], ["sample_id", "kind text"]);
	const result = table("result", ["result_id"], ["result_id", "sample_id"], ["sample_id", "sample", "sample_id"]);
	const human = (key: readonly string[]) =>
		table(
			"sample_human",
			key,
			["id", "sample_id", "patient_id"],
			["sample_id", "sample", "sample_id"],
			["patient_id", "patients", "patient_id"],
		);

	it("is shared in no part until a person has looked, and told of in a line", () => {
		expect(propose(sample, result, human(["sample_id"]))).toMatchInlineSnapshot(`
			{
			  "classes": [
			    {
			      "class": "patient",
			      "reason": "the patients",
			      "table": "lab.patients",
			    },
			    {
			      "class": "excluded",
			      "reason": "lab.sample_human may hold its patients: see below",
			      "table": "lab.sample",
			    },
			    {
			      "class": "excluded",
			      "reason": "lab.sample_human may hold its patients: see below",
			      "table": "lab.result",
			    },
			    {
			      "class": "patient",
			      "reason": "by patient_id to lab.patients",
			      "table": "lab.sample_human",
			    },
			  ],
			  "open": [
			    {
			      "about": "may be about the patient of the one row of lab.sample_human that refers to it: if so, relate it from lab.sample.sample_id to lab.sample_human.sample_id",
			      "from": "lab.sample.sample_id",
			    },
			  ],
			}
		`);
	});

	it("leads to the patients once the relation is declared as the line has it", () => {
		const relation = { from: "lab.sample.sample_id", to: "lab.sample_human.sample_id" };
		const { classes, open } = proposeClasses(
			[patients, sample, result, human(["sample_id"])],
			{ ...source, relations: [relation] },
			[relation],
		);
		expect(new Set(classes.map((one) => one.class))).toEqual(new Set(["patient"]));
		expect(open).toEqual([]);
	});

	it("is not told of where several patients may share a sample", () => {
		expect(propose(sample, result, human(["id"])).open).toEqual([]);
		expect(classOf("sample", sample, result, human(["id"]))?.reason).not.toContain("sample_human");
	});

	it("is a person's decision where the source list has made one", () => {
		const listed: Source = { ...source, tables: { "lab.sample": { class: "excluded" } } };
		expect(proposeClasses([patients, sample, human(["sample_id"])], listed, []).open).toEqual([]);
	});
});

describe("a number that the patient table has too", () => {
	const people = {
		...table("patients", ["patient_id"], ["patient_id", "nhs_number text"]),
		uniqueKeys: [["nhs_number"]],
	};
	const letters = table("letters", ["letter_id"], ["letter_id", "nhs_number text", "patient_key integer"]);

	it("proves nothing, but is hinted at where a table leads to no patient", () => {
		const { classes, open } = proposeClasses([people, letters], source, []);
		expect(classes[1]).toMatchObject({ class: "excluded" });
		expect(open).toEqual([
			{
				from: "lab.letters.nhs_number",
				about: "has the name of lab.patients.nhs_number, which is unique but not the patient's key",
			},
		]);
		const linked = { ...letters, references: [{ fields: ["patient_key"], table: "lab.patients", to: ["patient_id"] }] };
		expect(proposeClasses([people, linked], source, []).open).toEqual([]);
	});

	it("stands below what is proposed, in a line a column", () => {
		expect(proposeForSource([people, letters], source).slice(2)).toMatchInlineSnapshot(`
			[
			  "    tables:",
			  "      lab.patients: { class: patient } # the patients",
			  "      lab.letters: { class: excluded } # nothing links it to a patient",
			  "# Left for a person to find out:",
			  "# - lab.letters.nhs_number has the name of lab.patients.nhs_number, which is unique but not the patient's key",
			]
		`);
	});
});
