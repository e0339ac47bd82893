import type { ProjectApprovals } from "../approval/project.ts";
import { findSource } from "../dictionary/catalogue.ts";
import { canonicalDigest } from "../governance/canonical.ts";
import type { Issue } from "../issue/issue.ts";
import { planObjections, recordedObjections } from "../request/objections.ts";
import type { Manifest } from "../schema/types.ts";
import type { Report } from "./report-manifest.ts";

/**
 * What a manifest says was done about objections must be what the request, the source's rules and the policy of its time
 * asked for. A manifest from before it was recorded says nothing.
 */
export function checkObjectionsDone(
	{ objections, rules }: Manifest,
	{ context: { request }, records }: ProjectApprovals,
	report: Report,
): readonly Issue[] {
	if (objections === undefined)
		return rules === undefined ? [] : [report("it does not say what was done about patients' objections")];
	const optOut = findSource(records.catalogue, request.source)?.optOut;
	const asked = recordedObjections(planObjections(request, optOut, records.policy));
	const { rules: applied, leftOut: _, ...rest } = objections;
	const done = { ...rest, rules: applied.map(({ form, covers }) => ({ form, covers })) };
	if (canonicalDigest(done) !== canonicalDigest(asked))
		return [report("patients' objections were not treated as the request and the source's rules asked")];
	const undated = applied.some(
		({ form, date, digest }) => form !== "column" && (date === undefined || digest === undefined),
	);
	return undated ? [report("it does not say which list of objections was applied")] : [];
}
