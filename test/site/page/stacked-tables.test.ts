import { describe, expect, it } from "vitest";
import { stackTables } from "../../../scripts/site/page/stacked-tables.ts";

describe("a table of a page in Markdown", () => {
	it("gets roles, and in each cell the words of its head", () => {
		const table =
			"<p>x</p><table><thead><tr><th>the <code>code</code></th><th>what</th></tr></thead><tbody><tr><td>0</td><td>Done.</td></tr></tbody></table>";
		expect(stackTables(table)).toBe(
			'<p>x</p><table class="hub-stacked" role="table"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">the <code>code</code></th><th role="columnheader" scope="col">what</th></tr></thead><tbody role="rowgroup"><tr role="row"><td role="cell" data-head="the code">0</td><td role="cell" data-head="what">Done.</td></tr></tbody></table>',
		);
	});

	it("is left alone where a component made it", () => {
		const table = '<table class="nhsuk-table"><tbody><tr><td>0</td></tr></tbody></table>';
		expect(stackTables(table)).toBe(table);
	});
});
