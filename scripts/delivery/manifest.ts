import { instant } from "../document/day.ts";
import type { StagedPackage } from "../package/stage.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { band } from "../records/count-band.ts";
import type { Manifest, ManifestCheck, ManifestOutput } from "../schema/types.ts";
import { bandedObjections } from "../snapshot/objections.ts";
import type { Share } from "../snapshot/share.ts";
import type { Authority } from "./authority.ts";
import { manifestRules, statementOf } from "./statement.ts";

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
	const { project, records } = authority;
	const {
		sources: _sources,
		checks: _checks,
		outputs: _outputs,
		files,
		...said
	} = statementOf(authority, plan, share.delivery);
	return {
		schemaVersion: 1,
		rules: manifestRules,
		project,
		delivery: share.delivery,
		at: instant(now),
		share: share.id,
		...said,
		sources: [
			{ source: plan.source, snapshot: share.snapshot.id, at: share.snapshot.at, server: share.snapshot.server },
		],
		...(share.objections === undefined
			? {}
			: { objections: bandedObjections(share.objections, records.policy.countBands) }),
		checks: [...checks],
		outputs: staged.outputs.map((output) => describeOutput(output, plan, share, records.policy.countBands)),
		package: {
			file: files.package,
			sha256: staged.package.sha256,
			encryption: "zip-aes-256",
			bytes: band(staged.package.bytes, records.policy.countBands),
			password: { file: files.password, sha256: staged.password.sha256 },
		},
		projectKey: share.projectKey,
		hubKey,
		previous,
	};
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
