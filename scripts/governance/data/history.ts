import type { LoggedCommit } from "../../git/log.ts";
import type { Person, Policy } from "../../schema/types.ts";
import type { checkSignature } from "../../signature/ssh.ts";
import type { Governance } from "../governance.ts";
import { actSigner, type SigningAct } from "./act.ts";
import { type ActsSoFar, actsSoFar } from "./acts-so-far.ts";
import { type DecidedTable, type RecordsSoFar, recordsSoFar } from "./records-so-far.ts";
import { type DataRule, decisionDigest, isSameSetting, ruleKey, type Setting, withSetting } from "./rule.ts";
import { capacitiesOf, countedSigners, type DecisionStep } from "./signers.ts";
import { tightened } from "./strictness.ts";

/** What is in force about one rule after some commit. */
export interface Decided {
	/** Undefined where nothing is decided. */
	readonly value?: Setting;
	/**
	 * Where nothing is decided any more, what was decided last. It counts for nothing, but another decision in its place is
	 * a change of it: whoever had to sign that has to sign this.
	 */
	readonly last?: Setting;
	/** What the next decision must name as the one it replaces; undefined before the first. */
	readonly digest?: string;
	/** The acts that brought it into force, by digest; none for what came into force by being stricter. */
	readonly acts: readonly string[];
}

/** A decision that stands in signing acts and replaces what is in force. */
export interface OpenDecision {
	/** The digest that it has if it comes into force. */
	readonly digest: string;
	readonly sets: Setting;
	/** Who has signed it, with a key that counts. */
	readonly signed: readonly { readonly act: SigningAct; readonly person: Person }[];
}

/** What a history of the dictionary is replayed from. */
export interface DictionaryHistory {
	/**
	 * The commits along first parents, oldest first, that touched sources, signing acts, governance or the pages; their time
	 * is that of the history's clock.
	 */
	readonly log: readonly LoggedCommit[];
	/** The contents by object name. */
	readonly blobs: ReadonlyMap<string, Buffer>;
	/** The governance in force after each commit that changed it, oldest first. */
	readonly governances: readonly { readonly commit: string; readonly state: { readonly inForce: Governance } }[];
	readonly check: typeof checkSignature;
}

/** What a replay found. */
export interface Replayed {
	/** By {@link ruleKey}. */
	readonly decided: ReadonlyMap<string, Decided>;
	/** What has been signed by some and not by all, by {@link ruleKey}. */
	readonly open: ReadonlyMap<string, readonly OpenDecision[]>;
}

/**
 * Replays the decisions about some rules of a source through the history of its records. A decision is in force from
 * the first commit at which all whom the policy of that time asks for have signed it, each with a key that counts then,
 * provided that it replaces exactly the one in force. What the records say more strictly is in force at once. Either
 * changes the digest that the next decision must name, so nothing that was in force before comes back by itself.
 *
 * @param rules those that are asked about, with those of their tables
 */
export async function replayDecisions(
	source: string,
	rules: readonly DataRule[],
	tables: readonly DecidedTable[],
	{ log, blobs, governances, check }: DictionaryHistory,
): Promise<Replayed> {
	const inForce = new Map<string, Decided>(rules.map((rule) => [ruleKey(rule), { acts: [] }]));
	// The rule of a table comes before its fields': its department signs for them.
	const inOrder = rules.toSorted((a, b) => Number(b.about === "table") - Number(a.about === "table"));
	const governanceOf = new Map(governances.map(({ commit, state }) => [commit, state.inForce]));
	const acts = actsSoFar(blobs, check);
	const records = recordsSoFar(source, tables, blobs);
	let governance: Governance | undefined;
	let clock = 0;
	for (const { commit, seconds, changes } of log) {
		clock = Math.max(clock, seconds);
		governance = governanceOf.get(commit) ?? governance;
		await acts.take(changes);
		records.take(changes);
		if (governance?.policy.decisions === undefined) continue;
		const { policy, people } = governance;
		for (const rule of inOrder) {
			const key = ruleKey(rule);
			const moved = rule.table !== undefined && rule.about === "field" && records.isMoved(rule.table);
			let state = inForce.get(key) ?? { acts: [] };
			if (moved && state.value !== undefined) state = undecided(source, rule, state);
			for (;;) {
				const next = signedNext(openDecisions(source, rule, state, acts, people, clock), {
					before: state.value ?? state.last,
					owner: ownerOf(rule, inForce, records.tableSetting(rule.table ?? "")?.owner),
					suggested: records.suggested(rule),
					rule,
					policy,
					people,
				});
				if (next === undefined) break;
				state = next;
			}
			inForce.set(key, withRecords(source, rule, state, records, policy));
		}
	}
	const people = governance?.people;
	const open = new Map<string, readonly OpenDecision[]>();
	for (const rule of inOrder) {
		const state = inForce.get(ruleKey(rule));
		if (people === undefined || state === undefined) continue;
		open.set(ruleKey(rule), openDecisions(source, rule, state, acts, people, clock));
	}
	return { decided: inForce, open };
}

