import type { Sensitivity } from "../../schema/types.ts";
import type { Governance } from "../governance.ts";
import { type DictionaryHistory, ownerOf, type Replayed, replayDecisions } from "./history.ts";
import type { DecidedTable } from "./records-so-far.ts";
import { type DataRule, isSameSetting, ruleKey, type Setting } from "./rule.ts";
import { type Capacity, capacitiesOf, countedSigners, type DecisionStep } from "./signers.ts";

/**
 * How things stand with one rule. `in-force`: what the records say is decided. `waits`: what they say is looser than
 * what is decided, which goes on counting. `held`: what they say is another thing than what is decided, and nobody can
 * say which is stricter. `undecided`: nothing is decided. Nothing is delivered on the last two.
 */
export type RuleState = "in-force" | "waits" | "held" | "undecided";

/** A signature that a decision needs. */
export interface Signature {
	readonly capacity: Capacity;
	/** The id of the person who has signed in this capacity. */
	readonly by?: string;
}

/** One rule, and how things stand with it. */
export interface RuleStatus {
	/** With what the records say. */
	readonly rule: DataRule;
	readonly state: RuleState;
	/** What counts; undefined where nothing is decided. */
	readonly counts?: Setting;
	/** What was decided last, where nothing is decided any more. */
	readonly last?: Setting;
	/** What a decision must name as the one it replaces. */
	readonly replaces?: string;
	/** The signing acts by which it is in force, by digest. */
	readonly acts: readonly string[];
	/** What the survey suggested of a field. */
	readonly suggested?: Sensitivity;
	/** Who has to sign what the records say, if it is not in force, and who of them has. */
	readonly signatures: readonly Signature[];
	/** The ids of all who have signed what the records say with a key that counts, whether or not each is needed. */
	readonly signers: readonly string[];
}

/** A rule as it is asked about. */
export interface AskedRule {
	readonly rule: DataRule;
	readonly owner?: string;
	readonly suggested?: Sensitivity;
}

/**
 * How things stand with some rules of a source at the end of a history.
 *
 * @param asked the rules as the records of the history's last commit have them
 */
export async function ruleStatuses(
	source: string,
	asked: readonly AskedRule[],
	tables: readonly DecidedTable[],
	history: DictionaryHistory,
): Promise<readonly RuleStatus[]> {
	const rules = asked.map(({ rule }) => rule);
	const replayed = await replayDecisions(source, rules, tables, history);
	const governance = history.governances.at(-1)?.state.inForce;
	return asked.map((one) => statusOf(one, replayed, governance));
}

function statusOf({ rule, owner, suggested }: AskedRule, replayed: Replayed, governance?: Governance): RuleStatus {
	const key = ruleKey(rule);
	const { value: counts, last, digest: replaces, acts = [] } = replayed.decided.get(key) ?? {};
	const state = stateOf(rule, counts);
	const common = {
		rule,
		state,
		acts,
		...(counts === undefined ? {} : { counts }),
		...(last === undefined ? {} : { last }),
		...(replaces === undefined ? {} : { replaces }),
		...(suggested === undefined ? {} : { suggested }),
	};
	if (state === "in-force" || governance === undefined) return { ...common, signatures: [], signers: [] };
	const step = { rule, before: counts ?? last, owner: ownerOf(rule, replayed.decided, owner), suggested };
	return { ...common, ...signaturesOf(step, key, replayed, governance) };
}

function stateOf(rule: DataRule, counts: Setting | undefined): RuleState {
	// That there is no rule is a decision too: whoever takes a rule out before it is signed decides nothing.
	if (counts === undefined) return "undecided";
	if (isSameSetting(rule.value, counts)) return "in-force";
	return isWaiting(rule, counts) ? "waits" : "held";
}

/** Whether what is decided can go on counting beside what the records say. */
function isWaiting(rule: DataRule, counts: Setting): boolean {
	switch (rule.about) {
		case "field": {
			const { type, values } = rule.value as Setting<"field">;
			const decided = counts as Setting<"field">;
			return type === decided.type && values === decided.values;
		}
		case "table": {
			const { owner: _said, ...now } = rule.value as Setting<"table">;
			const { owner: _decided, ...before } = counts as Setting<"table">;
			return before.class === "excluded" || isSameSetting(now, before);
		}
		case "patient":
			return false;
		// By a rule where there was none some patients are left out, and others may be chosen.
		case "consent":
			return counts !== null;
		case "optOut":
			return true;
	}
}

function signaturesOf(
	step: DecisionStep,
	key: string,
	{ open }: Replayed,
	governance: Governance,
): Pick<RuleStatus, "signatures" | "signers"> {
	const capacities = capacitiesOf(step, governance.policy, governance.people);
	const found = (open.get(key) ?? []).find(({ sets }) => isSameSetting(sets, step.rule.value));
	const people = (found?.signed ?? []).map(({ person }) => person);
	const counted = countedSigners(capacities, people);
	const signatures = capacities.map((capacity, index) => {
		const by = counted[index];
		return by === undefined ? { capacity } : { capacity, by };
	});
	return { signatures, signers: [...new Set(people.map(({ id }) => id))] };
}
