import { instant } from "../document/day.ts";
import { listPaths } from "../git/commit-tree.ts";
import { UserError } from "../issue/user-error.ts";
import { deliveryFolder } from "../records/paths.ts";
import type { SignedFile } from "../records/signed-file.ts";
import { type Authority, authorise, newestCommit } from "./authority.ts";
import { nextEventPath } from "./read.ts";
import { channelOf, clearStaged, type DeliveryContext, type DeliveryRun, record, stagedFolder } from "./run.ts";
import { signRecord } from "./signed.ts";
import { stagedState } from "./staged.ts";

/** How a recorded delivery that has not been published is resumed. */
export type Resume =
	/** Its exact bytes are there. */
	| { readonly act: "publish" }
	/** They are published already; only the event is missing. */
	| { readonly act: "record" }
	/** It is never published; another delivery is made in its place. */
	| { readonly act: "abandon"; readonly why: string };

/**
 * Decides how a recorded delivery that has not been published is resumed. Other bytes than the recorded
 * ones never go out: if those are lost, or what the manifest rests on has changed, a new delivery with a
 * number of its own takes its place.
 *
 * @throws UserError `held` if the staged bytes are there but are not the recorded ones
 */
export async function resumeOf(
	context: DeliveryContext,
	authority: Authority,
	manifest: SignedFile<"manifest">,
): Promise<Resume> {
	const { delivery } = manifest.value;
	if (await channelOf(context).has(manifest)) return { act: "record" };
	const changed = changeSince(manifest, authority);
	if (changed !== undefined) return { act: "abandon", why: changed };
	const folder = stagedFolder(context, delivery);
	const staged = await stagedState(folder, manifest.value);
	if (staged === "whole") return { act: "publish" };
	if (staged === "absent") return { act: "abandon", why: "its package is no longer in the staging folder" };
	throw new UserError(
		"held",
		`${folder}: the package there is not the one that the signed manifest of delivery ${delivery} records, so it does not go out. Put the right files back; or, to give that package up, remove the folder and run hub deliver again: delivery ${delivery} then stays recorded as never published, and a new one is made.`,
	);
}

/** Publishes a recorded delivery's exact bytes, records that it was done, and clears the staging folder. */
export async function publish(run: DeliveryRun, authority: Authority, manifest: SignedFile<"manifest">): Promise<void> {
	const { delivery } = manifest.value;
	const still = await authorise(run.repo, run.project, run.now(), authority);
	const changed = changeSince(manifest, still);
	if (changed !== undefined)
		throw new UserError(
			"held",
			`Delivery ${delivery} of ${run.project} was not published: ${changed}. Run this again.`,
		);
	run.progress("Publishing the package");
	await run.checkLock();
	await channelOf(run).put(stagedFolder(run, delivery), manifest);
	await recordPublished(run, manifest);
}

/** Records that a delivery was published, and clears the staging folder. */
export async function recordPublished(run: DeliveryRun, manifest: SignedFile<"manifest">): Promise<void> {
	const { project, delivery } = manifest.value;
	const event = {
		schemaVersion: 1,
		project,
		delivery,
		event: "published",
		manifest: manifest.sha256,
		at: instant(run.now()),
	} as const;
	const existing = await listPaths(run.repo, await newestCommit(run.repo), deliveryFolder(project, delivery));
	const path = nextEventPath(project, delivery, existing);
	await record(
		run,
		await signRecord("event", path, event, run.runner.signingKeyFile),
		`Record that delivery ${delivery} of ${project} was published`,
	);
	await clearStaged(run, delivery);
}

/** What has changed of that which a manifest rests on, in plain words; undefined if nothing has. */
function changeSince(
	{ value: manifest }: SignedFile<"manifest">,
	{ requestBlob, approvals, recipients }: Authority,
): string | undefined {
	if (manifest.request.blob !== requestBlob) return "the request has changed since its manifest was recorded";
	const counting = new Set(approvals.status.roles.map(({ decision }) => decision?.sha256));
	if (manifest.approvals.some(({ sha256 }) => !counting.has(sha256)))
		return "an approval that its manifest names counts no more";
	const keys = (list: readonly { keySha256: string }[]) =>
		list
			.map(({ keySha256 }) => keySha256)
			.sort()
			.join();
	return keys(manifest.recipients) === keys(recipients)
		? undefined
		: "the team's keys have changed since its manifest was recorded";
}
