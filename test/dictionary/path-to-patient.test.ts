import { describe, expect, it } from "vitest";
import type { CatalogueSource } from "../../scripts/dictionary/catalogue.ts";
import { describePatientPath } from "../../scripts/dictionary/describe-patient-path.ts";
import { pathToPatient } from "../../scripts/dictionary/path-to-patient.ts";
import type { Relation } from "../../scripts/schema/types.ts";
import { makeSource, type TableSketch } from "../snapshot/source-maker.ts";

type Tables = Readonly<Record<string, TableSketch>>;

/** A ward's patients, their visits and what was found at them, all by foreign keys that must be filled. */
const tables = {
	"ward.patients": { key: ["patient_id"], columns: { patient_id: "bigint", display_id: "text" } },
	"ward.visits": {
		key: ["visit_id"],
		columns: { visit_id: "bigint", patient_id: "bigint", mother_id: "bigint" },
		references: [["patient_id", "ward.patients", "patient_id"]],
	},
	"ward.results": {
		key: ["result_id"],
		columns: { result_id: "bigint", visit_id: "bigint", display_id: "text" },
		references: [["visit_id", "ward.visits", "visit_id"]],
	},
} satisfies Tables;

const filled = { nullable: false };

function source(more: Tables = {}, relations: readonly Relation[] = [], all: Tables = tables): CatalogueSource {
	return makeSource({ ...all, ...more }, { relations });
}

function tableOf(from: CatalogueSource, id: string) {
	const table = from.tables.find((each) => each.id === id);
	if (table === undefined) throw new Error(`no table ${id}`);
	return table;
}

/** The columns of the way from a table, or why there is none. */
function way(from: CatalogueSource, id: string): string {
	const { path, issue } = pathToPatient(from, tableOf(from, id));
	return path?.map(({ columns, tableId }) => `${columns.join("+")} > ${tableId}`).join(", ") ?? issue?.message ?? "";
}

describe("the path to the patient", () => {
	it.each([
		["to the patients at once", { from: "ward.results.display_id", to: "ward.patients.display_id" }],
		["as long as the way it stands beside", { from: "ward.results.result_id", to: "ward.visits.visit_id" }],
		["further along the way", { from: "ward.visits.mother_id", to: "ward.patients.patient_id" }],
	])("is that of the foreign keys, whatever a declared relation may shorten or repeat: one %s", (_, relation) => {
		expect(way(source({}, [relation]), "ward.results")).toBe("visit_id > ward.visits, patient_id > ward.patients");
	});

	it("takes a declared relation where foreign keys alone lead to no patient, and as few as do", () => {
		const loose = { "ward.swabs": { columns: { swab_id: "bigint", result_id: "bigint", patient_no: "text" } } };
		const toResults = { from: "ward.swabs.result_id", to: "ward.results.result_id" };
		expect(way(source(loose), "ward.swabs")).toBe(
			"no foreign key leads from ward.swabs to the patient table ward.patients",
		);
		expect(way(source(loose, [toResults]), "ward.swabs")).toBe(
			"result_id > ward.results, visit_id > ward.visits, patient_id > ward.patients",
		);
		// The guess over display_id would be shorter, but needs a second relation.
		const guess = { from: "ward.results.display_id", to: "ward.patients.display_id" };
		expect(way(source(loose, [toResults, guess]), "ward.swabs")).toBe(
			"result_id > ward.results, visit_id > ward.visits, patient_id > ward.patients",
		);
		const direct = { from: "ward.swabs.patient_no", to: "ward.patients.display_id" };
		expect(way(source(loose, [toResults, direct]), "ward.swabs")).toBe("patient_no > ward.patients");
	});

	it("is a person's to choose between ways as good, and the fix names the table where they part", () => {
		const visits = {
			...tables["ward.visits"],
			references: [...tables["ward.visits"].references, ["mother_id", "ward.patients", "patient_id"]],
		} satisfies TableSketch;
		const two = source({ "ward.visits": visits });
		expect(way(two, "ward.results")).toMatchInlineSnapshot(
			`"ward.results leads to the patient table in several ways (visit_id to ward.visits, then patient_id to ward.patients; visit_id to ward.visits, then mother_id to ward.patients)"`,
		);
		expect(pathToPatient(two, tableOf(two, "ward.results")).issue?.fix).toBe(
			'Give the columns to follow as "path" of ward.visits in the source list.',
		);
		expect(pathToPatient(two, tableOf(two, "ward.visits")).issue?.fix).toBe(
			'Give the columns to follow as "path" of ward.visits in the source list.',
		);
	});

	it("goes on along the path that a table on the way was given", () => {
		const visits = {
			...tables["ward.visits"],
			references: [...tables["ward.visits"].references, ["mother_id", "ward.patients", "patient_id"]],
			path: ["ward.visits.mother_id"],
		} satisfies TableSketch;
		expect(way(source({ "ward.visits": visits }), "ward.results")).toBe(
			"visit_id > ward.visits, mother_id > ward.patients",
		);
		const astray = { ...visits, path: ["ward.visits.visit_id"] };
		expect(way(source({ "ward.visits": astray }), "ward.results")).toContain("no foreign key leads from ward.results");
	});

	it("takes six steps and no more, and no time over ways without number", () => {
		const chain = (length: number): Tables =>
			Object.fromEntries(
				Array.from({ length }, (_, at) => [
					`ward.t${at}`,
					{
						columns: { a: "bigint", b: "bigint" },
						references: [
							["a", at === 0 ? "ward.patients" : `ward.t${at - 1}`, "x"],
							["b", at === 0 ? "ward.patients" : `ward.t${at - 1}`, "x"],
						],
					} satisfies TableSketch,
				]),
			);
		expect(way(source(chain(30)), "ward.t5")).toContain("in several ways");
		expect(way(source(chain(30)), "ward.t6")).toContain("no foreign key leads");
	});
});

