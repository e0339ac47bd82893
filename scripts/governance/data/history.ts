import type { LoggedCommit } from "../../git/log.ts";
import type { PeopleList, Policy } from "../../schema/types.ts";
import type { checkSignature } from "../../signature/ssh.ts";
import type { Governance } from "../governance.ts";
import { onePersonOneRole } from "../one-person.ts";
import { actSigner } from "./act.ts";
import { type ActsSoFar, actsSoFar, type DecisionOfAct } from "./acts-so-far.ts";
import { type DecidedTable, type RecordsSoFar, recordsSoFar } from "./records-so-far.ts";
import { type DataRule, decisionDigest, isSameSetting, ruleKey, type Setting, withSetting } from "./rule.ts";
import { type Capacity, capacitiesOf } from "./signers.ts";
import { tightened } from "./strictness.ts";

/** What is in force about one rule after some commit. */
export interface Decided {
	/** Undefined where nothing is decided. */
	readonly value?: Setting;
	/** What the next decision must name as the one it replaces; undefined before the first. */
	readonly digest?: string;
	/** The acts that brought it into force, by digest; none for what came into force by being stricter. */
	readonly acts: readonly string[];
}

/** A decision that stands in signing acts and replaces what is in force. */
export interface OpenDecision {
	readonly sets: Setting;
	readonly signers: readonly string[];
}

/** What a history of the dictionary is replayed from. */
export interface DictionaryHistory {
	/** The commits along first parents, oldest first, that touched sources, signing acts, governance or the pages. */
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
				const next = signedNext(source, rule, state, acts.about(source, key), clock, {
					policy,
					people,
					owner: ownerOf(rule, inForce, records),
					suggested: records.suggested(rule),
				});
				if (next === undefined) break;
				state = next;
			}
			inForce.set(key, withRecords(source, rule, state, records, policy));
		}
	}
	return { decided: inForce, open: openDecisions(source, inOrder, inForce, acts) };
}

/** The department that signs for a rule: as decided, or else as the records of the commit have it. */
function ownerOf(
	{ table }: DataRule,
	decided: ReadonlyMap<string, Decided>,
	records: RecordsSoFar,
): string | undefined {
	if (table === undefined) return undefined;
	const rule = decided.get(ruleKey({ about: "table", id: table }))?.value as Setting<"table"> | undefined;
	return rule === undefined ? records.tableSetting(table)?.owner : rule.owner;
}

interface Circumstances {
	readonly policy: Policy;
	readonly people: PeopleList;
	readonly owner: string | undefined;
	readonly suggested: Setting<"field">["sensitivity"] | undefined;
}

/** The next decision that all have signed, of those that replace what is in force; the one signed first. */
function signedNext(
	source: string,
	rule: DataRule,
	state: Decided,
	signed: readonly DecisionOfAct[],
	clock: number,
	{ policy, people, owner, suggested }: Circumstances,
): Decided | undefined {
	const open = signed.filter(({ decision }) => decision.replaces === state.digest);
	const bySetting = Map.groupBy(open, ({ decision: { sets } }) => decisionDigest(source, rule, state.digest, sets));
	for (const [digest, group] of bySetting) {
		const [first] = group;
		if (first === undefined) continue;
		const { sets } = first.decision;
		const step = {
			rule: withSetting(rule, sets),
			...(state.value === undefined ? {} : { before: state.value }),
			...(owner === undefined ? {} : { owner }),
			...(suggested === undefined ? {} : { suggested }),
		};
		const counting = group.flatMap(({ act }) => {
			// A branch may be merged by a machine whose clock is behind; the later moment is the stricter one.
			const relied = new Date(Math.max(clock * 1000, Date.parse(act.value.at)));
			const person = actSigner(act, people, relied);
			return typeof person === "string" ? [] : [{ act, person }];
		});
		const counted = countedSigners(
			capacitiesOf(step, policy, people),
			counting.map(({ person }) => person),
		);
		if (counted.every((person) => person !== undefined)) {
			const by = counting.filter(({ person }) => counted.includes(person.id)).map(({ act }) => act.sha256);
			return { value: sets, digest, acts: [...new Set(by)].sort() };
		}
	}
	return undefined;
}

/** For each capacity the person who counts for it, or undefined where nobody who has signed is left for it. */
export function countedSigners(
	capacities: readonly Capacity[],
	signers: readonly PeopleList["people"][number][],
): readonly (string | undefined)[] {
	return onePersonOneRole(capacities.map(({ holds }) => signers.filter(holds).map(({ id }) => id)));
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
function undecided(source: string, rule: DataRule, { digest }: Decided): Decided {
	return { digest: decisionDigest(source, rule, digest, null), acts: [] };
}

function openDecisions(
	source: string,
	rules: readonly DataRule[],
	decided: ReadonlyMap<string, Decided>,
	acts: ActsSoFar,
): ReadonlyMap<string, readonly OpenDecision[]> {
	return new Map(
		rules.map((rule) => {
			const key = ruleKey(rule);
			const digest = decided.get(key)?.digest;
			const open = acts.about(source, key).filter(({ decision }) => decision.replaces === digest);
			const groups = Map.groupBy(open, ({ decision: { sets } }) => decisionDigest(source, rule, digest, sets));
			return [
				key,
				[...groups.values()].flatMap((group): OpenDecision[] => {
					const [first] = group;
					return first === undefined
						? []
						: [{ sets: first.decision.sets, signers: group.map(({ act }) => act.value.signer) }];
				}),
			];
		}),
	);
}
