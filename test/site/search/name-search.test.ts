import { assert, property, string } from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { nameCatalogue } from "../../../scripts/site/search/catalogue.ts";
import { listNames, type NameCatalogue } from "../../../scripts/site/search/name-catalogue.ts";
import { wordCatalogue } from "../../../scripts/site/search/told-words.ts";
import type { Hit, NameSearch } from "../../../site/src/search/hit.ts";
import { makeNameSearch } from "../../../site/src/search/name-search.ts";
import { siteReading } from "../../support/site.ts";

/** A catalogue of these tables, each with its fields by name and what stands for their sensitivity. */
function made(
	tables: Readonly<Record<string, Readonly<Record<string, string>>>>,
	more: Partial<NameCatalogue> = {},
): NameCatalogue {
	const fields = Object.values(tables).flatMap((table) => Object.entries(table));
	const { names, numbers } = listNames(fields.map(([name]) => name));
	return {
		schemaVersion: 1,
		sources: [{ id: "made", title: "Made", tables: Object.keys(tables).length, patient: 0 }],
		types: ["text"],
		terms: [],
		tables: {
			id: Object.keys(tables),
			title: Object.keys(tables).map(() => ""),
			slug: Object.keys(tables).map(() => ""),
			class: "p".repeat(Object.keys(tables).length),
			fields: Object.values(tables).map((table) => Object.keys(table).length),
			retired: [],
		},
		names,
		fields: {
			name: numbers,
			type: fields.map(() => 0),
			sensitivity: fields.map(([, letter]) => letter).join(""),
			retired: [],
		},
		...more,
	};
}

const ids = (hits: readonly Hit[]) => hits.map(({ field, table }) => field ?? table);

