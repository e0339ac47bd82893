import { describe, expect, it } from "vitest";
import { UserError } from "../../scripts/issue/user-error.ts";
import { planShare } from "../../scripts/plan/share-plan.ts";
import { makeRecords, makeRequest, makeSource, type TableSketch } from "../snapshot/source-maker.ts";

const patients: TableSketch = {
	key: ["patient_id"],
	columns: {
		patient_id: "bigint; direct-identifier",
		name: "text; direct-identifier",
		born: "date; quasi-identifier",
		mother_id: "bigint; direct-identifier",
		score: "numeric(6,2)",
		unread: "text; none",
	},
	references: [["mother_id", "ward.patients", "patient_id"]],
};
const visits: TableSketch = {
	key: ["visit_id"],
	columns: {
		visit_id: "integer",
		patient_id: "bigint; direct-identifier",
		ward: "text",
		at: "timestamp with time zone",
	},
	references: [
		["patient_id", "ward.patients", "patient_id"],
		["ward", "ward.wards", "ward"],
	],
};
const results: TableSketch = {
	key: ["result_id"],
	columns: { result_id: "integer", visit_id: "integer", kind: "ward.kind", value: "numeric(8,2)" },
	references: [["visit_id", "ward.visits", "visit_id"]],
	ranges: { value: { atLeast: 1, atMost: 500 } },
	metadata: { kind: { values: ["a", "b"] } },
};
const wards: TableSketch = { class: "reference", key: ["ward"], columns: { ward: "text", opened: "date" } };
const secrets: TableSketch = { class: "excluded", columns: { patient_id: "bigint" } };
const tables = {
	"ward.patients": patients,
	"ward.results": results,
	"ward.secrets": secrets,
	"ward.visits": visits,
	"ward.wards": wards,
};
const source = makeSource(tables);

function issuesOf(work: () => unknown): readonly string[] {
	try {
		work();
	} catch (error) {
		if (error instanceof UserError) return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
		throw error;
	}
	return [];
}

