import { beforeAll, describe, expect, it } from "vitest";
import { pathToPatient } from "../../scripts/dictionary/path-to-patient.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { planShare } from "../../scripts/plan/share-plan.ts";
import { createDatabase } from "../support/database.ts";
import { createSource, makeRecords, makeRequest, makeSource, onDatabase, rowsOf } from "./source-maker.ts";
import { snapshotOf } from "./ward.ts";

const admission = (...columns: string[]) => columns.map((column) => `his.admissions.${column}`);
const relations = [
	{
		from: admission("hospital", "patient_no"),
		to: ["his.patients.hospital", "his.patients.patient_no"],
	},
	// The same link for somebody else, and in the other order.
	{
		from: admission("companion_no", "hospital"),
		to: ["his.patients.patient_no", "his.patients.hospital"],
	},
	{ from: admission("hospital", "ward"), to: ["his.wards.hospital", "his.wards.ward"] },
	{ from: ["his.moves.hospital", "his.moves.admission_no"], to: admission("hospital", "admission_no") },
];
const path = [admission("patient_no", "hospital")];

/** Two hospitals in one database, which number their patients and admissions alike and declare no foreign key. */
const his = makeSource(
	{
		"his.admissions": {
			key: ["hospital", "admission_no"],
			path,
			columns: {
				hospital: "text",
				admission_no: "integer",
				patient_no: "integer",
				companion_no: "integer",
				ward: "text",
				about: "text",
			},
		},
		"his.moves": {
			path: [["his.moves.hospital", "his.moves.admission_no"], ...path],
			columns: { hospital: "text", admission_no: "integer", day: "date", about: "text" },
		},
		"his.patients": {
			key: ["person_id"],
			columns: { person_id: "bigint", hospital: "text", patient_no: "integer", objects: "boolean", about: "text" },
		},
		"his.wards": { class: "reference", key: ["hospital", "ward"], columns: { hospital: "text", ward: "text" } },
	},
	{ patient: { table: "his.patients", key: "person_id" }, optOut: { field: "his.patients.objects" }, relations },
);

const rows = `
INSERT INTO his.patients VALUES (1, 'A', 7, false, 'A7'), (2, 'B', 7, true, 'B7'), (3, 'B', 8, false, 'B8'),
	(4, 'A', 9, false, 'A9'), (5, NULL, 9, false, 'nowhere'), (6, NULL, 9, false, 'nowhere too');
INSERT INTO his.wards VALUES ('A', 'x'), ('B', 'y');
INSERT INTO his.admissions VALUES ('A', 100, 7, 9, 'x', 'A7'), ('B', 100, 7, 8, 'y', 'B7'), ('B', 101, 8, 7, 'x', 'B8'),
	('A', 101, 9, NULL, NULL, 'A9'), ('C', 100, 7, 7, 'x', 'nobody'), ('B', 102, NULL, 8, 'y', 'nobody');
INSERT INTO his.moves VALUES ('A', 100, '2026-01-01', 'A7'), ('B', 100, '2026-01-02', 'B7'), ('B', 101, '2026-01-03', 'B8'),
	('C', 101, '2026-01-04', 'nobody'), (NULL, 100, '2026-01-05', 'nobody'), ('A', NULL, '2026-01-06', 'nobody')`;

const fields = {
	"his.patients.person_id": "pseudonymise",
	"his.patients.hospital": "keep",
	"his.patients.patient_no": "pseudonymise",
	"his.patients.about": "keep",
	"his.admissions.hospital": "keep",
	"his.admissions.admission_no": "pseudonymise",
	"his.admissions.patient_no": "pseudonymise",
	"his.admissions.companion_no": "pseudonymise",
	"his.admissions.ward": "keep",
	"his.admissions.about": "keep",
	"his.moves.hospital": "keep",
	"his.moves.admission_no": "pseudonymise",
	"his.moves.about": "keep",
	"his.wards.hospital": "keep",
	"his.wards.ward": "keep",
} as const;
const cohort = [{ field: "his.patients.person_id", is_null: false }];
const everything = makeRequest(fields, { cohort });

let url: string;
beforeAll(async () => {
	({ url } = await createDatabase());
	await createSource(url, his, rows);
});

