import { randomUUID } from "node:crypto";
import { authorise, recordsBranch } from "../../scripts/delivery/authority.ts";
import { makeManifest } from "../../scripts/delivery/manifest.ts";
import { hubAuthor, signRecord } from "../../scripts/delivery/signed.ts";
import { acceptedTerms } from "../../scripts/delivery/statement.ts";
import { type DemoKeys, makeRecords } from "../../scripts/demo/records.ts";
import { mergeSample, samples } from "../../scripts/demo/samples.ts";
import { inFreshWorkplace, type Workplace } from "../../scripts/demo/workplace.ts";
import { instant } from "../../scripts/document/day.ts";
import { sha256Of } from "../../scripts/document/digest.ts";
import { commitFiles } from "../../scripts/git/commit-files.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { packageFiles } from "../../scripts/package/files.ts";
import { planShare } from "../../scripts/plan/share-plan.ts";
import { deliveryFolder } from "../../scripts/records/paths.ts";
import { passedChecks } from "../../scripts/release/passed.ts";
import type { RecordTypes } from "../../scripts/schema/read.ts";
import { fingerprintOf, type SignedKind } from "../../scripts/signature/ssh.ts";
import { git } from "./repository.ts";

const now = () => new Date();

/**
 * Makes the demonstration's records with its requests, approvals and deliveries, in a fraction of the time that the
 * demonstration takes: everything is signed and recorded as the hub does it, but no data are copied and no package is
 * made, so digests and counts of what went out are invented.
 *
 * @param folder gets the workplace; the records are in `records` within it
 */
export async function makeSiteRecords(folder: string): Promise<void> {
	await inFreshWorkplace(folder, async (workplace) => {
		const keys = await makeRecords(workplace, now().toISOString().slice(0, 10));
		for (const project of samples) await mergeSample(workplace, project, keys, now);
		const [inHouse, trial] = samples;
		await deliver(workplace, inHouse, keys, randomUUID());
		await ask(workplace, trial, keys);
		git(workplace.records, "pull", "--quiet", "--ff-only");
	});
}

/** Puts a manifest and its publication on record. */
async function deliver(workplace: Workplace, project: string, keys: DemoKeys, share: string): Promise<void> {
	const at = now();
	const authority = await authorise(openRepository(workplace.records), project, at);
	const plan = planShare(authority.request, authority.records);
	// How many were left out is known of a copy only.
	const { leftOut: _, ...objections } = plan.objections;
	const sha256 = (name: string): string => sha256Of(Buffer.from(`${project} ${name}`));
	const manifest = makeManifest({
		authority,
		plan,
		share: {
			id: share,
			project,
			delivery: "0001",
			url: "",
			schema: "d0001",
			salt: Buffer.alloc(32),
			requestBlob: authority.requestBlob,
			projectKey: sha256("project key").slice(0, 16),
			snapshot: { id: "00000003-0000001B-1", at: instant(at), server: "18.4" },
			patients: 412,
			objections,
			tables: plan.tables.map(({ name }) => ({ name, rows: 2_300, danglingReferences: 0 })),
		},
		checks: passedChecks(plan, authority.records.policy).map(({ range: _, ...check }) => ({
			...check,
			result: "passed",
		})),
		staged: {
			package: { file: `${project}-0001.zip`, sha256: sha256("package"), bytes: 120_000 },
			password: { file: `${project}-0001.password.age`, sha256: sha256("password") },
			outputs: packageFiles(
				authority.request.delivery.format,
				plan.tables,
				acceptedTerms(authority).map(({ terms }) => terms),
			).map(({ path, role, mediaType }) => ({
				path,
				role,
				mediaType,
				saltedSha256: sha256(path),
				sha256: sha256(path),
				bytes: 23_000,
			})),
		},
		hubKey: fingerprintOf(keys.hub.signing.publicKey),
		previous: null,
		now: at,
	});
	const hub = keys.hub.signing.file;
	const recorded = await record(
		workplace,
		"manifest",
		`${deliveryFolder(project, "0001")}manifest.json`,
		manifest,
		hub,
	);
	await record(
		workplace,
		"event",
		`${deliveryFolder(project, "0001")}events/1.json`,
		{
			schemaVersion: 1,
			project,
			delivery: "0001",
			event: "published",
			manifest: sha256Of(recorded),
			at: instant(now()),
		},
		hub,
	);
}

/** A delivery that was held until a department had answered a query about it. */
async function ask(workplace: Workplace, project: string, keys: DemoKeys): Promise<void> {
	const share = randomUUID();
	const about = { schemaVersion: 1, project, delivery: "0001", query: 1 } as const;
	const path = `${deliveryFolder(project, "0001")}queries/1`;
	const query = await record(
		workplace,
		"query",
		`${path}.json`,
		{
			...about,
			share,
			check: "range",
			field: "clinical.measurements.value",
			owner: "Nursing",
			expected: "60 to 250",
			origin: "contract",
			rows: "under 10",
			at: instant(now()),
		},
		keys.hub.signing.file,
	);
	await record(
		workplace,
		"answer",
		`${path}.answer.json`,
		{
			...about,
			querySha256: sha256Of(query),
			decision: "blank",
			reason: "The monitor's cuff came loose; these readings were never real.",
			by: "nora-ward",
			at: instant(now()),
		},
		keys.people.get("nora-ward")?.signing.file ?? "",
	);
	await deliver(workplace, project, keys, share);
}

async function record<K extends SignedKind>(
	{ records }: Workplace,
	kind: K,
	path: string,
	value: RecordTypes[K],
	key: string,
): Promise<Buffer> {
	const files = await signRecord(kind, path, value, key);
	await commitFiles(openRepository(records), {
		...recordsBranch,
		files,
		message: `Record ${path}`,
		author: hubAuthor,
		now: now(),
	});
	return files.get(path) as Buffer;
}
