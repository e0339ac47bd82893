import { relative } from "node:path";
import { checkedText } from "../audit/command.ts";
import type { Verification } from "../audit/verify.ts";
import type { OpenedPackage } from "../package/open.ts";
import type { DeliveredSample } from "./deliveries.ts";
import type { MergedSample } from "./samples.ts";
import type { Workplace } from "./workplace.ts";

/** One sample request's whole story. */
export interface CaseAccount extends MergedSample, DeliveredSample {
	/** The person who opened the package. */
	readonly recipient: string;
	readonly identityFile: string;
	readonly opened: OpenedPackage;
}

/** What happened in a demonstration. */
export interface Account {
	readonly workplace: Workplace;
	/** What the survey said when it compared dictionary and database. */
	readonly survey: readonly string[];
	readonly cases: readonly CaseAccount[];
	/** What the audit found: nothing that does not verify. */
	readonly audit: Verification;
}

/** The account as lines for the terminal: what happened, where everything is, what to try next. */
export function accountText({ workplace, survey, cases, audit }: Account, folder = process.cwd()): readonly string[] {
	const at = (path: string): string => {
		const short = relative(folder, path);
		return short.startsWith("..") ? path : short;
	};
	return [
		"",
		"What happened",
		"",
		...survey.map((line, at) => `  ${at === 0 ? "Survey" : "      "}    ${line}`),
		...cases.flatMap((each) => caseText(each, at)),
		"",
		`  Audit     ${checkedText(audit)} Everything verifies.`,
		`  Website   ${at(workplace.site)}; npm start shows it, unless told to --exit`,
		"",
		"What to try next",
		"",
		`  npx hub request show ${cases[0]?.project} --root ${at(workplace.records)}`,
		`  npx hub audit report ${cases[1]?.project} --root ${at(workplace.records)}`,
		`  npx hub audit verify --root ${at(workplace.records)} --trust ${at(workplace.audit)}/trusted-fingerprints.txt --published ${at(workplace.outbox)}`,
		`  git -C ${at(workplace.records)} log --stat`,
		...cases
			.slice(0, 1)
			.map(
				(each) =>
					`  npx hub open ${at(each.packageFile)} --identity ${at(each.identityFile)} --to ${at(workplace.opened)}/by-me`,
			),
		"  while the database is up (npm start without --exit), in a second terminal:",
		`  . ${at(workplace.settings)}; npx hub audit verify --data --root ${at(workplace.records)}`,
	];
}

function caseText(each: CaseAccount, at: (path: string) => string): readonly string[] {
	const data = each.opened.files.filter((file) => file.startsWith("data/")).length;
	return [
		"",
		`  ${each.project}: ${each.request.title}`,
		`    asked by     ${each.request.requester}${each.request.writtenBy === undefined ? "" : `, written by ${each.request.writtenBy}`}`,
		...(each.decisions.length === 0
			? []
			: [`    data decided ${each.decisions.map(({ name, decisions }) => `${name} (${decisions})`).join(", ")}`]),
		`    approved by  ${each.approvals.map(({ name, role }) => `${name} (${role})`).join(", ")}`,
		...each.queries.map(
			({ query, answeredBy }) =>
				`    held         ${query.field} must be ${query.expected}: asked ${query.owner}, answered by ${answeredBy}`,
		),
		`    package      ${at(each.packageFile)}`,
		`    password     ${at(each.passwordFile)} (sealed)`,
		`    manifest     commit ${each.manifestCommit.slice(0, 12)}`,
		`    opened by    ${each.recipient}: ${data} data files in ${at(each.opened.folder)}`,
	];
}
