import { describe, expect, it } from "vitest";
import { confusionOf, readLabelledTables, recallAndPrecision, sensitivities } from "../bench/labelled-columns.ts";

/** The figures that the suggestions must keep: a direct identifier missed is worse than one too many. */
const minRecall = 0.98;
const minPrecision = 0.8;

describe("suggestions against labelled columns of public schemas", () => {
	const tables = readLabelledTables();

	it("has at least 600 columns with a label, and whole schemas held out", () => {
		const labels = tables.flatMap((table) => [...table.labels.values()]);
		expect(labels.length).toBeGreaterThanOrEqual(600);
		expect(new Set(labels)).toEqual(new Set(sensitivities));
		const schemasOf = (part: string) =>
			new Set(tables.filter((table) => table.part === part).map(({ source }) => source.id));
		expect(schemasOf("tuning").intersection(schemasOf("held-out")).size).toBe(0);
		expect(schemasOf("held-out").size).toBeGreaterThan(0);
	});

	it.each(["tuning", "held-out"])("finds the direct identifiers of the %s schemas, and not too many others", (part) => {
		const confusion = confusionOf(tables.filter((table) => table.part === part));
		const { recall, precision } = recallAndPrecision(confusion, "direct-identifier");
		expect(recall).toBeGreaterThanOrEqual(minRecall);
		expect(precision).toBeGreaterThanOrEqual(minPrecision);
	});

	it.each([
		["tuning", 0.85, 0.9],
		["held-out", 0.7, 0.75],
	])(
		"finds most special categories of the %s schemas, and takes little for free text that is none",
		(part, recall, precision) => {
			const confusion = confusionOf(tables.filter((table) => table.part === part));
			expect(recallAndPrecision(confusion, "special-category").recall).toBeGreaterThanOrEqual(recall);
			expect(recallAndPrecision(confusion, "free-text").precision).toBeGreaterThanOrEqual(precision);
		},
	);

	it("calls hardly anything ordinary that is not", () => {
		expect(recallAndPrecision(confusionOf(tables), "ordinary").precision).toBeGreaterThanOrEqual(0.95);
	});

	it("gives the same suggestions each time", () => {
		expect(confusionOf(tables)).toEqual(confusionOf(readLabelledTables()));
	});
});
