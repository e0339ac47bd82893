import { checkContext } from "../check/context.ts";
import { judge } from "../check/judge.ts";
import { commitTree } from "../git/commit-tree.ts";
import type { DecidedTable } from "../governance/data/records-so-far.ts";
import { recordsWithDecisions } from "../governance/data/records-with-decisions.ts";
import { ruleKey } from "../governance/data/rule.ts";
import { type AskedRule, type RuleStatus, ruleStatuses } from "../governance/data/status.ts";
import { recordsInForce } from "../governance/records-in-force.ts";
import { type Records, readRecords } from "../records/records.ts";
import type { Role } from "../schema/types.ts";
import { isBlocking } from "./data-decisions.ts";
import { type AskedRules, rulesTouched } from "./data-rules.ts";
import { approvalsNeeded } from "./needed.ts";
import type { RecordsReading } from "./records-reading.ts";
import { approvalScopeDigest } from "./scope.ts";

/** What a project's next delivery rests on at a commit, whoever has approved it. */
export interface Standing {
	/** The decisions about data on which nothing may be delivered as they stand. */
	readonly blocking: readonly RuleStatus[];
	/** The rules that its request breaks, in words. */
	readonly broken: readonly string[];
	/** The roles it needs, each with the digest of what that role approves. */
	readonly scopes: ReadonlyMap<Role, string>;
}

/**
 * How all projects stand at a commit, worked out together: the records are read once and the decisions of a source
 * replayed once.
 *
 * @param today the day in Europe/London
 * @returns by project; undefined if the records cannot be read or no governance is in force
 */
export async function standings(
	reading: RecordsReading,
	commit: string,
	today: string,
): Promise<ReadonlyMap<string, Standing> | undefined> {
	const governance = await reading.governanceAt(commit);
	const { records: read } = await readRecords(commitTree(reading.repo, commit));
	if (governance === undefined || read === undefined) return undefined;
	const records = recordsInForce(read, governance.inForce);
	const decisions = await decisionsOfAll(reading, commit, records);
	return new Map(
		[...records.requests].map(([project, request]) => {
			const own = decisions.get(project) ?? [];
			const decided = recordsWithDecisions(records, request.source, own);
			const issues = judge(request, checkContext(decided, project, today));
			const roles = approvalsNeeded(request, decided);
			const standing: Standing = {
				blocking: own.filter(isBlocking),
				broken: issues.filter(({ severity }) => severity === "error").map(({ message }) => message),
				scopes: new Map(
					roles.map(({ role, concerns }) => [role, approvalScopeDigest(concerns, project, request, decided)]),
				),
			};
			return [project, standing];
		}),
	);
}

/**
 * How things stand with the decisions about data that each project's request rests on, by project; none where the
 * policy asks for no signed decisions.
 *
 * @param records with the governance in force, as they stand at the commit or are about to be committed on it
 */
export async function decisionsOfAll(
	reading: RecordsReading,
	commit: string,
	records: Records,
): Promise<ReadonlyMap<string, readonly RuleStatus[]>> {
	if (records.policy.decisions === undefined) return new Map();
	const touched = [...records.requests].map(([project, request]) => [project, rulesTouched(request, records)] as const);
	const found = new Map<string, readonly RuleStatus[]>();
	for (const [source, own] of Map.groupBy(touched, ([, { source }]) => source)) {
		const { rules, tables } = united(own.map(([, asked]) => asked));
		const pages = tables.map(({ page }) => page);
		const history = await reading.dictionaryHistory(commit, pages);
		const statuses = await ruleStatuses(source, rules, tables, history);
		const byKey = new Map(statuses.map((status) => [ruleKey(status.rule), status]));
		for (const [project, asked] of own) {
			found.set(
				project,
				asked.rules.flatMap(({ rule }) => byKey.get(ruleKey(rule)) ?? []),
			);
		}
	}
	return found;
}

/** What several requests touch of one source, each rule and table once. */
function united(asked: readonly AskedRules[]): {
	readonly rules: readonly AskedRule[];
	readonly tables: readonly DecidedTable[];
} {
	const rules = asked.flatMap((each) => each.rules);
	const tables = asked.flatMap((each) => each.tables);
	return {
		rules: [...new Map(rules.map((each) => [ruleKey(each.rule), each])).values()],
		tables: [...new Map(tables.map((each) => [each.id, each])).values()],
	};
}
