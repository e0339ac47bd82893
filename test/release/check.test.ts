import { beforeAll, describe, expect, it } from "vitest";
import { planShare, type SharePlan } from "../../scripts/plan/share-plan.ts";
import { checkRelease } from "../../scripts/release/check.ts";
import type { ReleaseFinding } from "../../scripts/release/finding.ts";
import { blankOutside, discardOldRows } from "../../scripts/release/held.ts";
import type { ContractRange, SharingRequest, Treatment } from "../../scripts/schema/types.ts";
import { dropShare, type Share } from "../../scripts/snapshot/share.ts";
import { createSource, makePolicy, makeRecords, makeRequest, makeSource, rowsOf } from "../snapshot/source-maker.ts";
import { snapshotOf } from "../snapshot/ward.ts";
import { clusterUrl, createDatabase } from "../support/database.ts";

/** Patients of two areas, one of them with a single patient born in 1990; visits with and without a way to the patient. */
const clinic = makeSource({
	"ward.patients": {
		key: ["patient_id"],
		columns: {
			patient_id: "bigint; direct-identifier",
			area: "text; quasi-identifier",
			born: "date; quasi-identifier",
			name: "text; direct-identifier",
			origin: "text; special-category; helps to identify",
			faith: "text; special-category",
		},
	},
	"ward.measures": {
		key: ["measure_id"],
		columns: {
			measure_id: "integer",
			visit_id: "integer",
			kind: "text",
			value: "numeric(8,2)",
			reading: "double precision",
		},
		references: [["visit_id", "ward.visits", "visit_id"]],
		ranges: { reading: { atLeast: 0 } },
	},
	"ward.visits": {
		key: ["visit_id"],
		columns: {
			visit_id: "integer",
			patient_id: "bigint; direct-identifier",
			clinic: "text; quasi-identifier",
			arrival: "text; ordinary; helps to identify",
		},
		references: [["patient_id", "ward.patients", "patient_id"]],
	},
});

const clinicRows = `
INSERT INTO ward.patients SELECT i, CASE WHEN i <= 6 THEN 'N1' ELSE 'S2' END, make_date(1980 + 10 * (i = 12)::integer, 1, i), 'canary-' || i FROM generate_series(1, 12) AS i;
INSERT INTO ward.visits SELECT i, CASE WHEN i <= 12 THEN i ELSE 1 END, CASE WHEN i > 12 THEN 'rare' ELSE 'common' END FROM generate_series(1, 17) AS i;
UPDATE ward.patients SET origin = CASE WHEN patient_id = 1 THEN 'rare' ELSE 'common' END;
UPDATE ward.patients SET faith = origin;
UPDATE ward.visits SET arrival = CASE WHEN visit_id = 2 THEN 'rare' ELSE 'common' END;
INSERT INTO ward.measures VALUES (1, 1, 'pulse', 59.99, -0.5), (2, 1, 'pulse', 60, 0), (3, 2, 'pulse', 250, 'NaN'), (4, 2, 'pulse', 250.01, 'Infinity'),
	(5, 3, 'pulse', NULL, NULL), (6, 3, 'weight', 1, 1);
`;

let url: string;

beforeAll(async () => {
	({ url } = await createDatabase());
	await createSource(url, clinic, clinicRows);
});

async function shared(
	fields: Readonly<Record<string, Treatment>>,
	more: Partial<SharingRequest> = {},
): Promise<{ share: Share; plan: SharePlan }> {
	const request = makeRequest(fields, more);
	return { share: await snapshotOf(url, request, makeRecords(clinic)), plan: planShare(request, makeRecords(clinic)) };
}

function failed(findings: readonly ReleaseFinding[]) {
	return findings.flatMap(({ check, passed, says, rows }) => (passed ? [] : [`${check} [${rows}] ${says}`]));
}

const patientsOnly = { "ward.patients.patient_id": "pseudonymise", "ward.patients.area": "keep" } as const;

