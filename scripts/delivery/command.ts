import { join } from "node:path";
import { commitTree } from "../git/commit-tree.ts";
import { openRepository } from "../git/repository.ts";
import { formatIssue } from "../issue/format.ts";
import { UserError } from "../issue/user-error.ts";
import { requestAt, requestsFolder } from "../records/paths.ts";
import type { QueryAnswer } from "../schema/types.ts";
import { type AnswerToSign, answerQuery } from "./answer-query.ts";
import { newestCommit } from "./authority.ts";
import { behindNote } from "./clone.ts";
import { type DeliverOptions, type DeliveryResult, deliver } from "./deliver.ts";

/** What `hub deliver` is called with. */
export interface DeliverCommandOptions extends Omit<DeliverOptions, "project"> {
	readonly project?: string | undefined;
	readonly all: boolean;
	readonly print: (line: string) => void;
}

/**
 * `hub deliver`: delivers one project, or all that are due, and says what became of each; at last, also of one that was
 * held, whether the clone it ran in lacks what has been recorded.
 */
export async function deliverCommand(options: DeliverCommandOptions): Promise<void> {
	if (options.all === (options.project !== undefined)) throw new UserError("usage", "Name a project, or say --all.");
	try {
		await deliverProjects(options);
	} finally {
		const note = await behindNote(options.root);
		if (note !== undefined) options.print(note);
	}
}

async function deliverProjects({ project, all: _, print, ...options }: DeliverCommandOptions): Promise<void> {
	if (project !== undefined) {
		const result = await deliver({ ...options, project });
		for (const line of say(result, project, options.env)) print(line);
		return;
	}
	const failures: UserError[] = [];
	const projects = await projectsOf(options.root);
	if (projects.length === 0) print("Nothing is due: there is no request.");
	for (const each of projects) {
		try {
			for (const line of say(await deliver({ ...options, project: each }), each, options.env)) print(line);
		} catch (failure) {
			if (!(failure instanceof UserError)) throw failure;
			print(failure.message);
			for (const issue of failure.issues) print(formatIssue(issue));
			// A request that is not approved yet is no delivery that is due.
			if (failure.exit !== "unapproved") failures.push(failure);
		}
	}
	const [first] = failures;
	if (first === undefined) return;
	throw new UserError(
		first.exit,
		`${failures.length} of ${projects.length} projects could not be delivered; the reasons are above.`,
	);
}

async function projectsOf(root: string): Promise<readonly string[]> {
	const repo = openRepository(root);
	const tree = commitTree(repo, await newestCommit(repo));
	// A request that is a link cannot be delivered, and must not be passed over without a word.
	const paths = [...(await tree.list(requestsFolder)), ...(await tree.links(requestsFolder))];
	return paths.flatMap((path) => requestAt(path) ?? []).sort();
}

function say(outcome: DeliveryResult, project: string, env: DeliverOptions["env"]): readonly string[] {
	switch (outcome.result) {
		case "would":
			return [...outcome.advice.map(formatIssue), outcome.says];
		case "nothing due":
			return [`Nothing is due for ${project}: delivery ${outcome.delivery} is published.`];
		case "published": {
			const { value: record, path } = outcome.manifest;
			return [
				`Published delivery ${outcome.delivery} of ${project}:`,
				`  package   ${join(env.HUB_OUTBOX_DIR ?? "", project, record.package.file)}`,
				`  password  ${record.package.password.file}, beside it, sealed to ${[...new Set(record.recipients.map(({ person }) => person))].join(", ")}`,
				`  manifest  ${path} in the records, signed`,
			];
		}
	}
}

/** What `hub answer` is called with. */
export interface AnswerCommandOptions extends AnswerToSign {
	readonly print: (line: string) => void;
}

const decided = {
	release: "says that the values are right and may go",
	blank: "says that the values are wrong and are to be emptied",
	refuse: "refuses the delivery",
} as const satisfies Record<QueryAnswer["decision"], string>;

/** `hub answer`: signs a department's answer, commits it on the current branch and says what is next. */
export async function answerCommand({ print, ...options }: AnswerCommandOptions): Promise<void> {
	const { path, answer } = await answerQuery(options);
	print(`${answer.by} ${decided[answer.decision]}.`);
	print(`Signed and committed: ${path}, with its signature in ${path}.sig`);
	print(`Push the branch and have it merged; then hub deliver ${answer.project} goes on.`);
}
