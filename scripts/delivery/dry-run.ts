import type { Issue } from "../issue/issue.ts";
import { checkProjectKey } from "../keys/project-key.ts";
import { planShare } from "../plan/share-plan.ts";
import { refuseOtherRun } from "../snapshot/ledger.ts";
import { refuseOldLists } from "../snapshot/objections.ts";
import { adviseOnCodes } from "../snapshot/reference-codes.ts";
import { connectShare } from "../snapshot/share-database.ts";
import { checkSourceKeys } from "../snapshot/source-keys.ts";
import { exportSnapshot } from "../snapshot/source-session.ts";
import { type Authority, located } from "./authority.ts";
import { heldBy } from "./hold.ts";
import { keyOptions } from "./make.ts";
import type { Next, NextStep } from "./next-step.ts";
import { resumeOf } from "./publish.ts";
import type { DeliveryContext } from "./run.ts";
import { refuseIfRefused } from "./settle.ts";

/** What a delivery would come to. */
export interface Forecast {
	readonly says: string;
	/** Located in the request: codes of its conditions that the hospital does not have. */
	readonly advice: readonly Issue[];
}

/** A dry run's surroundings, and who is told of its steps. */
export interface DryRun extends DeliveryContext {
	readonly progress: (line: string) => void;
}

/**
 * Works out what a delivery would come to, and moves nothing. Whatever would hold or refuse it before the data are
 * copied is thrown here as the delivery itself would throw it: another run, an answer that refuses, a request that
 * cannot be planned, the project's key, the share server, the source. Only the checks of the copy need the copy.
 */
export async function dryRunOf(run: DryRun, authority: Authority, next: NextStep): Promise<Forecast> {
	const { project } = run;
	await refuseOtherRun(run.runner.shareUrl, project);
	switch (next.step) {
		case "make":
			return {
				says: `Delivery ${next.delivery} of ${project} would be made from a new copy of the data and, if that passes the release checks, recorded and published.`,
				advice: await tryMaking(run, authority, next),
			};
		case "continue":
			planShare(authority.request, authority.records);
			refuseIfRefused(next.queries);
			return says(`Delivery ${next.delivery} of ${project} would go on: its queries are answered.`);
		case "wait":
			throw heldBy(
				project,
				next.open.map(({ query }) => query.value),
			);
		case "publish": {
			const found = await resumeOf(run, authority, next.manifest);
			const recorded = `Delivery ${next.manifest.value.delivery} of ${project} is recorded`;
			if (found.act === "publish") return says(`${recorded}, and its package would be published.`);
			if (found.act === "record") return says(`${recorded} and published, and that would be recorded too.`);
			return {
				says: `${recorded} and would never be published: ${found.why}. Delivery ${next.next.delivery} would be made in its place.`,
				advice: await tryMaking(run, authority, next.next),
			};
		}
		case "none":
			return says(`Nothing is due for ${project}: delivery ${next.manifest.value.delivery} is published.`);
	}
}

function says(text: string): Forecast {
	return { says: text, advice: [] };
}

/** Does what making a delivery begins with, as far as it changes nothing. */
async function tryMaking(run: DryRun, authority: Authority, next: Next): Promise<readonly Issue[]> {
	const { repo, project, runner, progress } = run;
	const { request, records, commit } = authority;
	const plan = planShare(request, records);
	await refuseOldLists(plan, runner.shareUrl, authority.day);
	await checkProjectKey(keyOptions(run, records.policy, next));
	await (await connectShare(runner.shareUrl)).end();
	progress("Asking the source");
	const source = await exportSnapshot(runner.source, plan);
	try {
		await checkSourceKeys(source);
		return await located(repo, commit, project, await adviseOnCodes(source.client, request, records));
	} finally {
		await source.client.end();
	}
}
