import { describe, expect, it } from "vitest";
import type { Source } from "../../scripts/schema/types.ts";
import { explainSuggestion, explainSuggestions } from "../../scripts/sensitivity/explain.ts";

const source: Source = {
	...{ id: "pas", title: "PAS", kind: "postgresql", connection: "PAS", schemas: ["pas"] },
	patient: { table: "pas.patients", key: "patient_id" },
	tables: { "pas.wards": { class: "reference" }, "pas.blood_tests": { class: "patient" } },
	relations: [{ from: "pas.letters.addressee", to: "pas.patients.patient_id" }],
};

function tell(name: string, type: string, table = "patients", more: { comment?: string; others?: string[] } = {}) {
	const { comment, others = [] } = more;
	const field = { name, type, ...(comment === undefined ? {} : { comment }) };
	const fields = [name, ...others].map((other) => ({ name: other }));
	const key = table === "patients" ? ["patient_id"] : [];
	const suggestion = explainSuggestion(field, { schema: "pas", table, key, fields }, source);
	return suggestion && `${suggestion.sensitivity}: ${suggestion.reason}`;
}

describe("explaining a suggestion", () => {
	it.each([
		["nhsno", "text", "direct-identifier: its name has 'nhs no', short for 'nhs number'"],
		["NHSNumber", "text", "direct-identifier: its name has 'nhs number'"],
		["patient_id", "bigint", "direct-identifier: it is the key of pas.patients, a table about patients"],
		["surname", "text", "direct-identifier: its name has 'surname'"],
		["Name", "text", "direct-identifier: it is a name in a table of people"],
		["consultant_name", "text", "direct-identifier: it is the name of a consultant"],
		["nok_tel", "text", "direct-identifier: its name has 'nok', short for 'next of kin'"],
		["seen_on", "inet", "direct-identifier: its type, inet, is that of a network address"],
		["communication_needs", "text[]", "special-category: its name has 'communication need'"],
		["registered_gp", "text", "direct-identifier: it names a member of staff"],
		["pcode", "text", "quasi-identifier: its name has 'pcode', short for 'postcode'"],
		["dob", "date", "quasi-identifier: its name has 'dob', short for 'date of birth'"],
		["last_seen", "timestamp with time zone", "quasi-identifier: it is a date"],
		["eth_cat", "text", "special-category: its name has 'eth', short for 'ethnicity'"],
		["ethnic_category", "text", "special-category: its name has 'ethnic'"],
		["disability_type", "text", "special-category: its name has 'disability type'"],
		["treatment_function_code", "text", "ordinary: its name has 'treatment function'"],
		["organisation_code_of_treatment", "text", "ordinary: its name has 'organisation'"],
		["diagnosis_notes", "text", "free-text: its name has 'note', and its type takes any text"],
		["diagnosis_description", "text", "special-category: its name has 'diagnosis'"],
		["unit_type", "text", "ordinary: its name has 'unit'"],
		["hiv_status", "boolean", "special-category: its name has 'hiv'"],
		["gp_notes", "text", "free-text: its name has 'note', and its type takes any text"],
		["blob1", "bytea", "free-text: its type, bytea, can hold anything"],
		["extra", "character varying(4000)", "free-text: its type takes 4000 letters of any text"],
		["ward_id", "integer", "ordinary: its name has 'ward'"],
		["consultant_id", "integer", "ordinary: it is the number of a member of staff inside the database"],
		["frobnication", "text", undefined],
	])("of %s, %s, as %s", (name, type, told) => {
		expect(tell(name, type)).toBe(told);
	});

	it.each([
		["ethnic_category", true],
		["religion", true],
		["age_at_diagnosis", true],
		["diagnosis_code", undefined],
		["birth_weight", undefined],
		["cause_of_death", undefined],
	])("says of %s, a special category, whether it may help to identify a person too: %s", (name, mark) => {
		const field = { name, type: "text" };
		const suggestion = explainSuggestion(field, { schema: "pas", table: "facts", key: [], fields: [field] }, source);
		expect(suggestion?.sensitivity).toBe("special-category");
		expect(suggestion?.helpsToIdentify).toBe(mark);
	});

	it("leaves out what only tells about an identifier", () => {
		expect(tell("nhs_number_status", "text")).toBeUndefined();
		expect(tell("email_verified", "boolean")).toBeUndefined();
		expect(tell("allow_email", "character varying(3)")).toBeUndefined();
		expect(tell("allow_email", "character varying(4)")).toContain("direct-identifier");
	});

	it("takes the number of a row for an identifier where some column says whose row it is", () => {
		expect(tell("id", "integer", "sheets")).toBeUndefined();
		expect(tell("id", "integer", "sheets", { others: ["pid"] })).toBe(
			"direct-identifier: it numbers the rows of a table about patients",
		);
		expect(tell("encounter", "bigint", "vitals")).toBe(
			"direct-identifier: its name and type are those of a reference to one patient's record",
		);
	});

	it("believes what people have written in sources.yml", () => {
		expect(tell("addressee", "integer", "letters")).toBe(
			"direct-identifier: it refers to pas.patients, a table about patients",
		);
		expect(tell("level", "integer", "wards")).toBe(
			"ordinary: its table explains codes or kinds and leads to no patient",
		);
		expect(tell("row_id", "integer", "blood_tests")).toContain("direct-identifier");
	});

	it("takes the telephone number of a pharmacy for no person's, but the name of its contact for one", () => {
		expect(tell("phone", "text", "pharmacies")).toBe("ordinary: it describes an organisation or a place, not a person");
		expect(tell("contact_name", "text", "pharmacies")).toContain("direct-identifier");
	});

	it("reads the comment where the name says nothing", () => {
		expect(tell("x17", "text", "patients", { comment: "The patient's NHS number, if traced." })).toBe(
			"direct-identifier: its comment has 'nhs number'",
		);
		expect(tell("x17", "text", "patients", { comment: "Not used." })).toBeUndefined();
	});

	it("takes a number it does not know for special in a table of what was found in a patient, and nowhere else", () => {
		expect(tell("xyz", "numeric(5,1)", "patient_vitals")).toBe(
			"special-category: it is a number in a table whose name has 'vitals'",
		);
		expect(tell("xyz", "integer", "blood_tests")).toBe(
			"special-category: it is a number in a table whose name has 'blood'",
		);
		expect(tell("xyz", "integer", "patients")).toBeUndefined();
		expect(tell("line_order", "integer", "patient_vitals")).toBeUndefined();
		expect(tell("xyz", "text", "patient_vitals")).toBeUndefined();
	});

	it("takes a description for that of the code beside it, and for nothing where all texts are of one type", () => {
		const suggest = (name: string, types: Readonly<Record<string, string>>) => {
			const fields = Object.entries(types).map(([other, type]) => ({ name: other, type }));
			const table = { schema: "pas", table: "patient_things", key: [], fields };
			return explainSuggestions(table, source).get(name)?.sensitivity;
		};
		const short = "character varying(10)";
		expect(suggest("thing_description", { thing_description: "text", other_code: short })).toBe("free-text");
		expect(suggest("thing_description", { thing_description: "text", thing_code: short })).toBeUndefined();
		const texts = { a: "text", b: "text", c: "text" };
		expect(suggest("change_reason", { change_reason: "text", ...texts })).toBeUndefined();
		expect(suggest("change_reason", { change_reason: "text", ...texts, d: short })).toBe("free-text");
		expect(suggest("change_note", { change_note: "text", ...texts })).toBe("free-text");
	});

	it.each([
		["nachname", "text", "staff_codes_type"],
		["adresse_rue", "text", "typ_personen"],
		["名前", "text", "codes"],
		["фамилия", "text", "concept"],
		["nachname", "text", "wards"],
	])("does not call %s (%s) in %s ordinary for want of words", (name, type, table) => {
		expect(tell(name, type, table)).toBeUndefined();
	});

	it("keeps to caution for a date whose name it cannot read, and calls one that it can read ordinary", () => {
		expect(tell("geburtsdatum", "date", "codes")).toBe("quasi-identifier: it is a date");
		expect(tell("valid_start_date", "date", "codes")).toBe(
			"ordinary: it is a date of a table that leads to no patient",
		);
		expect(tell("valid_range_2", "text", "codes")).toMatch(/^ordinary: its table explains codes/);
	});

	it("says the same of one column as of all, and suggests nothing for one it has no ground for", () => {
		const fields = ["patient_id", "dob", "frobnication"].map((name) => ({ name, type: "text" }));
		const table = { schema: "pas", table: "patients", key: ["patient_id"], fields };
		const all = explainSuggestions(table, source);
		expect([...all.keys()]).toEqual(["patient_id", "dob"]);
		for (const field of fields) expect(explainSuggestion(field, table, source)).toEqual(all.get(field.name));
	});
});
