import { signerOf } from "../approval/signer.ts";
import type { Issue } from "../issue/issue.ts";
import type { Person } from "../schema/types.ts";
import type { AuditContext } from "./context.ts";
import type { RecordedDelivery } from "./recorded.ts";
import { checkSigner, signatureProblem } from "./signatures.ts";

/** Checks that a department's lead signed each answer, and that it answers the query beside it. */
export async function checkAnswers(context: AuditContext, delivery: RecordedDelivery): Promise<readonly Issue[]> {
	const { queries, answers } = delivery;
	const issues = [...checkQuestionsSettled(delivery)];
	for (const answer of answers) {
		const query = queries.find(({ value }) => value.query === answer.value.query);
		if (answer.path !== query?.path.replace(/\.json$/, ".answer.json") || query.sha256 !== answer.value.querySha256) {
			issues.push(
				signatureProblem(
					answer.path,
					"this is no answer to the query beside it",
					"Ask the department whether it gave this answer.",
				),
			);
			continue;
		}
		const owner = query.value.owner;
		issues.push(
			...(await checkSigner(context, answer, "answer", (people, fingerprint) => {
				const signer = signerOf(people, fingerprint);
				if (signer.kind === "nobody") return signer.why;
				if (signer.kind === "hub") return "it is signed by the hub, not by the department";
				return notTheLead(signer.person, answer.value.by, owner) ?? signer.key;
			})),
		);
	}
	return issues;
}

/** A delivery may go only once each question about its copy is answered, and none with a refusal. */
function checkQuestionsSettled({ manifest, queries, answers }: RecordedDelivery): readonly Issue[] {
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

function notTheLead(person: Person, by: string, owner: string): string | undefined {
	if (person.id !== by) return `it says ${by}, but the key is ${person.id}'s`;
	if (!person.roles.includes("department-lead") || person.department !== owner)
		return `${person.id} does not lead ${owner}`;
	return undefined;
}
