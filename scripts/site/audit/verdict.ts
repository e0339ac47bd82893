import type { Issue } from "../../issue/issue.ts";
import type { State } from "../register/standing.ts";
import { count } from "../register/words.ts";

/** Whether something verifies, in words. */
export type Verdict = State;

/** What an audit's findings come to. */
export function verdict(findings: readonly Issue[], verified: boolean): Verdict {
	const errors = findings.filter(({ severity }) => severity === "error").length;
	if (errors > 0) return { words: `${count(errors, "thing does", "things do")} not verify`, tone: "red" };
	if (!verified) return { words: "Not verified when this page was made", tone: "grey" };
	if (findings.length > 0) return { words: `Verifies, with ${count(findings.length, "warning")}`, tone: "yellow" };
	return { words: "Everything recorded verifies", tone: "green" };
}
