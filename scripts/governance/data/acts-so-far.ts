import type { LoggedChange } from "../../git/log.ts";
import { decisionAt, decisionPath } from "../../records/decision-paths.ts";
import { signaturePath } from "../../records/paths.ts";
import type { checkSignature } from "../../signature/ssh.ts";
import { inOrderOfSigning, readAct, type SigningAct } from "./act.ts";
import { decidedId, type RecordedDecision, ruleKey } from "./rule.ts";

/** One decision of a signing act. */
export interface DecisionOfAct {
	readonly act: SigningAct;
	readonly decision: RecordedDecision;
}

/** The signing acts that have been recorded up to some commit of a history. */
export interface ActsSoFar {
	/** Takes in what the next commit changed. */
	take(changes: readonly LoggedChange[]): Promise<void>;
	/** The decisions about one rule of a source, in the order in which they were recorded. */
	about(source: string, key: string): readonly DecisionOfAct[];
}

/**
 * Collects signing acts along a history. One that was recorded stays, whoever deletes its file later; of several in
 * one commit the one signed first comes first.
 *
 * @param blobs the contents by object name
 */
export function actsSoFar(blobs: ReadonlyMap<string, Buffer>, check: typeof checkSignature): ActsSoFar {
	const files = new Map<string, Buffer>();
	const known = new Set<string>();
	const byRule = new Map<string, DecisionOfAct[]>();
	return {
		take: async (changes) => {
			const touched = new Set<string>();
			for (const { path, status, after } of changes) {
				const sha256 = decisionAt(path);
				const bytes = blobs.get(after);
				if (sha256 === undefined || status === "D" || bytes === undefined) continue;
				files.set(path, bytes);
				touched.add(sha256);
			}
			const acts: SigningAct[] = [];
			for (const sha256 of touched) {
				const path = decisionPath(sha256);
				if (known.has(sha256) || !files.has(path) || !files.has(signaturePath(path))) continue;
				const act = await readAct(sha256, files, check);
				if (!("value" in act)) continue;
				known.add(sha256);
				acts.push(act);
			}
			for (const act of acts.toSorted(inOrderOfSigning)) {
				for (const decision of act.value.decisions) {
					const rule = `${act.value.source} ${ruleKey({ about: decision.about, id: decidedId(decision) })}`;
					const decisions = byRule.get(rule) ?? [];
					decisions.push({ act, decision });
					byRule.set(rule, decisions);
				}
			}
		},
		about: (source, key) => byRule.get(`${source} ${key}`) ?? [],
	};
}
