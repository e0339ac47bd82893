import { londonDay } from "../document/day.ts";
import { approverProblem } from "../governance/evidence.ts";
import { keyProblem, signerOf } from "../governance/signer.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { SignedFile } from "../records/signed-file.ts";
import type { PeopleList, SigningKey } from "../schema/types.ts";
import type { AuditContext } from "./context.ts";

/**
 * Checks the signatures of every recorded decision, by the governance in force when it was recorded: that the
 * key was its owner's, who held the role.
 */
export async function checkApprovals(
	context: AuditContext,
	approvals: readonly SignedFile<"approval">[],
): Promise<readonly Issue[]> {
	const issues: Issue[] = [];
	for (const signed of approvals) {
		const added = context.history.added(signed.path, signed.blob);
		const governance = added && (await context.governanceAt(added.commit));
		if (added === undefined || governance === undefined) continue;
		const why = approverProblem(signed, governance.inForce.people, added.at);
		if (why !== undefined)
			issues.push(
				signatureProblem(signed.path, `this decision counts for nothing: ${why}`, "Ask whoever recorded it."),
			);
	}
	return issues;
}

/** Checks that the hub signed a record, with a key that counted when it was recorded. */
export async function checkHubSignature(
	context: AuditContext,
	file: SignedFile<"manifest" | "event" | "query">,
): Promise<readonly Issue[]> {
	return checkSigner(context, file, (people) => {
		const signer = signerOf(people, file.fingerprint);
		if (signer.kind === "hub") return signer.key;
		return signer.kind === "nobody" ? signer.why : `it is signed by ${signer.person.id}, not by the hub`;
	});
}

/** Checks whose signature a record bears; `owner` finds the key it must be made with, or says why there is none. */
async function checkSigner(
	context: AuditContext,
	{ path, blob, value }: SignedFile<"manifest" | "event" | "query">,
	owner: (people: PeopleList) => SigningKey | string,
): Promise<readonly Issue[]> {
	const added = context.history.added(path, blob);
	const governance = added && (await context.governanceAt(added.commit));
	if (added === undefined || governance === undefined) {
		return [signatureProblem(path, "this was recorded before there was any governance", "Ask whoever recorded it.")];
	}
	const key = owner(governance.inForce.people);
	const signed = londonDay(new Date(value.at));
	// Whoever stole a key could claim any time of signing, so the time of recording counts where it is later.
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
