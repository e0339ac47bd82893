import { projectApprovals } from "../approval/project.ts";
import { recordsReading } from "../approval/records-reading.ts";
import { instant, londonDay } from "../document/day.ts";
import { currentBranch, recordFiles } from "../git/record-files.ts";
import { openRepository } from "../git/repository.ts";
import { answererOf } from "../governance/answer.ts";
import { governanceHistory, type KnownStates } from "../governance/governance.ts";
import { UserError } from "../issue/user-error.ts";
import { answerPath, occupied } from "../records/paths.ts";
import type { QueryAnswer } from "../schema/types.ts";
import { checkSignature, fingerprintOf, publicKeyOf } from "../signature/ssh.ts";
import { readDeliveries } from "./read.ts";
import { signRecord } from "./signed.ts";

/** A department's answer, as it is asked to be signed. */
export interface AnswerToSign {
	/** Folder of the records repository. */
	readonly root: string;
	/** The query as `project/delivery/number`. */
	readonly query: string;
	/** File of the person's SSH private key. */
	readonly key: string;
	readonly decision: QueryAnswer["decision"];
	readonly reason: string;
	readonly now: Date;
}

/**
 * Signs the answer to a query about a held delivery and commits it on the current branch. Who
 * answers, and for which department, follows from the key.
 *
 * @returns the answer and its path
 * @throws UserError `usage` for what is no query's name or an empty reason, `invalid` for one that
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
		throw new UserError("usage", "A query is named as project/delivery/number, such as sepsis-outcomes/0001/1.");
	if (reason.trim() === "") throw new UserError("usage", "Say why with --reason, without naming a value or a patient.");
	const [, project = "", delivery = "", number = ""] = match;
	const repo = openRepository(root);
	const branch = await currentBranch(repo);
	const known: KnownStates = new Map();
	const { records, context } = await projectApprovals(recordsReading(repo, known), {
		commit: branch.head,
		project,
		now,
	});
	const { people } = records;
	const history = await governanceHistory(repo, branch.head, checkSignature, known);
	const judged = { request: context.request, people, history, now };
	const { deliveries, paths } = await readDeliveries(repo, branch.head, project, judged);
	const asked = deliveries
		.find((recorded) => recorded.delivery === delivery)
		?.queries.find(({ query }) => query.number === Number(number));
	if (asked === undefined)
		throw new UserError("invalid", `There is no query ${name} on this branch. Fetch the newest records: git pull.`);
	const { value: record, sha256 } = asked.query;
	const path = answerPath(project, delivery, record.query);
	if (asked.answer !== undefined) {
		const { by, decision: given } = asked.answer.value;
		throw new UserError(
			"invalid",
			`${path}: ${by} has answered ${given} already, and what is recorded is never changed.`,
		);
	}
	if (occupied(paths)(path)) {
		throw new UserError(
			"invalid",
			`${path}: another file stands there, which counts for nothing and cannot be replaced. Run hub deliver ${project}: it begins a new delivery and asks again.`,
		);
	}
	const today = londonDay(now);
	const answerer = { query: record, request: context.request, people };
	const person = answererOf(fingerprintOf(await publicKeyOf(key)), answerer, today, today);
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
	await recordFiles(repo, branch, { files, message: `Answer query ${name}: ${decision}`, now });
	return { path, answer };
}
