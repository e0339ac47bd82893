import { readBlobs } from "../git/commit-tree.ts";
import { openRepository, refuseInnerFolder } from "../git/repository.ts";
import { formatIssue } from "../issue/format.ts";
import { planShare } from "../plan/share-plan.ts";
import type { AnsweredQuery } from "../records/deliveries.ts";
import type { SignedFile } from "../records/signed-file.ts";
import { readRecord } from "../schema/read.ts";
import type { ReleaseQuery } from "../schema/types.ts";
import { withProjectLock } from "../snapshot/ledger.ts";
import { refuseOldLists } from "../snapshot/objections.ts";
import { openShare } from "../snapshot/share.ts";
import { type Authority, authorise } from "./authority.ts";
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
	| { readonly result: "would"; readonly says: string };

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
	if (dryRun)
		return {
			result: "would",
			says: await whatWould(context, authority, await nextStepOf(context, authority, now(), progress)),
		};
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
			throw heldBy(run.project, recordsOf(next.open));
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
	for (const issue of [...authority.approvals.strays, ...recorded.ignored]) progress(formatIssue(issue));
	const next = await nextStep(project, recorded, authority.requestBlob, (delivery) =>
		openShare(runner.shareUrl, project, delivery),
	);
	if (next.step !== "none") return next;
	const { path, blob } = next.manifest.value.request;
	const bytes = (await readBlobs(repo, [blob])).get(blob);
	const before = bytes && readRecord("request", bytes, path).value;
	return before !== undefined && !asksForTheSame(before, authority.request) ? { step: "make", ...next.next } : next;
}

async function whatWould(context: DeliveryContext, authority: Authority, next: NextStep): Promise<string> {
	const { project } = context;
	switch (next.step) {
		case "make":
			await refuseOldLists(planShare(authority.request, authority.records), context.runner.shareUrl, authority.day);
			return `Delivery ${next.delivery} of ${project} would be made from a new copy of the data, checked, recorded and published.`;
		case "continue":
			return `Delivery ${next.delivery} of ${project} would go on: its queries are answered.`;
		case "wait":
			throw heldBy(project, recordsOf(next.open));
		case "publish": {
			const found = await resumeOf(context, authority, next.manifest);
			const recorded = `Delivery ${next.manifest.value.delivery} of ${project} is recorded`;
			if (found.act === "publish") return `${recorded}, and its package would be published.`;
			if (found.act === "record") return `${recorded} and published, and that would be recorded too.`;
			return `${recorded} and would never be published: ${found.why}. Delivery ${next.next.delivery} would be made in its place.`;
		}
		case "none":
			return `Nothing is due for ${project}: delivery ${next.manifest.value.delivery} is published.`;
	}
}

function recordsOf(queries: readonly AnsweredQuery[]): readonly ReleaseQuery[] {
	return queries.map(({ query }) => query.value);
}
