import { decisionActs } from "../approval/data-decisions.ts";
import { instant } from "../document/day.ts";
import type { StagedPackage } from "../package/stage.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { band } from "../records/count-band.ts";
import { agreementPath, requestPath, sourcesFile } from "../records/paths.ts";
import type { Manifest, ManifestCheck, ManifestOutput, ManifestPage } from "../schema/types.ts";
import type { Share } from "../snapshot/share.ts";
import type { Authority } from "./authority.ts";

/** What a manifest is put together from. */
export interface ManifestParts {
	readonly authority: Authority;
	readonly plan: SharePlan;
	readonly share: Share;
	readonly checks: readonly ManifestCheck[];
	readonly staged: StagedPackage;
	/** Fingerprint of the key that will sign it. */
	readonly hubKey: string;
	/** SHA-256 of the project's previous manifest. */
	readonly previous: string | null;
	readonly now: Date;
}

/** The manifest of a staged package. Counts and sizes stand in it as bands only. */
export function makeManifest({
	authority,
	plan,
	share,
	checks,
	staged,
	hubKey,
	previous,
	now,
}: ManifestParts): Manifest {
	const { project, records, approvals } = authority;
	const { policy, people, organisations } = approvals.governance.inForce.blobs;
	const named = namedRecords(authority, plan);
	return {
		schemaVersion: 1,
		project,
		delivery: share.delivery,
		at: instant(now),
		basis: "full",
		share: share.id,
		request: named.request,
		approvals: approvals.status.roles.flatMap(({ role, decision }) =>
			decision === undefined
				? []
				: [{ path: decision.path, sha256: decision.sha256, role, approver: decision.value.approver }],
		),
		...(records.policy.decisions === undefined ? {} : { decisions: decisionActs(approvals.status.decisions) }),
		governance: { policy, people, organisations },
		agreement: named.agreement,
		terms: named.terms,
		dictionary: named.dictionary,
		sources: [
			{ source: plan.source, snapshot: share.snapshot.id, at: share.snapshot.at, server: share.snapshot.server },
		],
		fields: plan.tables.flatMap(({ file, columns }) =>
			columns.map(({ field, sensitivity, treatment, name }) => ({ field, sensitivity, treatment, file, column: name })),
		),
		checks: [...checks],
		outputs: staged.outputs.map((output) => describeOutput(output, plan, share, records.policy.countBands)),
		package: {
			file: staged.package.file,
			sha256: staged.package.sha256,
			encryption: "zip-aes-256",
			bytes: band(staged.package.bytes, records.policy.countBands),
			password: staged.password,
		},
		recipients: named.recipients,
		projectKey: share.projectKey,
		hubKey,
		previous,
	};
}

/** The texts and keys that a package is made from, as its manifest names them. */
export function namedRecords(
	authority: Authority,
	plan: SharePlan,
): Pick<Manifest, "request" | "agreement" | "terms" | "dictionary" | "recipients"> {
	const { project, request, requestBlob, recipients } = authority;
	return {
		request: { path: requestPath(project), blob: requestBlob },
		agreement: { id: request.agreement, blob: blobOf(agreementPath(request.agreement), authority) },
		terms: acceptedTerms(authority).map(({ terms, sha256 }) => ({ terms, sha256 })),
		dictionary: pages(plan, authority),
		recipients: recipients.map(({ person, keySha256 }) => ({ person, keySha256 })),
	};
}

/** The terms that the agreement asks for and the requester has accepted, by name and content. */
export function acceptedTerms({
	request,
	records,
}: Pick<Authority, "request" | "records">): readonly { terms: string; sha256: string }[] {
	const wanted = records.agreements.get(request.agreement)?.terms ?? [];
	return request.acceptedTerms.filter(
		({ terms, sha256 }) => wanted.includes(terms) && records.terms.get(terms) === sha256,
	);
}

function pages(plan: SharePlan, authority: Authority): ManifestPage[] {
	const paths = [sourcesFile, ...plan.tables.map(({ page }) => page)];
	return paths.map((path) => ({ path, blob: blobOf(path, authority) }));
}

function blobOf(path: string, { records, commit }: Authority): string {
	const blob = records.blobs.get(path);
	if (blob === undefined) throw new RangeError(`${path} is not in commit ${commit}`);
	return blob;
}

function describeOutput(
	{ path, role, mediaType, saltedSha256, bytes }: StagedPackage["outputs"][number],
	plan: SharePlan,
	share: Share,
	edges: readonly number[],
): ManifestOutput {
	const table = plan.tables.find(({ file }) => file === path);
	const counts = share.tables.find(({ name }) => name === table?.name);
	return {
		path,
		role,
		mediaType,
		saltedSha256,
		...(table === undefined || counts === undefined
			? {}
			: { table: table.id, rows: band(counts.rows, edges), lostReferences: band(counts.danglingReferences, edges) }),
		bytes: band(bytes, edges),
	};
}
