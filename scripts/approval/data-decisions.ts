import { recordsWithDecisions } from "../governance/data/records-with-decisions.ts";
import { type RuleStatus, ruleStatuses } from "../governance/data/status.ts";
import type { Records } from "../records/records.ts";
import type { SharingRequest } from "../schema/types.ts";
import { rulesTouched } from "./data-rules.ts";
import type { RecordsReading } from "./records-reading.ts";

/** The records as the decisions about data have them, and how things stand with each decision that a request rests on. */
export interface DecidedRecords {
	readonly records: Records;
	/** Empty where the policy in force does not ask for signed decisions. */
	readonly decisions: readonly RuleStatus[];
}

/**
 * Lays the decisions about data that are in force at a commit over its records, as far as a request touches them.
 *
 * @param records with the governance in force
 */
export async function decidedRecords(
	reading: RecordsReading,
	commit: string,
	request: SharingRequest,
	records: Records,
): Promise<DecidedRecords> {
	if (records.policy.decisions === undefined) return { records, decisions: [] };
	const { source, rules, tables } = rulesTouched(request, records);
	const history = await reading.dictionaryHistory(
		commit,
		tables.map(({ page }) => page),
	);
	const decisions = await ruleStatuses(source, rules, tables, history);
	return { records: recordsWithDecisions(records, source, decisions), decisions };
}

/** Whether nothing may be delivered on a rule as it stands. */
export function isBlocking({ state }: RuleStatus): boolean {
	return state === "undecided" || state === "held";
}

/** The signing acts by which some decisions are in force, each once, by digest in ascending order. */
export function decisionActs(statuses: readonly RuleStatus[]): string[] {
	return [...new Set(statuses.flatMap(({ acts }) => acts))].sort();
}
