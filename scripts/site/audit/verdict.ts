import type { Issue } from "../../issue/issue.ts";
import { counted } from "../../text/count.ts";
import type { StatusLabel } from "../register/shown-status.ts";

/** Whether something verifies, in words. */
export type Verdict = StatusLabel;

/** What an audit's findings come to. */
export function verdict(findings: readonly Issue[], verified: boolean): Verdict {
	const errors = findings.filter(({ severity }) => severity === "error").length;
	if (errors > 0) return { label: `${counted(errors, "thing does", "things do")} not verify`, tone: "red" };
	if (!verified) return { label: "Not verified when this page was made", tone: "grey" };
	if (findings.length > 0) return { label: `Verifies, with ${counted(findings.length, "warning")}`, tone: "yellow" };
	return { label: "Everything recorded verifies", tone: "green" };
}
