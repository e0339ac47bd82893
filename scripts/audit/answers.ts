import { answerProblem } from "../governance/answer.ts";
import { recordsInForce } from "../governance/records-in-force.ts";
import type { Issue } from "../issue/issue.ts";
import type { DeliveryRecords } from "../records/deliveries.ts";
import type { SignedFile } from "../records/signed-file.ts";
import type { AuditContext } from "./context.ts";
import { signatureProblem } from "./signatures.ts";

/** Checks that each answer was given by one who might give it, to the query beside it, and that a delivery waited for them. */
export async function checkAnswers(context: AuditContext, delivery: DeliveryRecords): Promise<readonly Issue[]> {
	const { queries, answers } = delivery;
	const issues = [...checkQueriesSettled(delivery)];
	for (const answer of answers) {
		const query = queries.find(({ number }) => number === answer.number);
		const why = query === undefined ? "there is no query beside it" : await problemThen(context, query, answer);
		if (why === undefined) continue;
		const fix = "Ask the department whether it gave this answer.";
		issues.push(signatureProblem(answer.path, `this answer counts for nothing: ${why}`, fix));
	}
	return issues;
}

/** What was wrong with an answer when it was recorded, by the people and the request of that time. */
async function problemThen(
	context: AuditContext,
	query: SignedFile<"query">,
	answer: SignedFile<"answer">,
): Promise<string | undefined> {
	const added = context.history.added(answer.path, answer.blob);
	const governance = added && (await context.governanceAt(added.commit));
	if (added === undefined || governance === undefined) return "it was recorded before there was any governance";
	const { records } = await context.read(added.commit, answer.project);
	const request = records?.requests.get(answer.project);
	if (records === undefined || request === undefined)
		return "there was no request that could be read when it was recorded";
	// Whoever stole a key could claim any time of signing, so the time of recording counts where it is later.
	const relied = new Date(Math.max(Date.parse(answer.value.at), added.at.getTime()));
	const { people } = recordsInForce(records, governance.inForce);
	return answerProblem(query, answer, { request, people }, relied);
}

/** A delivery may go only once each query about its copy is answered, and none with a refusal. */
function checkQueriesSettled({ manifest, queries, answers }: DeliveryRecords): readonly Issue[] {
	if (manifest === undefined) return [];
	const { path, value } = manifest;
	const fix = "Ask the data custodian on whose word it went.";
	const unsettled = queries.filter(({ value: query }) => {
		const answer = answers.find((candidate) => candidate.value.query === query.query)?.value;
		return query.share === value.share && (answer === undefined || answer.decision === "refuse");
	});
	const baseless = value.checks.filter(
		({ result, answer }) => result === "answered" && !answers.some((given) => given.path === answer),
	);
	return [
		...unsettled.map((query) =>
			signatureProblem(path, `this went although ${query.path} was not answered, or with a refusal`, fix),
		),
		...baseless.map(({ check }) =>
			signatureProblem(path, `the check ${check} is said to be answered, but the answer is not recorded`, fix),
		),
	];
}
