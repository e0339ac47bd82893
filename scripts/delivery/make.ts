import { randomBytes } from "node:crypto";
import { commitTree } from "../git/commit-tree.ts";
import { UserError } from "../issue/user-error.ts";
import { type ProjectKeyOptions, projectKey } from "../keys/project-key.ts";
import { packageContents } from "../package/contents.ts";
import { stagePackage } from "../package/stage.ts";
import { planShare, type SharePlan } from "../plan/share-plan.ts";
import { manifestPath, termsPath } from "../records/paths.ts";
import { readSignedFile, type SignedFile } from "../records/signed-file.ts";
import type { ManifestCheck, Policy } from "../schema/types.ts";
import { dropShare, type Share } from "../snapshot/share.ts";
import { planDigestOf } from "../snapshot/share-record.ts";
import { takeSnapshot } from "../snapshot/snapshot.ts";
import { formatList } from "../text/list.ts";
import { type Authority, authorise } from "./authority.ts";
import { failedBy, heldBy, recordQueries } from "./hold.ts";
import { makeManifest } from "./manifest.ts";
import type { Next, NextStep } from "./next-step.ts";
import { type DeliveryContext, type DeliveryRun, record, stagedFolder } from "./run.ts";
import { settleChecks } from "./settle.ts";
import { signRecord } from "./signed.ts";
import { acceptedTerms, namedRecords } from "./statement.ts";

/** A delivery to be made from the beginning, or from a copy whose queries are answered. */
export type DeliveryToMake = Extract<NextStep, { step: "make" } | { step: "continue" }>;

/**
 * Makes a delivery up to its recorded manifest: copy, release checks, package, manifest. Nothing has
 * left the hospital when this ends.
 *
 * @throws UserError `held` when queries have been recorded, or the checks have failed
 */
export async function makeDelivery(
	run: DeliveryRun,
	authority: Authority,
	next: DeliveryToMake,
): Promise<SignedFile<"manifest">> {
	const { request, records } = authority;
	const plan = planShare(request, records);
	const share = next.step === "continue" ? next.share : await copyAnew(run, authority, plan, next);
	const checks = await passChecks(run, authority, plan, share, next);
	run.progress("Making the package");
	const folder = stagedFolder(run, share.delivery);
	const staged = await stagePackage(folder, {
		share,
		contents: packageContents(share, plan, request, records),
		terms: await termsTexts(run, authority),
		recipients: authority.recipients.map(({ key }) => key),
		progress: run.progress,
	});
	const now = run.now();
	const still = await authorise(run.repo, run.project, now, authority);
	refuseChange(authority, still, plan);
	const { hubKey, signingKeyFile } = run.runner;
	const manifest = makeManifest({
		authority: still,
		plan,
		share,
		checks,
		staged,
		hubKey,
		previous: next.previous,
		now,
	});
	const path = manifestPath(run.project, share.delivery);
	const files = await signRecord("manifest", path, manifest, signingKeyFile);
	run.progress("Recording the signed manifest");
	await run.checkLock();
	await record(run, files, `Record delivery ${share.delivery} of ${run.project}`);
	const recorded = await readSignedFile(
		{ path, kind: "manifest", project: run.project, delivery: share.delivery, number: 0 },
		files,
	);
	if (!("value" in recorded)) throw new RangeError(`${path}: ${recorded.message}`);
	return recorded;
}

/** Copies the data from the source; what an earlier run may have left of this delivery goes. */
async function copyAnew(
	{ project, runner, now, progress }: DeliveryRun,
	{ records, requestBlob }: Authority,
	plan: SharePlan,
	next: DeliveryToMake,
): Promise<Share> {
	const { shareUrl, source, ledgerKey } = runner;
	const { key } = await projectKey(keyOptions({ project, runner }, records.policy, next));
	await dropShare(shareUrl, project, next.delivery);
	if (next.step === "make" && next.abandoned !== undefined) await dropShare(shareUrl, project, next.abandoned);
	progress("Copying the data from the source");
	return takeSnapshot({
		plan,
		project,
		delivery: next.delivery,
		requestBlob,
		source,
		shareAdminUrl: shareUrl,
		projectKey: key,
		ledgerKey,
		salt: randomBytes(32),
		now: now(),
		progress,
	});
}

/** How the project's key is found: later deliveries must join with the first, so a key that is gone is not replaced. */
export function keyOptions(
	{ project, runner }: Pick<DeliveryContext, "project" | "runner">,
	{ recoveryKeys: recovery }: Policy,
	{ previous }: Pick<Next, "previous">,
): ProjectKeyOptions {
	const { keysFolder: folder, ageIdentityFile: identityFile } = runner;
	return { folder, project, identityFile, recovery, create: previous === null };
}

async function passChecks(
	run: DeliveryRun,
	authority: Authority,
	plan: SharePlan,
	share: Share,
	next: DeliveryToMake,
): Promise<readonly ManifestCheck[]> {
	run.progress("Checking the copy before release");
	const queries = next.step === "continue" ? next.queries : [];
	const settled = await settleChecks({ authority, plan, share, queries, nextQuery: next.nextQuery, now: run.now() });
	switch (settled.outcome) {
		case "pass":
			return settled.checks;
		case "ask":
			await recordQueries(run, settled.queries);
			throw heldBy(run.project, settled.queries);
		case "fail":
			// Nothing can come of this copy, so no patient's row stays in it.
			await dropShare(run.runner.shareUrl, run.project, share.delivery);
			throw failedBy(run.project, settled.failures);
	}
}

/** The accepted terms' texts, exactly those whose digests were accepted. */
async function termsTexts({ repo }: DeliveryRun, authority: Authority): Promise<ReadonlyMap<string, Buffer>> {
	const tree = commitTree(repo, authority.commit);
	const texts = new Map<string, Buffer>();
	for (const { terms } of acceptedTerms(authority)) {
		texts.set(terms, (await tree.read(termsPath(terms))) ?? Buffer.alloc(0));
	}
	return texts;
}

/** What a manifest names of the records, in plain words. */
const namedLabels = {
	request: "the request",
	agreement: "the agreement",
	terms: "the accepted terms",
	dictionary: "the dictionary",
	recipients: "the team",
} as const satisfies Record<keyof ReturnType<typeof namedRecords>, string>;

/** Refuses to record a manifest that would name newer texts or keys than its package was made from. */
function refuseChange(before: Authority, now: Authority, plan: SharePlan): void {
	const [made, named] = [namedRecords(before, plan), namedRecords(now, plan)];
	const changed = (Object.keys(namedLabels) as (keyof typeof namedLabels)[]).filter(
		(part) => JSON.stringify(made[part]) !== JSON.stringify(named[part]),
	);
	// Value sets, conditions and policy are named by nothing of these, and decide what was copied.
	const isSamePlan = planDigestOf(plan) === planDigestOf(planShare(now.request, now.records));
	if (changed.length === 0 && isSamePlan) return;
	const what = formatList([
		...changed.map((part) => namedLabels[part]),
		...(isSamePlan ? [] : ["what is copied by these records"]),
	]);
	throw new UserError(
		"held",
		`While the package of ${now.project} was made, there was a change of ${what}. Nothing has left. Run this again.`,
	);
}