describe("a relation by several columns", () => {
	it("gives each row to the patient whom all columns name, and to no other of the same number", async () => {
		const share = await snapshotOf(url, everything, makeRecords(his));
		const read = (sql: string) => rowsOf(share.url, sql);
		expect(await read("SELECT about FROM d0001.admissions ORDER BY 1")).toEqual([["A7"], ["A9"], ["B8"]]);
		expect(await read("SELECT about FROM d0001.moves ORDER BY 1")).toEqual([["A7"], ["B8"]]);
		expect(
			await read(`SELECT p.about, a.about FROM d0001.admissions a JOIN d0001.patients p USING (hospital, patient_no)
				ORDER BY 1`),
		).toEqual([
			["A7", "A7"],
			["A9", "A9"],
			["B8", "B8"],
		]);
		expect(
			await read(`SELECT a.about, m.about FROM d0001.moves m JOIN d0001.admissions a USING (hospital, admission_no)
				ORDER BY 1`),
		).toEqual([
			["A7", "A7"],
			["B8", "B8"],
		]);
	});

	it("empties the part that is somebody else's where that patient may not be shared, and keeps the row's own", async () => {
		const share = await snapshotOf(url, everything, makeRecords(his));
		expect(
			await rowsOf(
				share.url,
				`SELECT a.about, a.hospital, c.about, a.companion_no IS NULL, a.ward FROM d0001.admissions a
				LEFT JOIN d0001.patients c ON c.hospital = a.hospital AND c.patient_no = a.companion_no ORDER BY 1`,
			),
		).toEqual([
			["A7", "A", "A9", "f", "x"],
			["A9", "A", null, "t", null],
			// The companion B7 objects, and there is no ward x in hospital B.
			["B8", "B", null, "t", null],
		]);
		expect(share.tables.map(({ name, danglingReferences }) => [name, danglingReferences])).toEqual([
			["admissions", 2],
			["moves", 0],
			["patients", 0],
			["wards", 0],
		]);
	});

	it("stands as keys of the share", async () => {
		const share = await snapshotOf(url, everything, makeRecords(his));
		expect(
			await rowsOf(
				share.url,
				`SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
				WHERE connamespace = 'd0001'::regnamespace AND contype IN ('p', 'f') ORDER BY 1, 2`,
			),
		).toEqual([
			["d0001.admissions", "FOREIGN KEY (hospital, ward) REFERENCES d0001.wards(hospital, ward)"],
			["d0001.admissions", "PRIMARY KEY (hospital, admission_no)"],
			["d0001.moves", "FOREIGN KEY (hospital, admission_no) REFERENCES d0001.admissions(hospital, admission_no)"],
			["d0001.patients", "PRIMARY KEY (person_id)"],
			["d0001.wards", "PRIMARY KEY (hospital, ward)"],
		]);
	});

	it("bounds the cohort, however far the condition's table is", async () => {
		const days = [{ field: "his.moves.day", from: "2026-01-02", before: "2026-01-04" }];
		const share = await snapshotOf(url, { ...everything, cohort: days }, makeRecords(his));
		expect(await rowsOf(share.url, "SELECT about FROM d0001.patients")).toEqual([["B8"]]);
		expect(share.patients).toBe(1);
	});

	it("is refused where the columns referred to are together in several rows", async () => {
		const { url: doubled } = await createDatabase();
		await createSource(doubled, his, `${rows}; INSERT INTO his.patients VALUES (7, 'B', 8, false, 'B8 again')`);
		await expect(snapshotOf(doubled, everything, makeRecords(his))).rejects.toThrow(
			"his.patients has several rows with the same hospital, patient_no",
		);
	});

	it("is no relation where its columns cannot be paired, and then nothing is delivered", () => {
		const issues = (from: string | string[]) => {
			const request = makeRequest({ "his.patients.about": "keep" }, { cohort });
			try {
				planShare(request, makeRecords({ ...his, relations: [{ from, to: relations[0]?.to ?? [] }] }));
				return [];
			} catch (error) {
				return error instanceof UserError ? error.issues?.map(({ message }) => message) : [String(error)];
			}
		};
		expect(issues(admission("hospital", "patient_no"))).toEqual([]);
		for (const from of [
			admission("hospital"),
			"his.admissions.hospital",
			[...admission("hospital"), "his.moves.admission_no"],
			["his.admissions", "his.admissions.patient_no"],
		])
			expect(issues(from)).toEqual([
				"relation 1 of the source list does not join columns of one table to as many of another",
			]);
	});

	it("to a patient of the same table leaves a row what is its own", async () => {
		const twins = makeSource(
			{
				"his.patients": {
					key: ["person_id"],
					columns: { person_id: "bigint", hospital: "text", number: "integer", twin: "integer", objects: "boolean" },
				},
			},
			{
				patient: { table: "his.patients", key: "person_id" },
				optOut: { field: "his.patients.objects" },
				relations: [
					{
						from: ["his.patients.hospital", "his.patients.twin"],
						to: ["his.patients.hospital", "his.patients.number"],
					},
				],
			},
		);
		const { url: source } = await createDatabase();
		await createSource(
			source,
			twins,
			`INSERT INTO his.patients VALUES (1, 'A', 1, 2, false), (2, 'A', 2, 1, false), (3, 'A', 3, NULL, false),
			(4, 'B', 1, 2, false), (5, 'B', 2, 1, true)`,
		);
		const request = makeRequest(
			{ "his.patients.hospital": "keep", "his.patients.number": "keep", "his.patients.twin": "keep" },
			{ cohort },
		);
		const share = await snapshotOf(source, request, makeRecords(twins));
		expect(await rowsOf(share.url, "SELECT * FROM d0001.patients ORDER BY hospital, number")).toEqual([
			["A", "1", "2"],
			["A", "2", "1"],
			["A", "3", null],
			["B", "1", null],
		]);
		expect(share.tables[0]?.danglingReferences).toBe(1);
	});
});