describe("the minimum cohort", () => {
	it.each([
		[11, true],
		[12, true],
		[13, false],
	])("of %i is met by 12 patients: %s", async (minCohort, passes) => {
		const { share, plan } = await shared(patientsOnly);
		const findings = await checkRelease({ share, plan, policy: makePolicy({ minCohort }) });
		expect(failed(findings).length === 0).toBe(passes);
	});

	it("reads exactly the same for nobody and for too few", async () => {
		const policy = makePolicy({ minCohort: 10, minRows: 5, k: 5 });
		const read = async (id: number) => {
			const cohort = [{ field: "ward.patients.patient_id", at_most: id }];
			const { share, plan } = await shared(patientsOnly, { cohort });
			return checkRelease({ share, plan, policy });
		};
		const nobody = await read(0);
		expect(await read(1)).toEqual(nobody);
		expect(await read(9)).toEqual(nobody);
		expect(nobody).toMatchInlineSnapshot(`
			[
			  {
			    "check": "minimum-cohort",
			    "expected": "at least 10 patients",
			    "passed": false,
			    "rows": "under 10",
			    "says": "The delivery would hold fewer patients than the policy's minimum of 10.",
			  },
			]
		`);
	});

	it("counts patients, not rows", async () => {
		const { share, plan } = await shared(
			{ "ward.visits.clinic": "keep" },
			{ cohort: [{ field: "ward.patients.patient_id", is: 1 }] },
		);
		expect(share.tables[0]?.rows).toBe(6);
		expect(failed(await checkRelease({ share, plan, policy: makePolicy({ minCohort: 2 }) }))).toHaveLength(1);
	});
});

describe("the minimum of patients in each table", () => {
	const ofOne = { "ward.visits": [{ field: "ward.visits.clinic", is: "rare" }] };
	const limits = makePolicy({ minCohort: 2, minRows: 2 });

	it.each([
		[
			"tells whose they are",
			{ ...patientsOnly, "ward.visits.patient_id": "pseudonymise", "ward.visits.visit_id": "keep" },
		],
		["does not tell whose they are", { ...patientsOnly, "ward.visits.visit_id": "keep" }],
	] as const)("holds a table with many rows of one patient that %s", async (_, fields) => {
		const { share, plan } = await shared(fields, { rows: ofOne });
		expect(failed(await checkRelease({ share, plan, policy: limits }))).toEqual([
			"minimum-patients [under 2] ward.visits has rows of fewer patients than the policy's minimum of 2.",
		]);
	});

	it("goes by the patients to whom rows lead through other tables", async () => {
		const fields = {
			...patientsOnly,
			"ward.visits.patient_id": "pseudonymise",
			"ward.visits.visit_id": "keep",
		} as const;
		const { share, plan } = await shared({ ...fields, "ward.measures.visit_id": "keep" });
		const of = async (minCohort: number) =>
			(await checkRelease({ share, plan, policy: makePolicy({ minCohort }) }))
				.filter(({ check, table }) => check === "minimum-patients" && table === "ward.measures")
				.map(({ passed, says }) => [passed, says]);
		expect(await of(3)).toEqual([[true, "ward.measures has rows of at least 3 patients, or none."]]);
		expect(await of(4)).toEqual([[false, "ward.measures has rows of fewer patients than the policy's minimum of 4."]]);
	});

	it("does not mind a table that is empty", async () => {
		const rows = { "ward.visits": [{ field: "ward.visits.clinic", is: "none such" }] };
		const { share, plan } = await shared({ ...patientsOnly, "ward.visits.visit_id": "keep" }, { rows });
		expect(failed(await checkRelease({ share, plan, policy: limits }))).toEqual([]);
	});

	it("passes no copy of which it was not counted", async () => {
		const { share, plan } = await shared({ "ward.visits.visit_id": "keep" });
		const older = { ...share, tables: share.tables.map(({ patients: _, ...table }) => table) };
		expect(failed(await checkRelease({ share: older, plan, policy: limits }))).toHaveLength(1);
	});
});

describe("the minimum rows", () => {
	it.each([
		[6, []],
		[7, ["minimum-rows [5 to 9] ward.measures has fewer rows than the policy's minimum of 7."]],
	])("of %i", async (minRows, expected) => {
		const { share, plan } = await shared({ "ward.measures.value": "keep" });
		expect(failed(await checkRelease({ share, plan, policy: makePolicy({ minRows }) }))).toEqual(expected);
	});

	it("do not mind a table that is empty", async () => {
		const rows = { "ward.measures": [{ field: "ward.measures.kind", is: "none such" }] };
		const { share, plan } = await shared({ ...patientsOnly, "ward.measures.kind": "keep" }, { rows });
		expect(failed(await checkRelease({ share, plan, policy: makePolicy({ minRows: 12 }) }))).toEqual([]);
	});
});

