import { UserError } from "../issue/user-error.ts";
import type { ReleaseQuery } from "../schema/types.ts";
import { queryPath } from "./query.ts";
import { type DeliveryRun, record } from "./run.ts";
import { signRecord } from "./signed.ts";

/** Records signed questions to departments, all in one commit. */
export async function askQuestions(run: DeliveryRun, questions: readonly ReleaseQuery[]): Promise<void> {
	const files = new Map<string, Buffer>();
	for (const question of questions) {
		const signed = await signRecord("query", queryPath(question), question, run.runner.signingKeyFile);
		for (const [path, bytes] of signed) files.set(path, bytes);
	}
	await record(run, files, `Ask about values held back from ${run.project}`);
}

/** What is said of a delivery that waits for answers. */
export function heldBy(project: string, questions: readonly ReleaseQuery[]): UserError {
	const lines = questions.map(
		({ delivery, query, owner, field, expected, rows }) =>
			`  ${project}/${delivery}/${query} to ${owner}: values of ${field} should be ${expected}; rows that are not: ${rows}.`,
	);
	const until = `${questions.length === 1 ? "this question is" : "these questions are"} answered`;
	const next = "The department answers with hub answer; then run this again.";
	return new UserError("held", [`The delivery of ${project} is held until ${until}:`, ...lines, next].join("\n"));
}

/** What is said of a delivery that fails checks which no department can settle. */
export function failedBy(project: string, reasons: readonly string[]): UserError {
	const what = `The delivery of ${project} does not pass the release checks, and nothing has left:`;
	const next = "Change the request, for example to fewer fields or coarser treatments, and have it approved again.";
	return new UserError("held", [what, ...reasons.map((reason) => `  ${reason}`), next].join("\n"));
}