describe("describing the path to the patient", () => {
	const describeTable = (from: CatalogueSource, id: string) => describePatientPath(from, tableOf(from, id));
	const strict: Tables = {
		...tables,
		"ward.visits": { ...tables["ward.visits"], metadata: { patient_id: filled } },
		"ward.results": { ...tables["ward.results"], metadata: { visit_id: filled } },
	};

	it("tells the way by its tables and columns, and nothing more where each step must be filled", () => {
		expect(describeTable(source({}, [], strict), "ward.results")).toEqual([
			"ward.results → visit_id → ward.visits → patient_id → ward.patients",
		]);
		expect(describeTable(source(), "ward.patients")).toEqual(["Each row of ward.patients is a patient."]);
	});

	it("says for each step that may be empty what it leaves out, with the band where a survey knows it", () => {
		const results = { ...tables["ward.results"], metadata: { visit_id: { missing: "under 5 %" } } } as const;
		const visits = { ...tables["ward.visits"], metadata: { patient_id: { missing: "unknown" } } } as const;
		const some = source({ "ward.results": results, "ward.visits": visits });
		expect(describeTable(some, "ward.results")).toEqual([
			"ward.results → visit_id → ward.visits → patient_id → ward.patients",
			"Rows whose visit_id is empty (under 5 % at the last survey) belong to no patient and are left out.",
			"Rows that lead to a row of ward.visits whose patient_id is empty belong to no patient and are left out.",
		]);
		expect(pathToPatient(some, tableOf(some, "ward.results")).mayBeEmpty).toEqual([
			{ table: "ward.results", columns: ["visit_id"], missing: "under 5 %", own: true },
			{ table: "ward.visits", columns: ["patient_id"], own: false },
		]);
	});

	it("names of several columns those that may be empty", () => {
		const results = {
			columns: { visit_id: "bigint", site: "text", number: "bigint" },
			metadata: { site: filled },
		} satisfies TableSketch;
		const visits = { ...tables["ward.visits"], columns: { ...tables["ward.visits"].columns, site: "text" } };
		const relation = {
			from: ["ward.results.site", "ward.results.visit_id", "ward.results.number"],
			to: ["ward.visits.site", "ward.visits.visit_id", "ward.visits.mother_id"],
		};
		const [path, left] = describeTable(
			source({ "ward.results": results, "ward.visits": visits }, [relation]),
			"ward.results",
		);
		expect(path).toBe("ward.results → site, visit_id, number = mother_id → ward.visits → patient_id → ward.patients");
		expect(left).toBe("Rows whose visit_id or number is empty belong to no patient and are left out.");
	});

	it("says why where no way is known", () => {
		const loose = { "ward.swabs": { columns: { swab_id: "bigint" } } };
		expect(describeTable(source(loose), "ward.swabs")).toEqual([
			"No foreign key leads from ward.swabs to the patient table ward.patients.",
		]);
	});
});