describe("k-anonymity", () => {
	it.each([
		[6, []],
		[
			7,
			[
				"k-anonymity [10 to 99] Combinations of quasi-identifiers (ward.patients.area) are shared by fewer than 7 patients; this many patients are concerned: 10 to 99.",
			],
		],
	])("of %i over one column that two groups of 6 have", async (k, expected) => {
		const { share, plan } = await shared(patientsOnly);
		expect(failed(await checkRelease({ share, plan, policy: makePolicy({ k }) }))).toEqual(expected);
	});

	it("looks at columns together, as they are after treatment", async () => {
		const policy = makePolicy({ k: 2 });
		const year = await shared({ ...patientsOnly, "ward.patients.born": "year" });
		expect(failed(await checkRelease({ ...year, policy }))).toEqual([
			"k-anonymity [under 5] Combinations of quasi-identifiers (ward.patients.area, ward.patients.born) are shared by fewer than 2 patients; this many patients are concerned: under 5.",
		]);
		const redacted = await shared({ ...patientsOnly, "ward.patients.born": "redact" });
		expect(failed(await checkRelease({ ...redacted, policy }))).toEqual([]);
	});

	it("is not got round by moving a date of birth, which still tells the year or the one beside it", async () => {
		const policy = makePolicy({ k: 2 });
		const moved = { ...patientsOnly, "ward.patients.born": "date-shift" } as const;
		const { "ward.patients.patient_id": _, ...unlinked } = moved;
		for (const fields of [moved, unlinked]) {
			expect(failed(await checkRelease({ ...(await shared(fields)), policy }))).toEqual([
				expect.stringContaining("Combinations of quasi-identifiers (ward.patients.area, ward.patients.born)"),
			]);
		}
	});

	it("puts a patient's rows in several tables together where the recipient can", async () => {
		const policy = makePolicy({ k: 2 });
		// Patient 1 alone was at the rare clinic, five times.
		const linked = await shared({
			...patientsOnly,
			"ward.visits.patient_id": "pseudonymise",
			"ward.visits.clinic": "keep",
		});
		expect(failed(await checkRelease({ ...linked, policy }))).toEqual([
			"k-anonymity [under 5] Combinations of quasi-identifiers (ward.patients.area, ward.visits.clinic) are shared by fewer than 2 patients; this many patients are concerned: under 5.",
		]);
	});

	it("counts patients, not rows, also where the recipient cannot tell whose rows they are", async () => {
		const apart = await shared({ ...patientsOnly, "ward.visits.clinic": "keep" });
		expect(apart.share.tables.find(({ name }) => name === "visits")?.smallestGroup).toBe(1);
		expect(failed(await checkRelease({ ...apart, policy: makePolicy({ k: 2 }) }))).toEqual([
			"k-anonymity [unknown] Combinations of quasi-identifiers (ward.visits.clinic) are shared by fewer than 2 patients.",
		]);
		expect(failed(await checkRelease({ ...apart, policy: makePolicy({ k: 1 }) }))).toEqual([]);
	});

	it("does so too where the way to the patient is emptied for some rows", async () => {
		const rows = { "ward.patients": [{ field: "ward.patients.area", is: "S2" }] };
		const fields = { ...patientsOnly, "ward.visits.patient_id": "pseudonymise", "ward.visits.clinic": "keep" } as const;
		const emptied = await shared(fields, { rows, unfilteredTables: ["ward.visits"] });
		expect(emptied.share.tables.find(({ name }) => name === "visits")?.danglingReferences).toBe(11);
		expect(failed(await checkRelease({ ...emptied, policy: makePolicy({ k: 2 }) }))).toEqual([
			"k-anonymity [unknown] Combinations of quasi-identifiers (ward.visits.clinic) are shared by fewer than 2 patients.",
		]);
	});

	it("counts a field of a special category, and an ordinary one, that is marked as helping to identify a person", async () => {
		const policy = makePolicy({ k: 2 });
		const unmarked = await shared({ ...patientsOnly, "ward.patients.faith": "keep" });
		expect(failed(await checkRelease({ ...unmarked, policy }))).toEqual([]);
		const marked = await shared({ ...patientsOnly, "ward.patients.origin": "keep" });
		expect(failed(await checkRelease({ ...marked, policy }))).toEqual([
			"k-anonymity [under 5] Combinations of quasi-identifiers (ward.patients.area, ward.patients.origin) are shared by fewer than 2 patients; this many patients are concerned: under 5.",
		]);
		const redacted = await shared({ ...patientsOnly, "ward.patients.origin": "redact" });
		expect(failed(await checkRelease({ ...redacted, policy }))).toEqual([]);
		// Where the recipient cannot tell whose rows they are, the source counts.
		const apart = await shared({ ...patientsOnly, "ward.visits.arrival": "keep" });
		expect(failed(await checkRelease({ ...apart, policy }))).toEqual([
			"k-anonymity [unknown] Combinations of quasi-identifiers (ward.visits.arrival) are shared by fewer than 2 patients.",
		]);
	});

	it("has nothing to say where no quasi-identifier is shared", async () => {
		const { share, plan } = await shared({ "ward.measures.value": "keep" });
		const findings = await checkRelease({ share, plan, policy: makePolicy({ k: 1000 }) });
		expect(findings.filter(({ check }) => check === "k-anonymity").map(({ says }) => says)).toEqual([
			"No quasi-identifier is shared.",
		]);
	});
});