describe("the search by name, in the demonstration", () => {
	let search: NameSearch;
	beforeAll(async () => {
		search = makeNameSearch(nameCatalogue(await siteReading("internal")));
	});

	it.each([
		["patient.dob", "clinical.patients.date_of_birth"],
		["patients.date_of_birth", "clinical.patients.date_of_birth"],
		["clinical.patients.date_of_birth", "clinical.patients.date_of_birth"],
		["CLINICAL.PATIENTS.DATE_OF_BIRTH", "clinical.patients.date_of_birth"],
		["date of birth", "clinical.patients.date_of_birth"],
		["birth date", "clinical.patients.date_of_birth"],
		["birthdate", "clinical.patients.date_of_birth"],
		["DateOfBirth", "clinical.patients.date_of_birth"],
		["dob", "clinical.patients.date_of_birth"],
		["patient date of birth", "clinical.patients.date_of_birth"],
		["date of brith", "clinical.patients.date_of_birth"],
		["MRN", "clinical.patients.hospital_number"],
		["medical record number", "clinical.patients.hospital_number"],
		["local patient identifier", "clinical.patients.hospital_number"],
		["NHS no.", "clinical.patients.nhs_number"],
		["patient postcode", "clinical.patients.postcode"],
		["pcode", "clinical.patients.postcode"],
		["patients", "clinical.patients"],
		["clinical.patients", "clinical.patients"],
		["Laboratory results", "clinical.lab_results"],
		["date admitted", "clinical.visits.admitted_at"],
		["visit.date_admitted", "clinical.visits.admitted_at"],
		["date of discharge", "clinical.visits.discharged_at"],
		["admission date", "clinical.visits.admitted_at"],
		["discharge date", "clinical.visits.discharged_at"],
		["diagnosed", "clinical.diagnoses"],
		["died", "clinical.patients.date_of_death"],
		["length of stay", "clinical.visit_summaries.stay_days"],
		["lenght of stay", "clinical.visit_summaries.stay_days"],
		["GP", "clinical.patients.general_practice"],
	])("puts first for %j: %s", (query, first) => {
		expect(ids(search(query, 5))[0]).toBe(first);
	});

	it.each(["zzqx", "qwertyuiop", "patient zzqx", "xx.dob", "...", "", "   ", "\u0000", "of the", "999999"])(
		"finds nothing for %j",
		(query) => {
			expect(search(query, 5)).toEqual([]);
		},
	);

	it.each([
		["visit medication dose", "clinical.medication.dose"],
		["lab test date", "reference.lab_tests"],
	])("finds what meets the most telling words where nothing meets all of %j: %s", (query, first) => {
		const found = search(query, 20);
		expect(ids(found)[0]).toBe(first);
		expect(found.map(({ partial }) => partial)).not.toContain(undefined);
	});

	it("says nothing of partial hits where a name meets all words", () => {
		expect(search("date of birth", 20).map(({ partial }) => partial)).not.toContain(true);
	});

	it("lists a table's fields after a dot", () => {
		const found = search("clinical.patients.", 50);
		expect(found[0]).toMatchObject({ kind: "table", table: "clinical.patients" });
		expect(found.slice(1, 4).map(({ name }) => name)).toEqual(["patient_id", "hospital_number", "nhs_number"]);
		expect(new Set(found.map(({ table }) => table))).toEqual(new Set(["clinical.patients"]));
	});

	it.each(["dat", "date", "date of", "date of b", "date of birt", "patients.", "patients.da"])(
		"finds a field while its name is being typed: %j",
		(typed) => {
			expect(ids(search(typed, 30))).toContain("clinical.patients.date_of_birth");
		},
	);

	it("tells what a hit is, and where", () => {
		expect(search("nhs number", 1)).toEqual([
			{
				kind: "field",
				source: "hampton",
				sourceTitle: "Hampton Hospital's clinical records",
				table: "clinical.patients",
				tableTitle: "Patients",
				tableClass: "patient",
				field: "clinical.patients.nhs_number",
				name: "nhs_number",
				type: "text",
				sensitivity: "direct-identifier",
				canRequest: true,
				retired: false,
				terms: ["NHS number"],
				address: "dictionary/hampton/clinical.patients/#field-nhs_number",
			},
		]);
	});

	it("says that a request cannot ask for free text, or for a table that is not shared", () => {
		const [text] = search("clinical.notes.text", 1);
		const excluded = search("audit.access_log.", 5).filter(({ kind }) => kind === "field");
		expect([text?.canRequest, text?.sensitivity]).toEqual([false, "free-text"]);
		expect(excluded.map(({ canRequest }) => canRequest)).not.toContain(true);
	});

	it("takes any question without failing, however long or odd, and keeps to the limit", () => {
		assert(
			property(string({ unit: "binary", maxLength: 60 }), (query) => {
				expect(search(query, 3).length).toBeLessThanOrEqual(3);
			}),
		);
		expect(search("date ".repeat(10_000), 3).length).toBeLessThanOrEqual(3);
		expect(search("patient", 0)).toEqual([]);
	});
});

describe("the search by name, with what people tell of fields", () => {
	let named: NameSearch;
	let search: NameSearch;
	beforeAll(async () => {
		const reading = await siteReading("internal");
		named = makeNameSearch(nameCatalogue(reading));
		search = makeNameSearch(nameCatalogue(reading), wordCatalogue(reading));
	});

	it.each([
		["potassium", "clinical.lab_results.test_code"],
		["haemoglobin", "clinical.lab_results.test_code"],
		["haemoglobn", "clinical.lab_results.test_code"],
		["hemoglobin", "clinical.lab_results.test_code"],
		["blood pressure", "clinical.measurements.type"],
		["weight", "clinical.measurements.type"],
	])("finds a field by its values or its description, for %j: %s", (query, first) => {
		expect(ids(named(query, 5))).not.toContain(first);
		expect(ids(search(query, 5))[0]).toBe(first);
	});

	it("puts names first, and says what is no name", () => {
		expect(search("died", 3).map(({ told }) => told)).toEqual([undefined, true, true]);
		expect(ids(search("died", 3))).toEqual([
			"clinical.patients.date_of_death",
			"clinical.visit_summaries.discharge_method",
			"clinical.visits.discharge_method",
		]);
	});

	it.each(["patients.date_of_birth", "date of birth", "MRN", "sex", "clinical.patients", "sepsis"])(
		"adds nothing where something is called just so: %j",
		(query) => {
			expect(search(query, 60)).toEqual(named(query, 60));
		},
	);

	it.each(["zzqx", "qwertyuiop", "patient zzqx", "xx.dob", "...", "   ", "of the", "999999"])(
		"finds nothing for %j",
		(query) => {
			expect(search(query, 5)).toEqual([]);
		},
	);
});

