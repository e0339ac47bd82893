import { resolve } from "node:path";
import { UserError } from "../issue/user-error.ts";
import { checkedPort, serveSite } from "../site/build/serve.ts";
import { untilInterrupted } from "../site/build/until-interrupted.ts";
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
	/** End after the account instead of serving the website and keeping the database up. */
	readonly exit?: true;
	/** The port for the website, as typed; 0 for any that is free. */
	readonly port: string;
	readonly now: () => Date;
	readonly print: (line: string) => void;
	readonly progress: (line: string) => void;
}

/**
 * `hub demo`: makes the demonstration hospital in `.hub`, shares its data from survey to audit and
 * prints what happened. Without `--exit` it then serves the website and keeps the database up until Ctrl+C.
 */
export async function demoCommand({ root, patients, exit, port, now, print, progress }: DemoOptions): Promise<void> {
	if (!/^[1-9]\d{3,6}$/.test(patients) || Number(patients) < fewestPatients) {
		const why = "in a smaller hospital the sample requests would single patients out, and the release checks hold them";
		throw new UserError("usage", `--patients: give a whole number of ${fewestPatients} or more; ${why}.`);
	}
	const sitePort = checkedPort(port);
	await inFreshWorkplace(resolve(root, ".hub"), async (workplace) => {
		const { account, stop } = await runStory(workplace, { patients: Number(patients), now, progress });
		try {
			for (const line of accountText(account)) print(line);
			if (exit) return;
			print("");
			const site = await serveSite(workplace.site, { base: "/", port: sitePort });
			print(`The website is at ${site.url} for this machine only; the database stays up too. Press Ctrl+C to end.`);
			await untilInterrupted();
			await site.stop();
		} finally {
			await stop();
		}
	});
}
