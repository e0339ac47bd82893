import { describe, expect, it } from "vitest";
import { inheritedDescriptions } from "../../scripts/dictionary/inherited.ts";
import { readBook } from "../../scripts/form/book.ts";
import { findElsewhere } from "../../scripts/form/elsewhere.ts";
import { madeTree, reportOf } from "../report/dictionary-maker.ts";

describe("an inherited description", () => {
	it("is the same in a form as in a report, for every field", async () => {
		const refers = (column: string, table: string, to: string) => [
			{ fields: [column], table: `clinical.${table}`, to: [to] },
		];
		const tree = madeTree(
			[
				{ table: "patients", fields: { patient_id: "The patient.", code: "One." } },
				{ table: "visits", fields: { who: "", code: "Another." }, references: refers("who", "patients", "patient_id") },
				{ table: "results", fields: { whose: "", code: "" }, references: refers("whose", "visits", "who") },
				{ table: "old", retired: "2026-01-01", fields: { unit: "Old unit." } },
				{ table: "units", fields: { unit: "", ward: "The ward." } },
				{ table: "wards", fields: { id: "" } },
				{ table: "beds", fields: { ward: "" } },
			],
			{ relations: [{ from: "clinical.units.ward", to: "clinical.wards.id" }] },
		);
		const book = await readBook(tree);
		const elsewhere = findElsewhere(book);
		const inForm = book.tables.flatMap((table) =>
			table.fields.flatMap((field) => {
				const found = elsewhere(table, field);
				return found === undefined ? [] : [[field.id, found.name, found.text]];
			}),
		);
		const [source] = (await reportOf(tree)).catalogue.sources;
		if (source === undefined) throw new Error("no source");
		const inReport = [...inheritedDescriptions(source)].map(([id, { from, description }]) => {
			return [id, `hampton/${from}`, description];
		});
		expect(inForm.sort()).toEqual(inReport.sort());
		expect(inReport.map(([id]) => id)).toEqual([
			"clinical.beds.ward",
			"clinical.results.whose",
			"clinical.visits.who",
			"clinical.wards.id",
		]);
	});
});
