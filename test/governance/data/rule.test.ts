import { expect, it } from "vitest";
import type { CatalogueField, FieldDocumentation } from "../../../scripts/dictionary/catalogue.ts";
import { decisionDigest, fieldRule } from "../../../scripts/governance/data/rule.ts";

/** The digest of the first decision about a field of which people wrote this. */
function digest(said: Omit<FieldDocumentation, "description">): string {
	const field: CatalogueField = {
		id: "clinical.patients.ethnic_category",
		table: "clinical.patients",
		name: "ethnic_category",
		metadata: { name: "ethnic_category", type: "text", nullable: true },
		line: 1,
		documentation: { description: "", ...said },
	};
	const rule = fieldRule(field);
	return rule === undefined ? "" : decisionDigest("hampton", rule, undefined, rule.value);
}

it("gives a field without a mark the digest that it had before there were marks", () => {
	// From November 2026: signatures from then name them.
	const special = "24ffc18deecc3bee1c21a674e9260cf32080fa40427dde368f6dc2b0d3622419";
	const quasi = "b0033064d1fdbc8846c85567e92308436646a69ee2ced5a7bb3d666ba5e73a56";
	expect(digest({ sensitivity: "special-category" })).toBe(special);
	expect(digest({ sensitivity: "special-category", helpsToIdentify: false })).toBe(special);
	expect(digest({ sensitivity: "quasi-identifier" })).toBe(quasi);
	expect(digest({ sensitivity: "quasi-identifier", helpsToIdentify: true })).toBe(quasi);
	expect(digest({ sensitivity: "special-category", helpsToIdentify: true })).not.toBe(special);
});