/**
 * The department that signs for a rule: as decided of its table, or last decided, or else as the records have it.
 *
 * @param said the department that the records name
 */
export function ownerOf(
	{ table }: DataRule,
	decided: ReadonlyMap<string, Decided>,
	said: string | undefined,
): string | undefined {
	if (table === undefined) return undefined;
	const { value, last } = decided.get(ruleKey({ about: "table", id: table })) ?? {};
	const rule = (value ?? last) as Setting<"table"> | undefined;
	return rule === undefined ? said : rule.owner;
}

/** What has been signed that would replace what is in force, what was signed first coming first. */
function openDecisions(
	source: string,
	rule: DataRule,
	{ digest: replaced }: Decided,
	acts: ActsSoFar,
	people: Governance["people"],
	clock: number,
): readonly OpenDecision[] {
	const open = acts.about(source, ruleKey(rule)).filter(({ decision }) => decision.replaces === replaced);
	const bySetting = Map.groupBy(open, ({ decision: { sets } }) => decisionDigest(source, rule, replaced, sets));
	return [...bySetting].flatMap(([digest, group]): OpenDecision[] => {
		const [first] = group;
		if (first === undefined) return [];
		const signed = group.flatMap(({ act }) => {
			// A branch may be merged by a machine whose clock is behind; the later moment is the stricter one.
			const relied = new Date(Math.max(clock * 1000, Date.parse(act.value.at)));
			const person = actSigner(act, people, relied);
			return person === undefined ? [] : [{ act, person }];
		});
		return [{ digest, sets: first.decision.sets, signed }];
	});
}

interface Circumstances extends DecisionStep {
	readonly policy: Policy;
	readonly people: Governance["people"];
}

/** The first open decision that all have signed whom it needs, as it comes into force. */
function signedNext(open: readonly OpenDecision[], { policy, people, ...step }: Circumstances): Decided | undefined {
	for (const { digest, sets, signed } of open) {
		const capacities = capacitiesOf({ ...step, rule: withSetting(step.rule, sets) }, policy, people);
		const counted = countedSigners(
			capacities,
			signed.map(({ person }) => person),
		);
		if (counted.some((person) => person === undefined)) continue;
		const by = signed.filter(({ person }) => counted.includes(person.id)).map(({ act }) => act.sha256);
		return { value: sets, digest, acts: [...new Set(by)].sort() };
	}
	return undefined;
}

/** What is in force once the records of a commit have been laid over it: stricter where they are stricter. */
function withRecords(source: string, rule: DataRule, state: Decided, records: RecordsSoFar, policy: Policy): Decided {
	if (state.value === undefined) return state;
	const said = records.setting(rule);
	if (said === "unreadable") return state;
	if (said === undefined) return undecided(source, rule, state);
	const value = tightened(withSetting(rule, said), state.value, policy);
	if (isSameSetting(value, state.value)) return state;
	return { value, digest: decisionDigest(source, rule, state.digest, value), acts: [] };
}

/** Nothing is decided any more, and what was decided before does not count again. */
function undecided(source: string, rule: DataRule, { digest, value, last }: Decided): Decided {
	const before = value ?? last;
	return {
		digest: decisionDigest(source, rule, digest, null),
		acts: [],
		...(before === undefined ? {} : { last: before }),
	};
}