describe("the search by name, among names like each other", () => {
	it("puts a name before one that only begins so, and that before a longer one", () => {
		const search = makeNameSearch(
			made({ "a.t": { weight_recorded_by_nurse: "O", weights: "O", weight_kg: "O", weight: "O" } }),
		);
		expect(ids(search("weight", 4))).toEqual([
			"a.t.weight",
			"a.t.weights",
			"a.t.weight_kg",
			"a.t.weight_recorded_by_nurse",
		]);
	});

	it("puts the patients' own field before others of its name, and what is gone from the database last", () => {
		const tables = {
			"a.babies": { date_of_birth: "Q" },
			"a.people": { date_of_birth: "Q" },
			"a.staff": { date_of_birth: "q" },
		};
		const plain = made(tables);
		const { sources, tables: listed, fields } = plain;
		const search = makeNameSearch({
			...plain,
			sources: sources.map((source) => ({ ...source, patient: 1 })),
			tables: { ...listed, class: "ppx" },
		});
		expect(ids(search("dob", 3))).toEqual([
			"a.people.date_of_birth",
			"a.babies.date_of_birth",
			"a.staff.date_of_birth",
		]);
		const retired = makeNameSearch({ ...plain, fields: { ...fields, retired: [0] } });
		expect(retired("dob", 3).map(({ table, retired }) => [table, retired])).toEqual([
			["a.people", false],
			["a.staff", false],
			["a.babies", true],
		]);
	});

	it("knows names of any letters, by their exact id and by their words", () => {
		const search = makeNameSearch(made({ 'clinical."Lab Results"': { "a.b": "O", 'say "x"': "O", Größe: "O" } }));
		expect(ids(search('clinical."Lab Results"."a.b"', 1))).toEqual(['clinical."Lab Results"."a.b"']);
		expect(ids(search('clinical."Lab Results"."say ""x"""', 1))).toEqual(['clinical."Lab Results"."say ""x"""']);
		expect(ids(search("größe", 1))).toEqual(['clinical."Lab Results"."Größe"']);
		expect(search("a.b", 5)[0]?.address).toBe(`dictionary/made/clinical."Lab Results"/#field-a-x2e-b`);
	});

	it("works across sources, and says which one a hit is of", () => {
		const one = made({ "a.patients": { nhs_number: "D" }, "b.patients": { nhs_number: "D" } });
		const sources = [
			{ id: "north", title: "North", tables: 1, patient: 0 },
			{ id: "south", title: "South", tables: 1, patient: 1 },
		];
		const search = makeNameSearch({ ...one, sources });
		expect(search("nhs number", 5).map(({ sourceTitle }) => sourceTitle)).toEqual(["North", "South"]);
		expect(search("south nhs number", 5).map(({ sourceTitle }) => sourceTitle)).toEqual(["South"]);
	});

	it("finds by what the glossary calls a field, word for word before in part", () => {
		const plain = made({ "a.t": { crp: "S", creatinine: "S", other: "S" } });
		const search = makeNameSearch({
			...plain,
			terms: [{ id: "crp", title: "C-reactive protein", synonyms: ["acute phase marker"], fields: [0] }],
		});
		expect(ids(search("C-reactive protein", 3))).toEqual(["a.t.crp"]);
		expect(ids(search("acute phase marker", 3))).toEqual(["a.t.crp"]);
		expect(ids(search("acute marker", 3))).toEqual(["a.t.crp"]);
		expect(search("acute", 1)[0]?.terms).toEqual(["C-reactive protein"]);
	});

	it("has an empty catalogue", () => {
		expect(makeNameSearch(made({}))("anything", 5)).toEqual([]);
	});
});
