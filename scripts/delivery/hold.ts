import { UserError } from "../issue/user-error.ts";
import { queryPath } from "../records/paths.ts";
import type { ReleaseFinding } from "../release/finding.ts";
import type { ReleaseQuery } from "../schema/types.ts";
import { type DeliveryRun, record } from "./run.ts";
import { signRecord } from "./signed.ts";

/** Records signed queries to departments, all in one commit. */
export async function recordQueries(run: DeliveryRun, queries: readonly ReleaseQuery[]): Promise<void> {
	const files = new Map<string, Buffer>();
	for (const query of queries) {
		const path = queryPath(query.project, query.delivery, query.query);
		const signed = await signRecord("query", path, query, run.runner.signingKeyFile);
		for (const [file, bytes] of signed) files.set(file, bytes);
	}
	await record(run, files, `Ask about values held back from ${run.project}`);
}

/** What is said of a delivery that waits for answers. */
export function heldBy(project: string, queries: readonly ReleaseQuery[]): UserError {
	const lines = queries.map(
		({ delivery, query, owner, field, expected, rows }) =>
			`  ${project}/${delivery}/${query} to ${owner}: values of ${field} should be ${expected}; rows that are not: ${rows}.`,
	);
	const until = `${queries.length === 1 ? "this query is" : "these queries are"} answered`;
	const next = "The department answers with hub answer; then run this again.";
	return new UserError("held", [`The delivery of ${project} is held until ${until}:`, ...lines, next].join("\n"));
}

/** What is said of a delivery that fails checks which no department can settle. */
export function failedBy(project: string, failures: readonly ReleaseFinding[]): UserError {
	const what = `The delivery of ${project} does not pass the release checks; nothing has left, and the copy is removed:`;
	const reasons = failures.map(({ says }) => `  ${says}`);
	const fixes = [...new Set(failures.map(({ check }) => fixesOf[check]))];
	const next = `Then have the amended request approved, and run hub deliver ${project} again.`;
	return new UserError(
		"held",
		[what, ...reasons, "What can be done:", ...fixes.map((fix) => `  ${fix}`), next].join("\n"),
	);
}

/** What a custodian can do about a failure; none of it says how far off the delivery was. */
const fixesOf = {
	"minimum-cohort":
		"Ask for a wider cohort, such as more years, or wait until there are more patients. Or tell the requester that the policy does not allow it.",
	"minimum-rows": "Ask for more rows of that table, such as more years, or leave the table out.",
	"minimum-patients":
		"Ask for rows of more patients in that table, such as more years or wider conditions, or leave the table out.",
	"k-anonymity":
		"Leave out one of the fields named there, or take a coarser one or a coarser treatment, such as year for a date; or narrow the cohort to the common values. Fields with many different values do most.",
	range: "Ask the department that recorded the values.",
} as const satisfies Record<ReleaseFinding["check"], string>;
