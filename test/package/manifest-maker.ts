import type { ArchivedFile } from "../../scripts/package/archive.ts";
import type { Manifest } from "../../scripts/schema/types.ts";

/** A whole manifest around a package's digest and its files. */
export function makeManifest({ sha256, outputs }: { sha256: string; outputs: readonly ArchivedFile[] }): Manifest {
	const digest = "a".repeat(64);
	const blob = "b".repeat(40);
	return {
		schemaVersion: 1,
		project: "sepsis-outcomes",
		delivery: "0001",
		at: "2026-03-31T09:30:00Z",
		basis: "full",
		share: "7b5e3c1a-4a4b-4c7e-9d5e-0c6f6a1b2c3d",
		request: { path: "requests/sepsis-outcomes/request.yml", blob },
		approvals: [],
		governance: { policy: blob, people: blob, organisations: blob },
		agreement: { id: "hampton-research", blob },
		terms: [],
		dictionary: [],
		sources: [{ source: "hampton", snapshot: "00000003-00000002-1", at: "2026-03-31T09:29:00Z", server: "18.4" }],
		fields: [
			{
				field: "clinical.patients.sex",
				sensitivity: "quasi-identifier",
				treatment: "keep",
				file: "data/patients.csv",
				column: "sex",
			},
		],
		checks: [],
		outputs: outputs.map(({ path, saltedSha256 }) => ({
			path,
			role: "data",
			mediaType: "text/csv",
			saltedSha256,
			bytes: "unknown",
		})),
		package: {
			file: "sepsis-outcomes-0001.zip",
			sha256,
			encryption: "zip-aes-256",
			bytes: "unknown",
			password: { file: "sepsis-outcomes-0001.password.age", sha256: digest },
		},
		recipients: [{ person: "rosa-research", keySha256: digest }],
		projectKey: "0123456789abcdef",
		hubKey: `SHA256:${"A".repeat(43)}`,
		previous: null,
	};
}