describe("ranges", () => {
	const fields = { "ward.measures.kind": "keep", "ward.measures.value": "keep" } as const;
	const pulse = [{ field: "ward.measures.kind", is: "pulse" }];
	const policy = makePolicy();

	async function failing(range: Omit<ContractRange, "field">): Promise<readonly string[]> {
		const ranges = [{ field: "ward.measures.value", ...range }];
		const { share, plan } = await shared(fields, { ranges });
		const findings = await checkRelease({ share, plan, policy });
		const held = findings.some(({ passed }) => !passed)
			? (await rowsOf(share.url, "SELECT value FROM d0001_held.finding_1 ORDER BY 1")).flat().map(String)
			: [];
		await dropShare(clusterUrl(), share.project, "0001");
		return held;
	}

	it.each<[string, Omit<ContractRange, "field">, readonly string[]]>([
		["both ends are inside", { at_least: 60, at_most: 250, where: pulse }, ["59.99", "250.01"]],
		["the ends moved out by a hair", { at_least: 59.99, at_most: 250.01, where: pulse }, []],
		["a lower end only", { at_least: 60, where: pulse }, ["59.99"]],
		["an upper end only", { at_most: 250, where: pulse }, ["250.01"]],
		["all rows without a condition", { at_least: 60 }, ["1.00", "59.99"]],
		["no row meets the condition", { at_least: 60, where: [{ field: "ward.measures.kind", is: "' OR true --" }] }, []],
	])("hold what lies outside, missing values never: %s", async (_, range, expected) => {
		expect(await failing(range)).toEqual(expected);
	});

	it("of the dictionary count too, and a value that is no number fails them", async () => {
		const { share, plan } = await shared({ "ward.measures.reading": "keep" });
		const findings = await checkRelease({ share, plan, policy });
		expect(failed(findings)).toMatchInlineSnapshot(`
			[
			  "range [under 5] Values of ward.measures.reading lie outside the dictionary's acceptable range, at least 0, in this many rows: under 5.",
			]
		`);
		expect(await rowsOf(share.url, "SELECT reading FROM d0001_held.finding_1 ORDER BY 1")).toEqual([
			["-0.5"],
			["Infinity"],
			["NaN"],
		]);
	});

	it("hold rows back where nobody else may look, and name the range there", async () => {
		const { share, plan } = await shared(fields, {
			ranges: [{ field: "ward.measures.value", at_least: 60, where: pulse }],
		});
		const [finding] = (await checkRelease({ share, plan, policy })).filter(({ passed }) => !passed);
		expect(finding).toMatchObject({
			check: "range",
			field: "ward.measures.value",
			table: "ward.measures",
			expected: "at least 60, where ward.measures.kind is pulse",
			origin: "contract",
			rows: "under 5",
			says: "Values of ward.measures.value lie outside the contract's range, at least 60, where ward.measures.kind is pulse, in this many rows: under 5.",
		});
		expect(
			await rowsOf(
				share.url,
				"SELECT has_schema_privilege('pg_monitor', 'd0001_held', 'USAGE'), obj_description('d0001_held.finding_1'::regclass)",
			),
		).toEqual([["f", "ward.measures.value: at least 60, where ward.measures.kind is pulse (contract)"]]);
	});

	it("of one field are told apart by the rows they are about", async () => {
		const of = (kind: string) => [{ field: "ward.measures.kind", is: kind }];
		const { share, plan } = await shared(fields, {
			ranges: [
				{ field: "ward.measures.value", at_least: 1, where: of("pulse") },
				{ field: "ward.measures.value", at_most: 1, where: of("weight") },
			],
		});
		const ranges = (await checkRelease({ share, plan, policy })).filter(({ check }) => check === "range");
		expect(ranges.map(({ says }) => says)).toMatchInlineSnapshot(`
			[
			  "All values of ward.measures.value lie within the contract's range, at least 1, where ward.measures.kind is pulse.",
			  "All values of ward.measures.value lie within the contract's range, at most 1, where ward.measures.kind is weight.",
			]
		`);
	});

	it("are met once the values outside are blanked, and nothing else is touched", async () => {
		const { share, plan } = await shared(fields, {
			ranges: [{ field: "ward.measures.value", at_least: 60, at_most: 250, where: pulse }],
		});
		const [finding] = (await checkRelease({ share, plan, policy })).filter(({ passed }) => !passed);
		if (finding === undefined) throw new Error("nothing failed");
		await blankOutside(share, finding);
		await blankOutside(share, finding);
		const file = () => rowsOf(share.url, "SELECT pg_relation_filenode('d0001.measures')");
		const before = await file();
		await discardOldRows(share, ["measures"]);
		// The values are in no file of the table any more: it has another.
		expect(await file()).not.toEqual(before);
		expect(await rowsOf(share.url, "SELECT kind, value FROM d0001.measures ORDER BY kind, value")).toEqual([
			["pulse", "60.00"],
			["pulse", "250.00"],
			["pulse", null],
			["pulse", null],
			["pulse", null],
			["weight", "1.00"],
		]);
		expect(failed(await checkRelease({ share, plan, policy }))).toEqual([]);
		expect(await rowsOf(share.url, "SELECT count(*) FROM pg_namespace WHERE nspname = 'd0001_held'")).toEqual([["0"]]);
	});
});

