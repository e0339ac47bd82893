import { createHash } from "node:crypto";
import { approve } from "../../scripts/approval/approve.ts";
import { projectApprovals } from "../../scripts/approval/project.ts";
import { recordsReading } from "../../scripts/approval/records-reading.ts";
import { recipientsOf } from "../../scripts/delivery/recipients.ts";
import { commitFiles } from "../../scripts/git/commit-files.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import type { DeliveryEvent, Manifest, QueryAnswer, ReleaseQuery } from "../../scripts/schema/types.ts";
import { fingerprintOf, type Namespace, sign } from "../../scripts/signature/ssh.ts";
import { type Keys, makeRecords } from "../support/records.ts";
import { git } from "../support/repository.ts";

export const approvedAt = new Date("2026-03-30T09:00:00Z");
export const deliveredAt = new Date("2026-03-31T09:00:00Z");
const author = { name: "Hub", email: "hub@example.org" };

/** A sealed password by its form: a header with a stanza for each of the two keys of the team. */
export const sealedPassword = [
	"age-encryption.org/v1",
	...["A", "B"].flatMap((letter) => [`-> X25519 ${letter.repeat(43)}`, letter.repeat(43)]),
	`--- ${"C".repeat(43)}`,
	"sealed",
].join("\n");

export function sha256Of(text: Buffer | string): string {
	return createHash("sha256").update(text).digest("hex");
}

/** Records a file and its signature on main, as the hub does, and gives the file's bytes. */
export async function record(
	root: string,
	path: string,
	value: object,
	key: string,
	namespace: Namespace,
	now = deliveredAt,
): Promise<Buffer> {
	const bytes = Buffer.from(`${JSON.stringify(value, null, "\t")}\n`);
	const files = new Map([
		[path, bytes],
		[`${path}.sig`, await sign(bytes, key, namespace)],
	]);
	await commitFiles(openRepository(root), { branch: "main", files, message: `Record ${path}`, author, now });
	git(root, "reset", "--quiet", "--hard");
	return bytes;
}

/** What a delivery's manifest says of the records as they stand. */
export async function manifestOf(
	root: string,
	keys: Keys,
	delivery = "0001",
	previous: string | null = null,
): Promise<Manifest> {
	const repo = openRepository(root);
	const approvals = await projectApprovals(recordsReading(repo), {
		commit: git(root, "rev-parse", "HEAD"),
		project: "sepsis",
		now: deliveredAt,
	});
	const {
		records,
		context: { request },
		governance,
		status,
	} = approvals;
	const blob = (path: string): string => records.blobs.get(path) ?? "";
	const page = "dictionary/sources/hampton/clinical.patients.md";
	return {
		schemaVersion: 1,
		project: "sepsis",
		delivery,
		at: "2026-03-31T09:00:00Z",
		basis: "full",
		share: "4b5ad8a0-3a0a-4a50-9b0e-6d1f0a2c9b11",
		request: { path: "requests/sepsis/request.yml", blob: blob("requests/sepsis/request.yml") },
		approvals: status.roles.flatMap(({ role, decision }) =>
			decision === undefined
				? []
				: [{ path: decision.path, sha256: decision.sha256, role, approver: decision.value.approver }],
		),
		governance: governance.inForce.blobs,
		agreement: { id: request.agreement, blob: blob("requests/governance/agreements/hampton-research.yml") },
		terms: request.acceptedTerms.map(({ terms, sha256 }) => ({ terms, sha256 })),
		dictionary: [page, "dictionary/sources.yml"].map((path) => ({ path, blob: blob(path) })),
		sources: [{ source: "hampton", snapshot: "00000003-0000001B-1", at: "2026-03-31T08:59:00Z", server: "18.4" }],
		fields: request.fields.map(({ field, treatment }) => ({
			field,
			sensitivity: "ordinary",
			treatment,
			file: "data/patients.csv",
			column: field.split(".").at(-1) ?? "",
		})),
		checks: [{ check: "minimum-cohort", result: "passed", says: "100 or more patients" }],
		outputs: [
			{
				path: "data/patients.csv",
				role: "data",
				mediaType: "text/csv",
				saltedSha256: "b".repeat(64),
				table: "clinical.patients",
				rows: "100 or more",
				bytes: "100 or more",
			},
		],
		package: {
			file: `sepsis-${delivery}.zip`,
			sha256: sha256Of("the package"),
			encryption: "zip-aes-256",
			bytes: "100 or more",
			password: { file: `sepsis-${delivery}.password.age`, sha256: sha256Of(sealedPassword) },
		},
		recipients: recipientsOf(request, records.people, "2026-03-31").recipients.map(({ person, keySha256 }) => ({
			person,
			keySha256,
		})),
		projectKey: "0123456789abcdef",
		hubKey: fingerprintOf(keys.hub.publicKey),
		previous,
	};
}

export const manifestPath = (delivery = "0001"): string => `requests/sepsis/deliveries/${delivery}/manifest.json`;

/** Records a delivery: manifest and publication. */
export async function deliver(
	root: string,
	keys: Keys,
	delivery = "0001",
	previous: string | null = null,
	change: Partial<Manifest> = {},
): Promise<Buffer> {
	const manifest = await record(
		root,
		manifestPath(delivery),
		{ ...(await manifestOf(root, keys, delivery, previous)), ...change },
		keys.hub.file,
		"manifest",
	);
	await record(
		root,
		`requests/sepsis/deliveries/${delivery}/events/1.json`,
		publication(manifest, delivery),
		keys.hub.file,
		"event",
	);
	return manifest;
}

export function publication(manifest: Buffer, delivery = "0001"): DeliveryEvent {
	return {
		schemaVersion: 1,
		project: "sepsis",
		delivery,
		event: "published",
		manifest: sha256Of(manifest),
		at: "2026-03-31T09:01:00Z",
	};
}

/** A query about the copy that was packed, and its answer. */
export function makeQuery(share: string): ReleaseQuery {
	return {
		schemaVersion: 1,
		project: "sepsis",
		delivery: "0001",
		query: 1,
		share,
		check: "range",
		field: "clinical.patients.sex",
		owner: "Laboratory",
		expected: "1 to 2",
		rows: "under 10",
		at: "2026-03-31T08:00:00Z",
	};
}

export function answer(query: Buffer): QueryAnswer {
	return {
		schemaVersion: 1,
		project: "sepsis",
		delivery: "0001",
		query: 1,
		querySha256: sha256Of(query),
		decision: "release",
		reason: "They are right.",
		by: "leo",
		at: "2026-03-31T08:30:00Z",
	};
}

/** Makes a records repository with an approved request. */
export async function approved(folder: string, name: string, keys: Keys): Promise<string> {
	const root = makeRecords(folder, name, keys);
	await approveRequest(root, keys);
	return root;
}

/** Has everybody whose approval is needed approve the request. */
export async function approveRequest(root: string, keys: Keys): Promise<void> {
	for (const who of ["robbie", "ingrid"] as const) {
		await approve({ root, project: "sepsis", key: keys[who].file, decision: "approve", now: approvedAt });
	}
}
