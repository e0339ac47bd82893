import { beforeAll, describe, expect, it } from "vitest";
import { applySettings, newSettings } from "../../scripts/database/settings.ts";
import type { PlainType } from "../../scripts/dictionary/column-type.ts";
import { type ColumnCondition, conditionSql } from "../../scripts/plan/condition.ts";
import { onDatabase, rowsOf } from "../snapshot/source-maker.ts";
import { createDatabase } from "../support/database.ts";

let url: string;
beforeAll(async () => {
	({ url } = await createDatabase());
});

/** Which of these values of a type meet the tests. */
async function met(type: PlainType, values: readonly string[], tests: ColumnCondition["tests"]) {
	const settings = newSettings();
	const where = conditionSql({ column: "v", type, castToText: false, tests }, "t", settings);
	const list = values.map((value) => `('${value}'::${type}, '${value}')`).join(", ");
	return onDatabase(url, async (client) => {
		await applySettings(client, settings.all());
		const { rows } = await client.query(`SELECT told FROM (VALUES ${list}) AS t (v, told) WHERE ${where}`);
		return rows.map(({ told }) => told);
	});
}

describe("a bound", () => {
	it.each<PlainType>(["real", "double precision", "numeric"])(
		"is met by no infinity and no NaN of %s",
		async (type) => {
			const [[version] = []] = await rowsOf(url, "SELECT current_setting('server_version_num')::integer >= 140000");
			const odd = type === "numeric" && version !== "t" ? ["NaN"] : ["NaN", "Infinity", "-Infinity"];
			expect(await met(type, ["1", ...odd], { at_least: 1 })).toEqual(["1"]);
			expect(await met(type, ["1", ...odd], { at_most: 1 })).toEqual(["1"]);
			expect(await met(type, ["0.99", "1.01", ...odd], { at_least: 1, at_most: 1 })).toEqual([]);
		},
	);

	it.each<PlainType>(["date", "timestamp without time zone", "timestamp with time zone"])(
		"is met by no endless %s",
		async (type) => {
			const values = ["2026-01-02", "infinity", "-infinity"];
			expect(await met(type, values, { from: "2026-01-01" })).toEqual(["2026-01-02"]);
			expect(await met(type, values, { before: "2026-01-03" })).toEqual(["2026-01-02"]);
		},
	);

	it("compares a real as the number that it holds", async () => {
		const values = ["0.1", "0.10000001", "0.09999999"];
		expect(await met("real", values, { at_most: 0.1 })).toEqual(["0.1", "0.09999999"]);
		expect(await met("real", values, { at_least: 0.1 })).toEqual(["0.1", "0.10000001"]);
		expect(await met("real", ["0.1"], { is: 0.1 })).toEqual(["0.1"]);
	});

	it("may lie beyond what a real can hold", async () => {
		expect(await met("real", ["0", "3e38"], { at_most: 1e300 })).toEqual(["0", "3e38"]);
		expect(await met("real", ["0", "3e38"], { at_least: 1e-300 })).toEqual(["3e38"]);
	});
});