describe("findings", () => {
	it("tell bands only, never a value or an exact count", async () => {
		const { share, plan } = await shared(
			{ ...patientsOnly, "ward.patients.name": "keep", "ward.measures.value": "keep", "ward.measures.kind": "keep" },
			{ ranges: [{ field: "ward.measures.value", at_least: 61 }] },
		);
		const findings = await checkRelease({ share, plan, policy: makePolicy({ minCohort: 5, k: 7, minRows: 20 }) });
		expect(
			findings.map(({ check, passed, rows, says }) => `${check} ${passed} [${rows}] ${says}`),
		).toMatchInlineSnapshot(`
			[
			  "minimum-cohort true [10 to 99] The delivery holds at least 5 patients.",
			  "minimum-rows false [10 to 99] ward.patients has fewer rows than the policy's minimum of 20.",
			  "minimum-rows false [5 to 9] ward.measures has fewer rows than the policy's minimum of 20.",
			  "minimum-patients true [10 to 99] ward.patients has rows of at least 5 patients, or none.",
			  "minimum-patients false [under 5] ward.measures has rows of fewer patients than the policy's minimum of 5.",
			  "k-anonymity false [10 to 99] Combinations of quasi-identifiers (ward.patients.area) are shared by fewer than 7 patients; this many patients are concerned: 10 to 99.",
			  "range false [under 5] Values of ward.measures.value lie outside the contract's range, at least 61, in this many rows: under 5.",
			]
		`);
		expect(JSON.stringify(findings)).not.toContain("canary");
	});
});