describe("planShare", () => {
	it("gives tables, types, keys and references of the share", () => {
		const request = makeRequest({
			"ward.results.visit_id": "pseudonymise",
			"ward.results.kind": "keep",
			"ward.results.value": "keep",
			"ward.visits.visit_id": "pseudonymise",
			"ward.visits.patient_id": "pseudonymise",
			"ward.visits.at": "date-shift",
			"ward.visits.ward": "keep",
			"ward.wards.ward": "keep",
			"ward.patients.patient_id": "pseudonymise",
			"ward.patients.mother_id": "pseudonymise",
			"ward.patients.born": "year",
			"ward.patients.name": "redact",
			"ward.patients.score": "keep",
		});
		const plan = planShare(request, makeRecords(source));
		const summary = plan.tables.map(({ name, file, columns, primaryKey, references, remappings, patientLink }) => ({
			name,
			file,
			columns: columns.map((column) => `${column.name} ${column.type}`).join(", "),
			primaryKey,
			references: references.map(({ columns: from, table, to }) => `${from} -> ${table}(${to})`),
			lookups: remappings.map(({ columns: from, table }) => `${from} -> ${table.table}`),
			link: patientLink && [...patientLink.joins.map(({ table }) => table), patientLink.column].join(" "),
		}));
		expect(summary).toMatchInlineSnapshot(`
			[
			  {
			    "columns": "patient_id uuid, name text, born integer, mother_id uuid, score numeric",
			    "file": "data/patients.csv",
			    "link": "patient_id",
			    "lookups": [
			      "mother_id -> patients",
			    ],
			    "name": "patients",
			    "primaryKey": [
			      "patient_id",
			    ],
			    "references": [
			      "mother_id -> patients(patient_id)",
			    ],
			  },
			  {
			    "columns": "visit_id uuid, kind text, value numeric",
			    "file": "data/results.csv",
			    "link": "visits patient_id",
			    "lookups": [],
			    "name": "results",
			    "primaryKey": [],
			    "references": [
			      "visit_id -> visits(visit_id)",
			    ],
			  },
			  {
			    "columns": "visit_id uuid, patient_id uuid, ward text, at timestamp with time zone",
			    "file": "data/visits.csv",
			    "link": "patient_id",
			    "lookups": [],
			    "name": "visits",
			    "primaryKey": [
			      "visit_id",
			    ],
			    "references": [
			      "patient_id -> patients(patient_id)",
			      "ward -> wards(ward)",
			    ],
			  },
			  {
			    "columns": "ward text",
			    "file": "data/wards.csv",
			    "link": undefined,
			    "lookups": [],
			    "name": "wards",
			    "primaryKey": [
			      "ward",
			    ],
			    "references": [],
			  },
			]
		`);
		expect(plan.ranges.map(({ column, expected, origin }) => `${column} ${expected} ${origin}`)).toEqual([
			"value 1 to 500 dictionary",
		]);
	});

	it("reports everything that stands in the way at once", () => {
		const request = makeRequest(
			{
				"ward.visits.ward": "year",
				"ward.wards.opened": "date-shift",
				"ward.patients.unread": "keep",
				"ward.secrets.patient_id": "pseudonymise",
				"ward.nowhere.x": "keep",
				"ward.results.value": "year",
			},
			{
				cohort: [
					{ field: "ward.visits.at", at_least: 3 },
					{ field: "ward.patients.born", is: "yesterday" },
					{ field: "ward.wards.ward", is: "A" },
					{
						any: [
							{
								all: [
									{ field: "ward.visits.ward", is: "A" },
									{ field: "ward.patients.score", is: 1 },
								],
							},
						],
					},
					{ field: "ward.visits.ward", in_value_set: "wards" },
					{ field: "ward.results.value", from: "2026-01-01" },
				],
				rows: { "ward.visits": [{ field: "ward.patients.score", is: 1 }] },
				ranges: [{ field: "ward.patients.score", at_least: 1 }],
				law: {
					article6: "6(1)(a)",
					article9: "9(2)(a)",
					confidentiality: { basis: "explicit-consent" },
					dpia: "DPIA-1",
				},
			},
		);
		expect(issuesOf(() => planShare(request, makeRecords(source)))).toMatchInlineSnapshot(`
			[
			  "law.confidentiality: the request rests on explicit consent, but names no consent purpose",
			  "law.confidentiality: the source ward does not record consent",
			  "cohort.0: ward.visits.at: "at_least" and "at_most" need a number, and this field is timestamp with time zone",
			  "cohort.1: ward.patients.born: a value is not a date",
			  "cohort.4: the vocabulary has no value set wards",
			  "cohort.5: ward.results.value: "from" and "before" need a date, and this field is numeric",
			  "cohort.2: ward.wards is not a table about patients, so it cannot choose any",
			  "cohort.3.any.0: conditions under "all" must be about one table",
			  "fields.0.treatment: ward.visits.ward: the treatment year needs a date, and this field is text",
			  "fields.1.treatment: ward.wards.opened: the treatment date-shift moves a patient's dates, and this table is about none",
			  "fields.2: nobody has confirmed how sensitive ward.patients.unread is",
			  "fields.4: ward.nowhere.x is not in the dictionary of ward",
			  "fields.5.treatment: ward.results.value: the treatment year needs a date, and this field is numeric",
			  "rows.ward.visits.0: ward.patients.score is not a field of ward.visits",
			  "fields: ward.secrets is not shared: the source list excludes it or does not name it",
			  "ranges.0: a range is checked on the data shared, and ward.patients.score is not shared as it is",
			]
		`);
	});

	it("refuses a table that leads to the patient in several ways, until the source list chooses one", () => {
		const births: TableSketch = {
			columns: { child_id: "bigint", mother_id: "bigint", weight: "integer" },
			references: [
				["child_id", "ward.patients", "patient_id"],
				["mother_id", "ward.patients", "patient_id"],
			],
		};
		const request = makeRequest({ "ward.births.weight": "keep" });
		const ambiguous = makeSource({ ...tables, "ward.births": births });
		expect(issuesOf(() => planShare(request, makeRecords(ambiguous)))).toMatchInlineSnapshot(`
			[
			  "tables.ward.births.path: ward.births leads to the patient table in several ways (child_id to ward.patients; mother_id to ward.patients)",
			]
		`);
		const chosen = makeSource({ ...tables, "ward.births": { ...births, path: ["ward.births.child_id"] } });
		const [table] = planShare(request, makeRecords(chosen)).tables;
		expect(table?.path.map(({ columns }) => columns)).toEqual([["child_id"]]);
	});

	it("refuses a table that leads to no patient, and a declared path that leads elsewhere", () => {
		const loose: TableSketch = { columns: { note: "text" } };
		const request = makeRequest({ "ward.loose.note": "keep" });
		expect(issuesOf(() => planShare(request, makeRecords(makeSource({ ...tables, "ward.loose": loose }))))).toEqual([
			"tables.ward.loose.path: no foreign key leads from ward.loose to the patient table ward.patients",
		]);
		const astray = makeSource({ ...tables, "ward.visits": { ...visits, path: ["ward.visits.ward"] } });
		expect(issuesOf(() => planShare(makeRequest({ "ward.visits.at": "keep" }), makeRecords(astray)))).toEqual([
			"tables.ward.visits.path: the path of ward.visits does not lead on from ward.visits.ward by one foreign key or relation",
		]);
	});

	it("never goes to the patient through a reference table", () => {
		const staff: TableSketch = {
			class: "reference",
			key: ["staff_id"],
			columns: { staff_id: "integer", patient_id: "bigint" },
			references: [["patient_id", "ward.patients", "patient_id"]],
		};
		const rota: TableSketch = {
			columns: { staff_id: "integer" },
			references: [["staff_id", "ward.staff", "staff_id"]],
		};
		const request = makeRequest({ "ward.rota.staff_id": "keep" });
		const records = makeRecords(makeSource({ ...tables, "ward.staff": staff, "ward.rota": rota }));
		expect(issuesOf(() => planShare(request, records))).toHaveLength(1);
	});

	it("names tables of the same name apart, whatever their schemas are called", () => {
		const odd = makeSource({
			...tables,
			'"Old Ward"."Wards"': wards,
			'ward."wards!"': wards,
		});
		const request = makeRequest({
			"ward.wards.ward": "keep",
			'"Old Ward"."Wards".ward': "keep",
			'ward."wards!".ward': "keep",
		});
		expect(planShare(request, makeRecords(odd)).tables.map(({ file }) => file)).toEqual([
			"data/ward_wards.csv",
			"data/old_ward_wards.csv",
			"data/ward_wards_2.csv",
		]);
	});

	it("takes the same field twice for a mistake", () => {
		const request = makeRequest({ "ward.visits.ward": "keep", '"ward".visits.ward': "redact" });
		expect(issuesOf(() => planShare(request, makeRecords(source)))).toEqual([
			"fields.1: ward.visits.ward is asked for twice",
		]);
	});

	it("checks a contract's range only on values that are shared as they are", () => {
		const where = [{ field: "ward.results.kind", is: "a" }];
		const ranges = [{ field: "ward.results.value", at_least: 1, where }];
		const without = makeRequest({ "ward.results.value": "keep" }, { ranges });
		expect(issuesOf(() => planShare(without, makeRecords(source)))).toEqual([
			"ranges.0.where.0: a range is checked on the data shared, and ward.results.kind is not shared as it is",
		]);
		const withKind = makeRequest({ "ward.results.value": "keep", "ward.results.kind": "keep" }, { ranges });
		expect(planShare(withKind, makeRecords(source)).ranges[0]?.expected).toBe(
			"at least 1, where ward.results.kind is a",
		);
	});

	it("refuses an opt-out rule that could pass an objection over", () => {
		const code = makeSource(
			{ "ward.patients": { key: ["patient_id"], columns: { patient_id: "integer", objects: "character(1)" } } },
			{ optOut: { field: "ward.patients.objects" } },
		);
		expect(
			issuesOf(() => planShare(makeRequest({ "ward.patients.patient_id": "pseudonymise" }), makeRecords(code))),
		).toEqual([
			'law.confidentiality: the source list\'s opt-out rule cannot be applied: "ward.patients.objects" is character(1), and only a true-or-false column says who objects',
		]);
	});
});
