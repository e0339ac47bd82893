import { readBlobs } from "../git/commit-tree.ts";
import { openRepository, refuseInnerFolder } from "../git/repository.ts";
import { formatIssue } from "../issue/format.ts";
import { planShare } from "../plan/share-plan.ts";
import type { SignedFile } from "../records/signed-file.ts";
import { readRecord } from "../schema/read.ts";
import { withProjectLock } from "../snapshot/ledger.ts";
import { openShare, type Share } from "../snapshot/share.ts";
import { planDigestOf } from "../snapshot/share-record.ts";
import { type Authority, authorise } from "./authority.ts";
import { refuseWrongClock } from "./clock.ts";
import { dryRunOf, type Forecast } from "./dry-run.ts";
import { withHeartbeat } from "./heartbeat.ts";
import { heldBy } from "./hold.ts";
import { makeDelivery } from "./make.ts";
import { asksForTheSame, type NextStep, nextStep } from "./next-step.ts";
import { publish, recordPublished, resumeOf } from "./publish.ts";
import { readDeliveries } from "./read.ts";
import { clearStaged, type DeliveryContext, type DeliveryRun } from "./run.ts";
import { prepareRunner } from "./runner.ts";

/** What a delivery is made with. */
export interface DeliverOptions {
	/** Folder of the records repository; its `origin` is what counts, not what lies in the folder. */
	readonly root: string;
	readonly project: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Say what would happen, and move nothing. */
	readonly dryRun: boolean;
	readonly now: () => Date;
	readonly progress: (line: string) => void;
}

/** What became of a project's delivery. */
export type DeliveryResult =
	| { readonly result: "published"; readonly delivery: string; readonly manifest: SignedFile<"manifest"> }
	| { readonly result: "nothing due"; readonly delivery: string }
	| ({ readonly result: "would" } & Forecast);

/**
 * Makes, records and publishes a project's delivery, or resumes one that was held or cut short. The
 * order is what makes it safe to kill at any moment and run again: copy, checks, package, signed
 * manifest pushed, and only then the package published, then the event. Whether it may is asked of
 * the newest records before the data are copied, before the manifest, and before the package leaves.
 *
 * @throws UserError `invalid`, `unapproved`, `held`, `environment`, `key` and others, with what to do
 */
export async function deliver(options: DeliverOptions): Promise<DeliveryResult> {
	const { root, project, env, now, progress, dryRun } = options;
	const repo = openRepository(root);
	await refuseInnerFolder(repo);
	progress(`Checking request and approvals of ${project}`);
	const authority = await authorise(repo, project, now());
	const runner = await prepareRunner(env, authority, now());
	const context = { repo, project, runner };
	if (dryRun) {
		const next = await nextStepOf(context, authority, now(), progress);
		return { result: "would", ...(await dryRunOf({ ...context, progress }, authority, next)) };
	}
	return withProjectLock(runner.shareUrl, project, (checkLock) =>
		withHeartbeat(progress, async (beating) => {
			const current = await authorise(repo, project, now(), authority);
			const run = { ...context, now, progress: beating, checkLock };
			return resume(run, current, await nextStepOf(run, current, now(), beating));
		}),
	);
}

async function resume(run: DeliveryRun, authority: Authority, next: NextStep): Promise<DeliveryResult> {
	switch (next.step) {
		case "wait":
			throw heldBy(
				run.project,
				next.open.map(({ query }) => query.value),
			);
		case "none": {
			const { delivery } = next.manifest.value;
			// A run may have been killed between its last record and this.
			await clearStaged(run, delivery);
			return { result: "nothing due", delivery };
		}
		case "publish": {
			const { delivery } = next.manifest.value;
			const found = await resumeOf(run, authority, next.manifest);
			if (found.act === "abandon") {
				run.progress(
					`Delivery ${delivery} stays recorded and is never published: ${found.why}. Making delivery ${next.next.delivery}.`,
				);
				await clearStaged(run, delivery);
				return resume(run, authority, { step: "make", ...next.next });
			}
			if (found.act === "record") await recordPublished(run, next.manifest);
			else await publish(run, authority, next.manifest);
			return { result: "published", delivery, manifest: next.manifest };
		}
		case "make":
		case "continue": {
			const manifest = await makeDelivery(run, authority, next);
			await publish(run, authority, manifest);
			return { result: "published", delivery: manifest.value.delivery, manifest };
		}
	}
}

/**
 * Works out what is to be done next for the project; an amended request that asks for other data counts as one that has
 * had no delivery. Names, as progress, what stands among the project's records and counts for nothing.
 */
async function nextStepOf(
	{ repo, project, runner }: DeliveryContext,
	authority: Authority,
	now: Date,
	progress: (line: string) => void,
): Promise<NextStep> {
	const { request, records, history } = authority;
	const context = { request, people: records.people, history, now };
	const recorded = await readDeliveries(repo, authority.commit, project, context);
	refuseWrongClock(recorded.deliveries, now);
	for (const issue of [...authority.approvals.strays, ...recorded.ignored]) progress(formatIssue(issue));
	// The plan holds all that decides which rows are copied and how: value sets, ways, consent and opt-out rules too.
	const isCurrent = ({ requestBlob, planDigest }: Share): boolean =>
		requestBlob === authority.requestBlob && planDigest === planDigestOf(planShare(request, records));
	const next = await nextStep(project, recorded, isCurrent, (delivery) =>
		openShare(runner.shareUrl, project, delivery),
	);
	if (next.step !== "none") return next;
	const { path, blob } = next.manifest.value.request;
	const bytes = (await readBlobs(repo, [blob])).get(blob);
	const before = bytes && readRecord("request", bytes, path).value;
	return before !== undefined && !asksForTheSame(before, authority.request) ? { step: "make", ...next.next } : next;
}
