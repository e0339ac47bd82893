import { resolve } from "node:path";
import { UserError } from "../issue/user-error.ts";
import { accountText } from "./account.ts";
import { runStory } from "./story.ts";
import { inFreshWorkplace } from "./workplace.ts";

/** The smallest hospital whose sample requests pass their release checks. */
const fewestPatients = 2000;

/** What `hub demo` is called with. */
export interface DemoOptions {
	readonly root: string;
	/** Number of patients, as typed. */
	readonly patients: string;
	/** End after the account instead of keeping the database up. */
	readonly exit?: true;
	readonly now: () => Date;
	readonly print: (line: string) => void;
	readonly progress: (line: string) => void;
}

/**
 * `hub demo`: makes the demonstration hospital in `.hub`, shares its data from survey to audit and
 * prints what happened. Without `--exit` the database then stays up until Ctrl+C.
 */
export async function demoCommand({ root, patients, exit, now, print, progress }: DemoOptions): Promise<void> {
	if (!/^[1-9]\d{3,6}$/.test(patients) || Number(patients) < fewestPatients) {
		const why = "in a smaller hospital the sample requests would single patients out, and the release checks hold them";
		throw new UserError("usage", `--patients: give a whole number of ${fewestPatients} or more; ${why}.`);
	}
	await inFreshWorkplace(resolve(root, ".hub"), async (workplace) => {
		const { account, stop } = await runStory(workplace, { patients: Number(patients), now, progress });
		try {
			for (const line of accountText(account)) print(line);
			if (exit) return;
			print("");
			print("The demonstration's database stays up for you to try these. Press Ctrl+C to end.");
			await interrupted();
		} finally {
			await stop();
		}
	});
}

function interrupted(): Promise<void> {
	return new Promise((resolve) => {
		// A pending promise alone does not keep Node running.
		const keepAlive = setInterval(() => {}, 60_000);
		for (const signal of ["SIGINT", "SIGTERM"] as const) {
			process.once(signal, () => {
				clearInterval(keepAlive);
				resolve();
			});
		}
	});
}
