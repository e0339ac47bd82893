import { changesSince } from "../../approval/changes-since.ts";
import { describeOpenDecisions } from "../../approval/describe-decisions.ts";
import { formatDay } from "../../document/day.ts";
import { personName } from "../../records/lookup.ts";
import { askerFacts, type Fact } from "../../request/case-facts.ts";
import type { SiteCase } from "./cases.ts";

/** What a project's page tells people of the hospital beyond the public register. */
export interface ProjectInsight {
	readonly people: readonly Fact[];
	/** Who decided, in the order of the approvals, what stands in the way, and what has changed since they decided. */
	readonly approvals: readonly {
		readonly who?: string;
		readonly why?: string;
		readonly changes: readonly string[];
	}[];
	/** The decisions about data that it rests on and that are not in force, in words. */
	readonly openDecisions: readonly string[];
	/** Decisions that count for nothing, and why. */
	readonly ignored: readonly string[];
	/** Who accepted which terms, in their order. */
	readonly accepted: readonly string[];
	readonly place?: string;
	/** How the request breaks the rules as of today. */
	readonly problems: readonly string[];
}

/** See {@link ProjectInsight}. */
export function projectInsight(
	{ request, approvals, versions }: Pick<SiteCase, "request" | "approvals" | "versions">,
	problems: readonly string[],
): ProjectInsight {
	const { status, records } = approvals;
	const name = (id: string) => personName(records.people, id);
	return {
		people: askerFacts(approvals.context.request, approvals.records).filter(
			({ label }) => label !== "For" && label !== "Purposes",
		),
		approvals: status.roles.map(({ state, decision, why }) => ({
			changes:
				state === "void" && decision !== undefined
					? changesSince(versions.find(({ blob }) => blob === decision.value.blob)?.request, request, records)
					: [],
			...(decision === undefined ? {} : { who: name(decision.value.approver) }),
			...(why === undefined ? {} : { why }),
		})),
		openDecisions: describeOpenDecisions(status.decisions),
		ignored: status.ignored.map(({ path, why }) => `${path}: ${why}`),
		accepted: request.acceptedTerms.map(({ by, on }) => `by ${name(by)} on ${formatDay(on)}`),
		...(request.retention.place === undefined ? {} : { place: request.retention.place }),
		problems,
	};
}
