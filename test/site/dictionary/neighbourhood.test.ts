import { describe, expect, it } from "vitest";
import type { ReportedTable } from "../../../scripts/report/contents.ts";
import { diagramDrawer } from "../../../scripts/site/dictionary/diagram.ts";
import { neighbourhood } from "../../../scripts/site/dictionary/neighbourhood.ts";
import { tableLinks } from "../../../scripts/site/dictionary/table-links.ts";

/** Tables that refer to others by `id`; a star stands for a link that people declare. */
function tables(links: Readonly<Record<string, readonly string[]>>): readonly ReportedTable[] {
	return Object.entries(links).map(
		([name, targets]): ReportedTable => ({
			id: `s.${name}`,
			path: `dictionary/sources/hampton/s.${name}.md`,
			title: name,
			description: "",
			schema: "s",
			table: name,
			kind: "table",
			surveyed: "2026-01-01",
			rows: "unknown",
			key: [],
			links: targets.map((target) => ({
				columns: ["a"],
				tableId: `s.${target.replace("*", "")}`,
				to: ["id"],
				enforced: !target.endsWith("*"),
			})),
			fields: [],
		}),
	);
}

function near(links: Readonly<Record<string, readonly string[]>>, of: string) {
	const all = tables(links);
	const table = all.find(({ title }) => title === of) as ReportedTable;
	return neighbourhood("hampton", table, tableLinks({ tables: all }).get(table.id) ?? { to: [], from: [] });
}

const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);
const star = (incoming: number, outgoing: number) => ({
	centre: numbered("out", outgoing),
	...Object.fromEntries(numbered("out", outgoing).map((name) => [name, []])),
	...Object.fromEntries(numbered("in", incoming).map((name) => [name, ["centre"]])),
});

describe("the neighbourhood of a table", () => {
	it("has the tables it refers to and those that refer to it, and no further ones", () => {
		const found = near({ a: ["b"], b: ["c*"], c: ["d"], d: [] }, "b");
		expect(found?.nodes.map(({ title }) => title)).toEqual(["b", "c", "a"]);
		expect(found?.edges).toEqual([
			{ from: 0, to: 1, enforced: false },
			{ from: 2, to: 0, enforced: true },
		]);
		expect(found?.more).toEqual({ to: 0, from: 0 });
	});

	it("is nothing for a table without links, or with links to unknown tables only", () => {
		expect(near({ a: [], b: [] }, "a")).toBeUndefined();
		expect(near({ a: ["elsewhere"] }, "a")).toBeUndefined();
	});

	it("shows a table of both kinds once, and a link of a table with itself", () => {
		const found = near({ a: ["b", "a"], b: ["a", "a"] }, "a");
		expect(found?.nodes.map(({ title }) => title)).toEqual(["a", "b"]);
		expect(found?.edges.map(({ from, to }) => [from, to])).toEqual([
			[0, 1],
			[0, 0],
			[1, 0],
		]);
	});

	it.each([
		[12, 0, 0, 0],
		[13, 0, 0, 1],
		[0, 13, 1, 0],
		[6, 6, 0, 0],
		[7, 6, 0, 1],
		[6, 7, 1, 0],
		[100, 2, 0, 90],
		[2, 100, 90, 0],
	])("of %i that refer and %i referred to leaves out %i and %i", (incoming, outgoing, to, from) => {
		const found = near(star(incoming, outgoing), "centre");
		expect(found?.more).toEqual({ to, from });
		expect(found?.nodes).toHaveLength(1 + incoming + outgoing - to - from);
	});
});

describe("the drawing of a neighbourhood", () => {
	it("has a box for each table within its frame, none on another, and a curve for each link", async () => {
		const draw = await diagramDrawer();
		for (const found of [near(star(6, 6), "centre"), near({ a: ["b", "a"], b: ["a"] }, "a"), near({ a: ["a"] }, "a")]) {
			if (found === undefined) throw new Error("no neighbourhood");
			const { width, height, box, boxes, curves } = draw(found);
			expect(curves).toHaveLength(found.edges.length);
			for (const { x, y } of boxes) {
				expect(x >= 0 && y >= 0 && x + box.width <= width && y + box.height <= height).toBe(true);
				const over = boxes.filter((other) => Math.abs(other.x - x) < box.width && Math.abs(other.y - y) < box.height);
				expect(over).toHaveLength(1);
			}
			for (const { path } of curves) expect(path).toMatch(/^M-?\d+ -?\d+C(?:-?\d+ -?\d+ ?)+$/);
		}
	});

	it("says in a sentence what it shows, and cuts long names in the box only", async () => {
		const draw = await diagramDrawer();
		const all = star(13, 1);
		const found = near(
			{ ...all, centre: ["a_very_long_name_of_a_table_indeed"], a_very_long_name_of_a_table_indeed: [] },
			"centre",
		);
		if (found === undefined) throw new Error("no neighbourhood");
		const { says, boxes } = draw(found);
		expect(says).toBe("centre refers to 1 table; 13 tables (11 of them shown) refer to centre.");
		expect(boxes[1]).toMatchObject({
			lines: ["a_very_long_name_of_a_tab…", "s.a_very_long_name_of_a_t…"],
			full: "a_very_long_name_of_a_table_indeed (s.a_very_long_name_of_a_table_indeed)",
		});
		expect(boxes[0]?.address).toBeUndefined();
	});
});
