import fc from "fast-check";
import { expect, it } from "vitest";
import { formatCsv, parseCsv } from "../../scripts/document/csv.ts";

it("reads back what it wrote, whatever the cells hold", () => {
	const cell = fc.string({ unit: "grapheme" }).filter((text) => !/^[=+\-@\t\r＝＋－＠]/u.test(text));
	fc.assert(
		fc.property(fc.array(fc.record({ a: cell, b: cell })), (rows) => {
			expect(parseCsv(formatCsv(["a", "b"], rows))).toEqual(rows);
		}),
	);
	const rows = [{ a: 'x,"y"\nz', b: "" }];
	expect(parseCsv(formatCsv(["a", "b"], rows))).toEqual(rows);
});

it("keeps the columns in order and writes the head without rows", () => {
	expect(formatCsv(["b", "a"], [{ a: "1", b: "2" }])).toBe("b,a\n2,1\n");
	expect(formatCsv(["b", "a"], [])).toBe("b,a\n");
});

it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1"])("keeps a spreadsheet from running %j", (formula) => {
	expect(parseCsv(formatCsv(["a"], [{ a: formula }]))).toEqual([{ a: `'${formula}` }]);
});
