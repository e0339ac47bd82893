import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { reservedProjects, reservedSources } from "../../../scripts/check/reserved.ts";
import { accessAddress, completenessAddress, fieldAnchor, tableAddress } from "../../../scripts/site/page/address.ts";

describe("fieldAnchor", () => {
	it("keeps a plain name readable", () => {
		expect(fieldAnchor("nhs_number")).toBe("field-nhs_number");
	});

	it("spells out every other sign, so that names stay apart", () => {
		expect(fieldAnchor("Lab Results")).toBe("field-Lab-x20-Results");
		expect(fieldAnchor("Lab-Results")).toBe("field-Lab-x2d-Results");
		expect(fieldAnchor('"><script>')).toMatch(/^field-[A-Za-z0-9_-]+$/);
	});

	it("gives different names different anchors, all of them fit for an address", () => {
		assert(
			property(string({ unit: "binary" }), string({ unit: "binary" }), (one, other) => {
				expect(fieldAnchor(one)).toMatch(/^field-[A-Za-z0-9_-]*$/);
				if (one.toWellFormed() === one && other.toWellFormed() === other)
					expect(fieldAnchor(one) === fieldAnchor(other)).toBe(one === other);
			}),
		);
	});
});

describe("tableAddress", () => {
	it("follows the page's file name", () => {
		expect(tableAddress({ source: "hampton", path: "dictionary/sources/hampton/clinical.visits.md" })).toBe(
			"dictionary/hampton/clinical.visits/",
		);
	});
});

describe("pages beside those of sources and projects", () => {
	it("stand at names that no source and no project can have", () => {
		const second = (address: string) => address.split("/")[1] ?? "";
		expect(reservedSources).toContain(second(completenessAddress));
		expect(reservedProjects).toContain(second(accessAddress(1)));
	});
});
