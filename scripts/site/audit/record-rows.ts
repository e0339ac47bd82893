import { formatMoment } from "../../document/day.ts";
import { signerOf } from "../../governance/signer.ts";
import type { DeliveryRecords } from "../../records/deliveries.ts";
import type { SignedFile } from "../../records/signed-file.ts";
import type { PeopleList } from "../../schema/types.ts";
import type { SiteCases } from "../register/cases.ts";

/** One signed record of a delivery. */
export interface RecordRow {
	readonly what: string;
	readonly at: string;
	readonly path: string;
	readonly sha256: string;
	/** Git object name of its bytes. */
	readonly blob: string;
	/** The commit that recorded it. */
	readonly commit: string;
	/** Whose key signed it, and its fingerprint. */
	readonly signed: string;
	readonly fingerprint: string;
}

/** Every signed record of a delivery in the order in which they come about: queries, answers, manifest, events. */
export function recordRows(
	{ context, governance }: Pick<SiteCases, "context" | "governance">,
	{ manifest, events, queries, answers }: DeliveryRecords,
	verified: boolean,
): readonly RecordRow[] {
	const { people } = governance.inForce;
	const row = (file: SignedFile, what: string): RecordRow => {
		const { path, sha256, blob, value, fingerprint } = file;
		return {
			what,
			at: formatMoment(value.at),
			path,
			sha256,
			blob,
			commit: context.history.added(path, blob)?.commit ?? "",
			signed: verified ? describeOwner(people, fingerprint) : "not verified when this page was made",
			fingerprint: verified ? fingerprint : "",
		};
	};
	return [
		...queries.map((file) => row(file, `Query ${file.value.query} to ${file.value.owner}`)),
		...answers.map((file) => row(file, `Answer to query ${file.value.query}`)),
		...(manifest === undefined ? [] : [row(manifest, "Manifest")]),
		...events.map((file) => row(file, `Event: ${file.value.event}`)),
	];
}

function describeOwner(people: PeopleList, fingerprint: string): string {
	const signer = signerOf(people, fingerprint);
	if (signer.kind === "person") return signer.person.name;
	return signer.kind === "hub" ? "the hub" : signer.why;
}
