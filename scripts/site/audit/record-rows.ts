import { signerOf } from "../../approval/signer.ts";
import type { RecordedDelivery, RecordedFile } from "../../audit/recorded.ts";
import type { PeopleList } from "../../schema/types.ts";
import type { Namespace } from "../../signature/ssh.ts";
import { momentWords } from "../day-words.ts";
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

/** Every signed record of a delivery in the order in which they come about: questions, answers, manifest, events. */
export async function recordRows(
	{ context, governance }: Pick<SiteCases, "context" | "governance">,
	{ manifest, events, queries, answers }: RecordedDelivery,
	verified: boolean,
): Promise<readonly RecordRow[]> {
	const { people } = governance.inForce;
	const row = async (
		file: RecordedFile<{ readonly at: string }>,
		namespace: Namespace,
		what: string,
	): Promise<RecordRow> => {
		const { path, sha256, blob, bytes, signature, value } = file;
		const fingerprint =
			verified && signature !== undefined ? await context.check(bytes, signature, namespace) : undefined;
		const none = verified ? "no signature that fits" : "not verified when this page was made";
		return {
			what,
			at: momentWords(value.at),
			path,
			sha256,
			blob,
			commit: context.history.added(path, blob)?.commit ?? "",
			signed: fingerprint === undefined ? none : ownerWords(people, fingerprint),
			fingerprint: fingerprint ?? "",
		};
	};
	return Promise.all([
		...queries.map((file) => row(file, "query", `Question ${file.value.query} to ${file.value.owner}`)),
		...answers.map((file) => row(file, "answer", `Answer to question ${file.value.query}`)),
		...(manifest === undefined ? [] : [row(manifest, "manifest", "Manifest")]),
		...events.map((file) => row(file, "event", `Event: ${file.value.event}`)),
	]);
}

function ownerWords(people: PeopleList, fingerprint: string): string {
	const signer = signerOf(people, fingerprint);
	if (signer.kind === "person") return signer.person.name;
	return signer.kind === "hub" ? "the hub" : signer.why;
}
