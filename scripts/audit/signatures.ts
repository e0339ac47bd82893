import { signerProblem } from "../approval/decision.ts";
import { readApprovals } from "../approval/read.ts";
import { keyProblem, signerOf } from "../approval/signer.ts";
import { londonDay } from "../document/day.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { RecordsTree } from "../records/tree.ts";
import type { PeopleList, SigningKey } from "../schema/types.ts";
import type { AuditContext } from "./context.ts";
import type { RecordedFile } from "./recorded.ts";

/** A record whose signature is to be checked. */
type Signed = RecordedFile<{ readonly at: string }>;

/**
 * Checks the signatures of every recorded decision, by the governance in force when it was recorded: that it fits the
 * bytes, and that the key was its owner's, who held the role.
 */
export async function checkApprovals(context: AuditContext, tree: RecordsTree): Promise<readonly Issue[]> {
	const projects = new Set(
		(await tree.list("requests/")).flatMap((path) => /^requests\/([^/]+)\/approvals\//.exec(path)?.[1] ?? []),
	);
	const issues: Issue[] = [];
	for (const project of [...projects].sort()) {
		const read = await readApprovals(tree, project, context.check);
		issues.push(...read.issues);
		for (const signed of read.approvals) {
			const added = context.history.added(signed.path, signed.blob);
			const governance = added && (await context.governanceAt(added.commit));
			if (added === undefined || governance === undefined) continue;
			const why = signerProblem(signed, governance.inForce.people, added.at);
			if (why !== undefined)
				issues.push(
					signatureProblem(signed.path, `this decision counts for nothing: ${why}`, "Ask whoever recorded it."),
				);
		}
	}
	return issues;
}

/** Checks that the hub signed a record, with a key that counted when it was recorded. */
export async function checkHubSignature(
	context: AuditContext,
	file: Signed,
	namespace: "manifest" | "event" | "query",
): Promise<readonly Issue[]> {
	return checkSigner(context, file, namespace, (people, fingerprint) => {
		const signer = signerOf(people, fingerprint);
		if (signer.kind === "hub") return signer.key;
		return signer.kind === "nobody" ? signer.why : `it is signed by ${signer.person.id}, not by the hub`;
	});
}

/** Checks a record's signature; `owner` finds the key it must be made with, or says why there is none. */
export async function checkSigner(
	context: AuditContext,
	{ path, blob, bytes, signature, value }: Signed,
	namespace: "manifest" | "event" | "query" | "answer",
	owner: (people: PeopleList, fingerprint: string) => SigningKey | string,
): Promise<readonly Issue[]> {
	if (signature === undefined)
		return [signatureProblem(path, "this record has no signature beside it", "Ask whoever recorded it.")];
	const fingerprint = await context.check(bytes, signature, namespace);
	if (fingerprint === undefined) {
		return [
			signatureProblem(
				path,
				"the signature does not fit this record's bytes",
				`Look at its history: git log --follow -p -- ${path}`,
			),
		];
	}
	const added = context.history.added(path, blob);
	const governance = added && (await context.governanceAt(added.commit));
	if (added === undefined || governance === undefined) {
		return [signatureProblem(path, "this was recorded before there was any governance", "Ask whoever recorded it.")];
	}
	const key = owner(governance.inForce.people, fingerprint);
	const signed = londonDay(new Date(value.at));
	// Whoever stole a key could write any time, but not record it before now.
	const relied = londonDay(new Date(Math.max(Date.parse(value.at), added.at.getTime())));
	const why = typeof key === "string" ? key : keyProblem(key, signed, relied);
	return why === undefined
		? []
		: [signatureProblem(path, `the signature counts for nothing: ${why}`, "Ask whoever recorded it.")];
}

/** Something wrong with a record's signature. */
export function signatureProblem(file: string, message: string, fix: string): Issue {
	return { ...error("signature", [], message, fix), file };
}
