import type { OptOut, OptOutCovers, OptOutForm, OptOutListForm, OptOutRule } from "../schema/types.ts";

/** The rules by which a source records objections to sharing, however many the source list gives; all of them apply. */
export function optOutRules(optOut: OptOut | undefined): readonly OptOutRule[] {
	if (optOut === undefined) return [];
	return Array.isArray(optOut) ? optOut : [optOut];
}

/** Which objections a rule records: the two kinds together where the source list does not say. */
export function coversOf({ covers = "both" }: OptOutRule): OptOutCovers {
	return covers;
}

/** In which form a rule's objections are recorded. */
export function formOf(rule: OptOutRule): OptOutForm {
	return "list" in rule ? rule.list : "column";
}

/** The column of the patient table that a rule reads: the one that says who objects, or the one with the NHS number. */
export function optOutFieldOf(rule: OptOutRule): string {
	return "list" in rule ? rule.key : rule.field;
}

/** Who is on a list of objections, in words. */
export const listedPatients = {
	objectors: "patients who object",
	cleared: "patients whom the national service has cleared",
} as const satisfies Record<OptOutListForm, string>;
