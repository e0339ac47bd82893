import type { Issue } from "./issue.ts";

/**
 * The exit codes of the `hub` command, as the guide documents them. A closed list: a test holds the guide's
 * table (site/src/pages/guide/commands.mdx) against it.
 */
export const exitCodes = {
	done: { code: 0, means: "Done, or nothing to do." },
	failed: { code: 1, means: "An error in the hub itself; please report it." },
	usage: { code: 2, means: "The command line was wrong." },
	invalid: {
		code: 3,
		means: "Records or a form do not meet their rules, or a form conflicts with the pages; every problem is listed.",
	},
	drift: { code: 4, means: "The dictionary differs from its sources." },
	unapproved: { code: 5, means: "Approvals are missing, or no longer count." },
	held: {
		code: 6,
		means:
			"The delivery is held: a release check failed, a query waits for its answer, a key for its confirmation, or a list of objections is missing or too old.",
	},
	incomplete: { code: 7, means: "A part could not be read, so the result would be incomplete." },
	environment: { code: 8, means: "Something outside cannot be reached or used: a database, a folder, git, a setting." },
	key: { code: 9, means: "A key is missing, wrong or not allowed to do this." },
	unverified: { code: 10, means: "The audit found something that does not verify." },
} as const satisfies Record<string, { code: number; means: string }>;

/** The name of an exit code. */
export type ExitCode = keyof typeof exitCodes;

/**
 * A problem that the person at the keyboard can do something about: the command prints the message
 * and the issues without a stack trace and ends with the exit code. Its text never holds a
 * patient's value, a key or a password.
 */
export class UserError extends Error {
	readonly exit: ExitCode;
	readonly issues: readonly Issue[];

	constructor(exit: ExitCode, message: string, issues: readonly Issue[] = []) {
		super(message);
		this.name = "UserError";
		this.exit = exit;
		this.issues = issues;
	}
}
