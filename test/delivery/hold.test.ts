import { expect, it } from "vitest";
import { failedBy } from "../../scripts/delivery/hold.ts";
import type { ReleaseFinding } from "../../scripts/release/finding.ts";

const failure = (check: ReleaseFinding["check"], says: string): ReleaseFinding => ({
	check,
	passed: false,
	says,
	rows: "under 10",
});

it("tells the custodian what failed and what to do about each kind of failure, once", () => {
	const text = failedBy("sepsis-outcomes", [
		failure("minimum-rows", "clinical.visits has fewer rows than the policy's minimum of 10."),
		failure("minimum-rows", "clinical.notes has fewer rows than the policy's minimum of 10."),
		failure(
			"k-anonymity",
			"Combinations of quasi-identifiers (clinical.patients.sex) are shared by fewer than 5 patients.",
		),
	]).message;
	expect(text).toMatchInlineSnapshot(`
		"The delivery of sepsis-outcomes does not pass the release checks; nothing has left, and the copy is removed:
		  clinical.visits has fewer rows than the policy's minimum of 10.
		  clinical.notes has fewer rows than the policy's minimum of 10.
		  Combinations of quasi-identifiers (clinical.patients.sex) are shared by fewer than 5 patients.
		What can be done:
		  Ask for more rows of that table, such as more years, or leave the table out.
		  Leave out one of the fields named there, or take a coarser one or a coarser treatment, such as year for a date; or narrow the cohort to the common values. Fields with many different values do most.
		Then have the amended request approved, and run hub deliver sepsis-outcomes again."
	`);
	const tooFew = failedBy("sepsis-outcomes", [failure("minimum-cohort", "The delivery would hold too few patients.")]);
	expect(tooFew.message).toContain("Ask for a wider cohort");
	expect(tooFew.message).not.toContain("coarser");
});
