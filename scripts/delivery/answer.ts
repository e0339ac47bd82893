import { projectStanding } from "../approval/project.ts";
import { currentPlace, recordFiles } from "../approval/record.ts";
import { keyProblem, signerOf } from "../approval/signer.ts";
import { instant, londonDay } from "../document/day.ts";
import { openRepository } from "../git/repository.ts";
import { commitTree } from "../git/tree.ts";
import { UserError } from "../issue/user-error.ts";
import type { PeopleList, Person, QueryAnswer, SharingRequest } from "../schema/types.ts";
import { fingerprintOf, publicKeyOf } from "../signature/ssh.ts";
import { answerPath, custodianDepartment } from "./query.ts";
import { type RecordedQuery, readDeliveries } from "./read.ts";
import { type SignedRecord, signRecord } from "./signed.ts";

/** A department's answer, as it is asked to be signed. */
export interface AnswerToSign {
	/** Folder of the records repository. */
	readonly root: string;
	/** The question as `project/delivery/number`. */
	readonly query: string;
	/** File of the person's SSH private key. */
	readonly key: string;
	readonly decision: QueryAnswer["decision"];
	readonly reason: string;
	readonly now: Date;
}

/**
 * Signs the answer to a question about a held delivery and commits it on the current branch. Who
 * answers, and for which department, follows from the key.
 *
 * @returns the answer and its path
 * @throws UserError `usage` for what is no question's name or an empty reason, `invalid` for one that
 * does not exist or has its answer, `key` for a person who may not answer it
 */
export async function answerQuery({
	root,
	query: name,
	key,
	decision,
	reason,
	now,
}: AnswerToSign): Promise<{ path: string; answer: QueryAnswer }> {
	const match = /^([a-z][a-z0-9-]*)\/(\d{4})\/([1-9]\d{0,5})$/.exec(name);
	if (match === null)
		throw new UserError("usage", "A question is named as project/delivery/number, such as sepsis-outcomes/0001/1.");
	if (reason.trim() === "") throw new UserError("usage", "Say why with --reason, without naming a value or a patient.");
	const [, project = "", delivery = "", number = ""] = match;
	const repo = openRepository(root);
	const place = await currentPlace(repo);
	const { records, context } = await projectStanding(repo, { commit: place.head, project, now });
	const deliveries = await readDeliveries(commitTree(repo, place.head), project, records.people);
	const asked = deliveries
		.find((recorded) => recorded.delivery === delivery)
		?.queries.find(({ query }) => query.record.query === Number(number));
	if (asked === undefined)
		throw new UserError("invalid", `There is no question ${name} on this branch. Fetch the newest records: git pull.`);
	const { record, sha256 } = asked.query;
	const path = answerPath(record);
	if (asked.answer !== undefined) {
		const { by, decision: given } = asked.answer.record;
		throw new UserError(
			"invalid",
			`${path}: ${by} has answered ${given} already, and what is recorded is never changed.`,
		);
	}
	const person = mayAnswer(fingerprintOf(await publicKeyOf(key)), record.owner, context.request, records.people, now);
	if (typeof person === "string") throw new UserError("key", `This key cannot answer ${name}: ${person}.`);
	const answer: QueryAnswer = {
		schemaVersion: 1,
		project,
		delivery,
		query: record.query,
		querySha256: sha256,
		decision,
		reason: reason.trim(),
		by: person.id,
		at: instant(now),
	};
	const files = await signRecord("answer", path, answer, key);
	await recordFiles(repo, place, { files, message: `Answer question ${name}: ${decision}`, now });
	return { path, answer };
}

/**
 * Why a recorded answer does not settle its question, or undefined if it does.
 *
 * @param people the people in force
 */
export function answerProblem(
	query: RecordedQuery["query"],
	answer: SignedRecord<"answer">,
	request: SharingRequest,
	people: PeopleList,
	now: Date,
): string | undefined {
	const { record } = answer;
	const person = mayAnswer(answer.fingerprint, query.record.owner, request, people, new Date(record.at));
	if (typeof person === "string") return person;
	if (person.id !== record.by) return `it says ${record.by}, but the key is ${person.id}'s`;
	if (record.querySha256 !== query.sha256) return "it was signed for another question";
	const signer = signerOf(people, answer.fingerprint);
	return signer.kind === "person" ? keyProblem(signer.key, londonDay(new Date(record.at)), londonDay(now)) : undefined;
}

/** The person who may answer for a department with this key, or why nobody may. */
function mayAnswer(
	fingerprint: string,
	owner: string,
	request: SharingRequest,
	people: PeopleList,
	now: Date,
): Person | string {
	const signer = signerOf(people, fingerprint);
	if (signer.kind === "nobody") return signer.why;
	if (signer.kind === "hub") return "it is the hub's, which answers nothing";
	const { person, key } = signer;
	const today = londonDay(now);
	if (person.left !== undefined && person.left <= today) return `${person.id} left on ${person.left}`;
	if (request.requester === person.id || request.team.includes(person.id)) return `${person.id} is to receive the data`;
	const leads = person.roles.includes("department-lead") && person.department === owner;
	const isCustodian = owner === custodianDepartment && person.roles.includes("data-custodian");
	if (!leads && !isCustodian) return `${person.id} does not lead the department asked, ${owner}`;
	return keyProblem(key, today, today) ?? person;
}
