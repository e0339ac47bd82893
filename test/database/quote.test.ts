import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withClient } from "../../scripts/database/connect.ts";
import { quoteIdentifier } from "../../scripts/database/quote.ts";
import { clusterUrl } from "../support/database.ts";

describe("quoteIdentifier", () => {
	it.each([
		["visit", '"visit"'],
		["Lab Results", '"Lab Results"'],
		['a"b', '"a""b"'],
		['"; DROP TABLE patient; --', '"""; DROP TABLE patient; --"'],
		["a.b", '"a.b"'],
		["select", '"select"'],
	])("quotes %s", (name, quoted) => {
		expect(quoteIdentifier(name)).toBe(quoted);
	});

	it.each(["", "a\0b"])("refuses %j, which no PostgreSQL name can be", (name) => {
		expect(() => quoteIdentifier(name)).toThrow(RangeError);
	});

	it("names exactly the same column to PostgreSQL, whatever is in the name", async () => {
		await withClient(clusterUrl(), { applicationName: "test" }, async (client) => {
			const names = fc.string({ unit: "binary", minLength: 1, maxLength: 15 }).filter((name) => !name.includes("\0"));
			await fc.assert(
				fc.asyncProperty(names, async (name) => {
					// A lone surrogate has no UTF-8 form.
					fc.pre(name.isWellFormed());
					const { fields } = await client.query(`SELECT 1 AS ${quoteIdentifier(name)}`);
					expect(fields[0]?.name).toBe(name);
				}),
				{ numRuns: 200 },
			);
		});
	});
});
