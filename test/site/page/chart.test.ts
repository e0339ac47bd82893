import { describe, expect, it } from "vitest";
import { barChart } from "../../../scripts/site/page/chart.ts";
import { deliveriesOverTime, sensitivitiesShared, timeToDelivery } from "../../../scripts/site/register/charts.ts";

const drawn = (
	upright: boolean,
	rows = [
		{ label: "<script>alert(1)</script> & co", value: 1_200 },
		{ label: "none", value: 0 },
	],
) => barChart({ id: "a", title: "T <b>", says: "S & more", head: ["What", "How many"], rows, upright });

describe("a drawing", () => {
	it.each([true, false])("has nothing that a strict policy forbids, whatever it is given", (upright) => {
		const { svg } = drawn(upright);
		expect(svg).not.toMatch(/<style|style=|<script|\son\w+=|<b>/);
		expect(svg).toContain("&lt;script&gt;");
	});

	it("says what it shows to those who do not see it, with the numbers beside it", () => {
		const { svg, rows } = drawn(false);
		expect(svg).toMatch(/^<svg [^>]*aria-labelledby="a-title a-desc"/);
		expect(svg).toContain('role="img"');
		expect(svg).toContain('<title id="a-title">T &lt;b&gt;</title><desc id="a-desc">S &amp; more</desc>');
		expect(rows.map(({ value }) => value)).toEqual([1_200, 0]);
		expect(svg).toContain("1,200");
	});
});

const delivery = (publishedAt: string | undefined, fields: object[] = []) =>
	({ ...(publishedAt && { publishedAt }), recorded: { manifest: { value: { fields } } } }) as never;
const project = (asked: string, ...deliveries: never[]) => ({ versions: [{ at: asked }], deliveries }) as never;

describe("deliveries over time", () => {
	const rows = (days: readonly string[], today: string) =>
		deliveriesOverTime(
			days.map((day) => project("2026-01-01T09:00:00Z", delivery(day))),
			today,
		)?.rows.map(({ label, value }) => `${label} ${value}`);

	it("are not drawn while there is none", () => {
		expect(rows([], "2026-04-01")).toBeUndefined();
		expect(deliveriesOverTime([project("2026-01-01T09:00:00Z", delivery(undefined))], "2026-04-01")).toBeUndefined();
	});

	it("are counted by month, with the months in which nothing happened", () => {
		expect(rows(["2026-02-01T09:00:00Z", "2026-04-30T22:30:00Z", "2026-04-30T23:30:00Z"], "2026-06-01")).toEqual([
			...["Jan 2026 0", "Feb 2026 1", "Mar 2026 0", "Apr 2026 1", "May 2026 1", "Jun 2026 0"],
		]);
	});

	it("are counted by quarter from two years on, and by year from six", () => {
		expect(rows(["2024-01-10T09:00:00Z"], "2026-01-01")).toHaveLength(9);
		expect(rows(["2024-01-10T09:00:00Z"], "2025-12-31")).toHaveLength(24);
		expect(rows(["2020-01-10T09:00:00Z"], "2026-01-01")).toEqual([
			"2020 1",
			...[2021, 2022, 2023, 2024, 2025, 2026].map((year) => `${year} 0`),
		]);
	});
});

describe("sensitivities shared", () => {
	it("counts a field once a project, and tells how many identifiers were replaced", () => {
		const id = { field: "a.b.id", sensitivity: "direct-identifier", treatment: "pseudonymise" };
		const sex = { field: "a.b.sex", sensitivity: "ordinary", treatment: "keep" };
		const chart = sensitivitiesShared([
			project(
				"2026-01-01T09:00:00Z",
				delivery("2026-02-01T09:00:00Z", [id, sex]),
				delivery("2026-03-01T09:00:00Z", [id]),
			),
			project("2026-01-01T09:00:00Z", delivery(undefined, [sex])),
		]);
		expect(chart?.says).toMatchInlineSnapshot(
			`"2 fields shared, counting a field once for each project. Of the direct identifiers 1 of 1 were replaced by a code or left empty."`,
		);
		expect(chart?.rows.map(({ value }) => value)).toEqual([1, 0, 0, 0, 1]);
	});
});

describe("the time from request to delivery", () => {
	it("is sorted into spans, each boundary into the shorter one", () => {
		const wait = (days: number) =>
			project("2026-01-01T09:00:00Z", delivery(new Date(Date.UTC(2026, 0, 1 + days, 9)).toISOString()));
		const chart = timeToDelivery([0, 1, 2, 7, 8, 14, 15, 31, 32, 92, 93].map(wait));
		expect(chart?.rows.map(({ value }) => value)).toEqual([2, 2, 2, 2, 2, 1]);
		expect(chart?.says).toBe("Half of the 11 projects that received data waited 14 days or less.");
	});
});
