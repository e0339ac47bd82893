import { type CatalogueSource, findField } from "../dictionary/catalogue.ts";
import { formOf, optOutFieldOf, optOutRules } from "../dictionary/opt-out.ts";
import { error, type Issue, warning } from "../issue/issue.ts";
import { optOutProblem } from "../plan/opt-out.ts";
import type { OptOut, OptOutRule, Policy } from "../schema/types.ts";
import { quoted } from "../text/quote.ts";
import { allowedValues } from "./value.ts";

/** A rule about objections with its place in its source. */
export interface PlacedOptOut {
	readonly rule: OptOutRule;
	readonly path: Issue["path"];
	/** Place of the column that it names. */
	readonly fieldPath: Issue["path"];
}

/** The rules of a source with their places in it, whether they stand as one or in a list. */
export function placedOptOuts(optOut: OptOut | undefined): readonly PlacedOptOut[] {
	return optOutRules(optOut).map((rule, index) => {
		const path = Array.isArray(optOut) ? ["optOut", index] : ["optOut"];
		return { rule, path, fieldPath: [...path, "list" in rule ? "key" : "field"] };
	});
}

/**
 * Checks that the rules about objections can be applied, or patients' objections would be missed: columns that can be
 * read, lists that are told apart, and a limit in the policy to how old a list may be.
 */
export function checkOptOuts(
	optOut: OptOut | undefined,
	described: CatalogueSource,
	policy: Pick<Policy, "optOut">,
	at: Issue["path"],
): readonly Issue[] {
	const placed = placedOptOuts(optOut);
	return placed.flatMap(({ rule, path, fieldPath }, index) => {
		const problem = optOutProblem(rule, described);
		const fix =
			"list" in rule
				? "Name the column of the patient table that holds the NHS number."
				: 'Name a true-or-false column of the patient table, or say with "objects" and "notObjecting" what its values mean.';
		const twin = placed.slice(0, index).some(({ rule: other }) => "list" in rule && formOf(other) === formOf(rule));
		return [
			...(problem === undefined ? [] : [error("opt-out", [...at, ...fieldPath], problem, fix)]),
			...(twin
				? [
						error(
							"opt-out",
							[...at, ...path, "list"],
							`the source has one list of this form, and another rule reads it`,
							"Keep one of the two.",
						),
					]
				: []),
			...("list" in rule && policy.optOut?.maxListDays === undefined
				? [
						error(
							"opt-out",
							[...at, ...path, "list"],
							"the policy does not say how old a list may be, so none counts and nothing is delivered",
							'Add "optOut: { maxListDays: … }" to requests/governance/policy.yml.',
						),
					]
				: []),
			...untoldValues(rule, described).map((value) =>
				warning(
					"opt-out",
					[...at, ...fieldPath],
					`the value ${quoted(value)} stands neither in "objects" nor in "notObjecting", so it counts as objecting`,
					"Put it into one of the two.",
				),
			),
		];
	});
}

/** The values that a column is known to have and that the rule says nothing of. */
function untoldValues(rule: OptOutRule, described: CatalogueSource): readonly string[] {
	if ("list" in rule || rule.objects === undefined || rule.notObjecting === undefined) return [];
	const field = findField({ sources: [described] }, described.id, optOutFieldOf(rule));
	const told = [...rule.objects, ...rule.notObjecting].map(String);
	return (field && allowedValues(field)?.values.filter((value) => !told.includes(value))) ?? [];
}
