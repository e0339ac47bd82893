import { readBlobs } from "../git/commit-tree.ts";
import { openRepository, refuseInnerFolder } from "../git/repository.ts";
import { formatIssue } from "../issue/format.ts";
import type { AnsweredQuery } from "../records/deliveries.ts";
import type { SignedFile } from "../records/signed-file.ts";
import { readRecord } from "../schema/read.ts";
import type { ReleaseQuery } from "../schema/types.ts";
import { withProjectLock } from "../snapshot/ledger.ts";
import { openShare } from "../snapshot/share.ts";
import { type Authority, authorise } from "./authority.ts";
import { fateOf, handOver, recordPublished } from "./hand-over.ts";
import { withHeartbeat } from "./heartbeat.ts";
import { heldBy } from "./hold.ts";
import { makeDelivery } from "./make.ts";
import { readDeliveries } from "./read.ts";
import { clearStaged, type DeliveryPlace, type DeliveryRun } from "./run.ts";
import { prepareRunner } from "./runner.ts";
import { asksForTheSame, type DeliveryState, deliveryState } from "./state.ts";

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
 * Makes, records and publishes a project's delivery, or takes up one that was held or cut short. The
 * order is what makes it safe to kill at any moment and run again: copy, checks, package, signed
 * manifest pushed, and only then the package handed over, then the event. Whether it may is asked of
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
	const place = { repo, project, runner };
	if (dryRun)
		return {
			result: "would",
			says: await whatWould(place, authority, await stateOf(place, authority, now(), progress)),
		};
	return withProjectLock(runner.shareUrl, project, (checkLock) =>
		withHeartbeat(progress, async (beating) => {
			const current = await authorise(repo, project, now(), authority);
			const run = { ...place, now, progress: beating, checkLock };
			return takeUp(run, current, await stateOf(run, current, now(), beating));
		}),
	);
}

async function takeUp(run: DeliveryRun, authority: Authority, state: DeliveryState): Promise<DeliveryResult> {
	switch (state.stands) {
		case "held":
			throw heldBy(run.project, questionsOf(state.open));
		case "published": {
			const { delivery } = state.manifest.value;
			// A run may have been killed between its last record and this.
			await clearStaged(run, delivery);
			return { result: "nothing due", delivery };
		}
		case "manifested": {
			const { delivery } = state.manifest.value;
			const fate = await fateOf(run, authority, state.manifest);
			if (fate.fate === "give up") {
				run.progress(
					`Delivery ${delivery} stays recorded and is never published: ${fate.why}. Making delivery ${state.next.delivery}.`,
				);
				await clearStaged(run, delivery);
				return takeUp(run, authority, { stands: "nothing", ...state.next });
			}
			if (fate.fate === "record") await recordPublished(run, state.manifest);
			else await handOver(run, authority, state.manifest);
			return { result: "published", delivery, manifest: state.manifest };
		}
		case "nothing":
		case "answered": {
			const manifest = await makeDelivery(run, authority, state);
			await handOver(run, authority, manifest);
			return { result: "published", delivery: manifest.value.delivery, manifest };
		}
	}
}

/**
 * Where the project stands, an amended request that asks for other data counting as one that has had no delivery. Names
 * what stands among the project's records and counts for nothing.
 */
async function stateOf(
	{ repo, project, runner }: DeliveryPlace,
	authority: Authority,
	now: Date,
	progress: (line: string) => void,
): Promise<DeliveryState> {
	const { request, records, history } = authority;
	const context = { request, people: records.people, history, now };
	const recorded = await readDeliveries(repo, authority.commit, project, context);
	for (const issue of [...authority.standing.strays, ...recorded.ignored]) progress(formatIssue(issue));
	const state = await deliveryState(project, recorded, authority.requestBlob, (delivery) =>
		openShare(runner.shareUrl, project, delivery),
	);
	if (state.stands !== "published") return state;
	const { path, blob } = state.manifest.value.request;
	const bytes = (await readBlobs(repo, [blob])).get(blob);
	const before = bytes && readRecord("request", bytes, path).value;
	return before !== undefined && !asksForTheSame(before, authority.request)
		? { stands: "nothing", ...state.next }
		: state;
}

async function whatWould(place: DeliveryPlace, authority: Authority, state: DeliveryState): Promise<string> {
	const { project } = place;
	switch (state.stands) {
		case "nothing":
			return `Delivery ${state.delivery} of ${project} would be made from a new copy of the data, checked, recorded and published.`;
		case "answered":
			return `Delivery ${state.delivery} of ${project} would go on: its questions are answered.`;
		case "held":
			throw heldBy(project, questionsOf(state.open));
		case "manifested": {
			const fate = await fateOf(place, authority, state.manifest);
			const recorded = `Delivery ${state.manifest.value.delivery} of ${project} is recorded`;
			if (fate.fate === "publish") return `${recorded}, and its package would be published.`;
			if (fate.fate === "record") return `${recorded} and published, and that would be recorded too.`;
			return `${recorded} and would never be published: ${fate.why}. Delivery ${state.next.delivery} would be made in its place.`;
		}
		case "published":
			return `Nothing is due for ${project}: delivery ${state.manifest.value.delivery} is published.`;
	}
}

function questionsOf(queries: readonly AnsweredQuery[]): readonly ReleaseQuery[] {
	return queries.map(({ query }) => query.value);
}