describe("a path by several columns", () => {
	const found = (steps: readonly (string | readonly string[])[] | undefined, more: typeof relations = []) => {
		const source = { ...his, relations: [...relations, ...more] };
		const table = source.tables.find(({ id }) => id === "his.admissions");
		if (table === undefined) throw new Error("no admissions");
		const { pathToPatient: _, ...bare } = table;
		const found = pathToPatient(source, steps === undefined ? bare : { ...bare, pathToPatient: steps });
		return found.path?.map(({ columns }) => columns.join(", ")) ?? found.issue?.message;
	};

	it("is chosen by a person where there are several", () => {
		expect(found(undefined)).toMatchInlineSnapshot(
			`"his.admissions leads to the patient table in several ways (hospital, patient_no to his.patients; companion_no, hospital to his.patients)"`,
		);
	});

	it.each([
		["all columns, in any order", [admission("patient_no", "hospital")], ["hospital, patient_no"]],
		["one column that only one link has", admission("companion_no"), ["companion_no, hospital"]],
	] as const)("is named by %s", (_, steps, expected) => {
		expect(found(steps)).toEqual(expected);
	});

	it.each([
		["a column of several links", admission("hospital")],
		["columns that no link has", [admission("hospital", "about")]],
		["more columns than the link has", [admission("hospital", "patient_no", "ward")]],
		["columns of several tables", [[...admission("hospital"), "his.moves.admission_no"]]],
		["another table's columns", [["his.moves.hospital", "his.moves.admission_no"]]],
	])("is not named by %s", (_, steps) => {
		expect(found(steps)).toContain("does not lead on from");
	});

	it("is by one column alone where a link is by that alone", () => {
		const more = [{ from: admission("patient_no"), to: ["his.patients.person_id"] }];
		expect(found(admission("patient_no"), more)).toEqual(["patient_no"]);
		expect(found([admission("patient_no", "hospital")], more)).toEqual(["hospital, patient_no"]);
	});
});

describe("a foreign key by several columns", () => {
	it("empties what it names in part only, and counts it", async () => {
		const partial = makeSource(
			{
				"ward.patients": { key: ["patient_id"], columns: { patient_id: "bigint" } },
				"ward.stays": {
					path: ["ward.stays.patient_id"],
					columns: { stay: "integer", patient_id: "bigint", site: "text", number: "integer" },
					references: [
						["patient_id", "ward.patients", "patient_id"],
						["site,number", "ward.calls", "site,number"],
					],
				},
				"ward.calls": {
					key: ["site", "number"],
					columns: { site: "text", number: "integer", patient_id: "bigint" },
					references: [["patient_id", "ward.patients", "patient_id"]],
				},
			},
			{},
		);
		const { url: source } = await createDatabase();
		await createSource(
			source,
			partial,
			`INSERT INTO ward.patients VALUES (1); INSERT INTO ward.calls VALUES ('A', 1, 1), ('A', 2, NULL);
			INSERT INTO ward.stays VALUES (1, 1, 'A', 1), (2, 1, 'A', 2), (3, 1, 'A', NULL), (4, 1, NULL, NULL)`,
		);
		const request = makeRequest({ "ward.stays.stay": "keep", "ward.stays.site": "keep", "ward.stays.number": "keep" });
		const share = await snapshotOf(source, request, makeRecords(partial));
		expect(await rowsOf(share.url, "SELECT * FROM d0001.stays ORDER BY stay")).toEqual([
			["1", "A", "1"],
			["2", null, null],
			["3", null, null],
			["4", null, null],
		]);
		expect(share.tables[0]?.danglingReferences).toBe(2);
		await onDatabase(source, (client) => client.query("ALTER TABLE ward.calls DROP CONSTRAINT calls_pkey CASCADE"));
		await onDatabase(source, (client) => client.query("INSERT INTO ward.calls VALUES ('A', 1, 1)"));
		await expect(snapshotOf(source, request, makeRecords(partial))).rejects.toThrow(
			"ward.calls has several rows with the same site, number",
		);
	});
});
