import { stat } from "node:fs/promises";
import { formatIssue } from "../issue/format.ts";
import { hasErrors } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { counted } from "../text/count.ts";
import { quoted } from "../text/quote.ts";
import { auditReport } from "./report.ts";
import { type Verification, verifyRecords } from "./verify.ts";

/** What `hub audit verify` is called with. */
export interface VerifyOptions {
	readonly root: string;
	readonly head?: string;
	readonly trust?: string;
	readonly published?: string;
	readonly data?: boolean;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly now: Date;
	readonly print: (line: string) => void;
}

/**
 * `hub audit verify`: verifies the records and says what that proves and what it leaves open. Throws UserError
 * `unverified` with every finding if something does not verify, `usage` if there is no such folder of packages.
 */
export async function verifyCommand({ data, env, print, ...options }: VerifyOptions): Promise<void> {
	if (options.published !== undefined) await refuseMissing(options.published);
	const verification = await verifyRecords({ ...options, ...(data === true ? { data: { env } } : {}) });
	for (const line of verificationLines(verification)) print(line);
	refuseErrors(verification);
}

/** Throws UserError `unverified` with every finding that does not verify, if there is any. */
export function refuseErrors({ findings }: Verification): void {
	const errors = findings.filter(({ severity }) => severity === "error");
	if (errors.length === 0) return;
	const what = counted(errors.length, "finding does", "findings do");
	throw new UserError("unverified", `${what} not verify.`, errors);
}

/** A package that is gone is a warning, as recipients take them; a folder that is not there is most likely a mistake. */
async function refuseMissing(folder: string): Promise<void> {
	if ((await stat(folder).catch(() => undefined))?.isDirectory()) return;
	const fix = "Name the folder that holds a folder of packages for each project.";
	throw new UserError("usage", `${quoted(folder)}: there is no such folder. ${fix}`);
}

/** `hub audit report PROJECT`: prints one project's case on one page, as Markdown. */
export async function auditReportCommand({
	print,
	...options
}: {
	readonly root: string;
	readonly project: string;
	readonly now: Date;
	readonly print: (line: string) => void;
}): Promise<void> {
	print((await auditReport(options)).trimEnd());
}

/** What was checked, in a sentence. */
export function checkedText({ checked }: Verification): string {
	const { signatures, manifests, packages, copies } = checked;
	const counts = [`signatures ${signatures}`, `manifests ${manifests}`];
	if (manifests === 0) counts.push("nothing has been delivered");
	if (packages > 0) counts.push(`published packages ${packages}`);
	if (copies > 0) counts.push(`copies of data ${copies}`);
	return `Checked: ${counts.join(", ")}.`;
}

function verificationLines(verification: Verification): readonly string[] {
	const { commit, firstGovernance, findings, proves, leavesOpen } = verification;
	const summary = [`Commit ${commit}`, `First governance ${firstGovernance}`, checkedText(verification)];
	const warnings = findings.filter(({ severity }) => severity === "warning").map(formatIssue);
	if (hasErrors(findings)) return [...summary, ...warnings];
	return [
		...summary,
		...warnings,
		"Everything verifies. This proves:",
		...proves.map((line) => `  - ${line}`),
		"It does not prove:",
		...leavesOpen.map((line) => `  - ${line}`),
	];
}
