import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inheritedDescriptions } from "../../scripts/dictionary/inherited.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { fieldDemand, readRequests } from "../../scripts/report/demand.ts";
import { type MadeTable, madeTree, reportOf } from "./dictionary-maker.ts";

const repository = join(import.meta.dirname, "../..");
const refers = (column: string, table: string, to: string) => [
	{ fields: [column], table: `clinical.${table}`, to: [to] },
];

async function inherited(tables: readonly MadeTable[], source = {}) {
	const { catalogue } = await reportOf(madeTree(tables, source));
	const [hampton] = catalogue.sources;
	if (hampton === undefined) throw new Error("no source");
	return Object.fromEntries(
		[...inheritedDescriptions(hampton)].map(([id, { description, from, because }]) => [
			id,
			[description, from, because],
		]),
	);
}

describe("a field without a description", () => {
	it("inherits that of the column it refers to", async () => {
		const tables = [
			{ table: "patients", fields: { patient_id: "The patient." } },
			{ table: "visits", fields: { who: "" }, references: refers("who", "patients", "patient_id") },
		];
		expect(await inherited(tables)).toEqual({
			"clinical.visits.who": ["The patient.", "clinical.patients.patient_id", "link"],
		});
	});

	it("inherits over several links, from the nearest that is described", async () => {
		const tables = [
			{ table: "patients", fields: { patient_id: "The patient." } },
			{ table: "visits", fields: { who: "" }, references: refers("who", "patients", "patient_id") },
			{ table: "results", fields: { whose: "" }, references: refers("whose", "visits", "who") },
		];
		expect(Object.keys(await inherited(tables))).toEqual(["clinical.visits.who", "clinical.results.whose"].sort());
	});

	it("inherits by a relation that only the source list declares, and from a column that refers to it", async () => {
		const tables = [
			{ table: "patients", fields: { patient_id: "" } },
			{ table: "visits", fields: { who: "The patient." } },
		];
		const relations = [{ from: "clinical.visits.who", to: "clinical.patients.patient_id" }];
		expect(await inherited(tables, { relations })).toEqual({
			"clinical.patients.patient_id": ["The patient.", "clinical.visits.who", "link"],
		});
	});

	it("inherits from columns of its name and type if all of them say the same", async () => {
		const table = (name: string, words: string, type = "text") => ({ table: name, fields: { unit: { type, words } } });
		const same = [table("a", "Unit, in UCUM."), table("b", "Unit,  in\nUCUM."), table("c", "")];
		expect(await inherited(same)).toEqual({ "clinical.c.unit": ["Unit, in UCUM.", "clinical.a.unit", "name"] });
		expect(await inherited([table("a", "Unit."), table("b", "Organisational unit."), table("c", "")])).toEqual({});
		expect(await inherited([table("a", "Unit.", "integer"), table("c", "")])).toEqual({});
	});

	it("inherits nothing from what is gone, and gives nothing then", async () => {
		const tables = [
			{ table: "a", fields: { unit: { retired: "2026-01-01", words: "Unit." } } },
			{ table: "b", fields: { unit: "" } },
			{ table: "c", retired: "2026-01-01", fields: { unit: "Old unit." } },
		];
		expect(await inherited(tables)).toEqual({});
	});

	it("comes to an end where columns refer to each other in a circle", async () => {
		const tables = [
			{ table: "a", fields: { x: "" }, references: refers("x", "b", "y") },
			{ table: "b", fields: { y: "" }, references: refers("y", "a", "x") },
		];
		expect(await inherited(tables)).toEqual({});
	});

	it("never inherits a sensitivity", async () => {
		const tables = [
			{ table: "a", fields: { unit: "Unit.\n\n- Sensitivity: ordinary" } },
			{ table: "b", fields: { unit: "" } },
		];
		const { report } = await reportOf(madeTree(tables));
		const [, second] = report.sources[0]?.tables ?? [];
		expect(second?.fields[0]).toMatchObject({ standing: "inherited", description: "" });
		expect(second?.fields[0]).not.toHaveProperty("sensitivity");
		expect(report.queue).toMatchObject([{ field: "clinical.b.unit", needs: ["confirmation", "sensitivity"] }]);
	});
});

describe("completeness", () => {
	const ordinary = "\n\n- Sensitivity: ordinary";
	const tables: readonly MadeTable[] = [
		{
			table: "patients",
			words: "One row a patient.",
			fields: {
				patient_id: `The patient.${ordinary}`,
				sex: "Sex.",
				scan: `- Sensitivity: ordinary\n- Owner: Radiology`,
				gone: { retired: "2026-01-01" },
			},
		},
		{ table: "visits", fields: { patient_id: "" } },
		{ table: "old", retired: "2026-01-01", fields: { patient_id: "" } },
	];

	it("counts what exists by department, nobody's last", async () => {
		const { report } = await reportOf(madeTree(tables));
		const count = (owner: string | undefined, ...numbers: number[]) => {
			const [count = 0, blankTables, fields, described, inherited, blank, unconfirmed] = numbers;
			return {
				...(owner ? { owner } : {}),
				tables: count,
				blankTables,
				fields,
				described,
				inherited,
				blank,
				unconfirmed,
			};
		};
		expect(report.completeness).toEqual({
			owners: [
				count("Health Records", 1, 0, 2, 2, 0, 0, 1),
				count("Radiology", 0, 0, 1, 0, 0, 1, 0),
				count(undefined, 1, 1, 1, 0, 1, 0, 1),
			],
			all: count(undefined, 2, 1, 4, 2, 1, 1, 2),
		});
	});

	it("queues first what most requests ask for", async () => {
		const tree = folderTree(repository);
		const demand = fieldDemand(await readRequests(tree));
		expect(demand.get("hampton")?.get("clinical.patients.sex")).toBe(2);
		expect(demand.get("hampton")?.get("clinical.diagnoses.coded_on")).toBe(1);
		expect(demand.get("hampton")?.get("clinical.notes.text")).toBeUndefined();
		const requests = [...(await tree.readAll("requests/", (path) => path.endsWith("request.yml")))];
		const { report } = await reportOf(
			madeTree(tables, {}, Object.fromEntries(requests.map(([path, bytes]) => [path, bytes.toString()]))),
		);
		expect(report.queue.map(({ field, requests: asked, needs }) => [field, asked, ...needs])).toEqual([
			["clinical.visits.patient_id", 2, "confirmation", "sensitivity"],
			["clinical.patients.sex", 2, "sensitivity"],
			["clinical.patients.scan", 0, "description"],
		]);
	});

	it("finds Hampton's dictionary complete", async () => {
		const { report } = await reportOf(folderTree(repository));
		expect(report.completeness.all).toMatchObject({ inherited: 0, blank: 0, unconfirmed: 0 });
		expect(report.queue).toEqual([]);
	});
});
