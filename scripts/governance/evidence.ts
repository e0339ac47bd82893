import { instant, londonDay } from "../document/day.ts";
import { hasLeft } from "../records/person.ts";
import type { Approval, PeopleList, Person } from "../schema/types.ts";
import type { SignedApproval } from "./signed-approval.ts";
import { keyProblem, signerOf } from "./signer.ts";

/** The kinds of evidence that show whose decision an approval is. */
export const evidenceKinds = ["ssh-signature"] as const;

/** One of the kinds of evidence. */
export type EvidenceKind = (typeof evidenceKinds)[number];

/** What is judged of a signed approval; whoever is about to sign one can have it judged before. */
type Signed = Pick<SignedApproval, "value" | "fingerprint">;

/** What a kind of evidence has to tell. */
interface Evidence {
	/** Whose decision it shows an approval to be, or why it shows nobody's, at a moment at which it is relied on. */
	decider(signed: Signed, people: PeopleList, now: Date): Person | { readonly why: string };
	/** What was verified of an approval that counts, in words for its readers. */
	readonly verified: string;
}

/**
 * The person whose own key made a signature, or why it shows nobody's decision.
 *
 * @param now the moment at which it is relied on
 */
export function personOfKey(
	{ value: { at }, fingerprint }: { readonly value: { readonly at: string }; readonly fingerprint: string },
	people: PeopleList,
	now: Date,
): Person | { readonly why: string } {
	const signer = signerOf(people, fingerprint);
	if (signer.kind === "nobody") return { why: signer.why };
	if (signer.kind === "hub") return { why: "it is signed with the hub's key, which approves nothing" };
	const why = keyProblem(signer.key, londonDay(new Date(at)), londonDay(now));
	return why === undefined ? signer.person : { why };
}

/** The person's own key has signed the approval. */
const sshSignature: Evidence = {
	decider: personOfKey,
	verified: "signature verified",
};

const kinds = { "ssh-signature": sshSignature } as const satisfies Record<EvidenceKind, Evidence>;

/** The kind of evidence that an approval brings. There is only one today, so records do not name it. */
export function evidenceKindOf(_approval: Approval): EvidenceKind {
	return "ssh-signature";
}

/** What was verified of an approval that counts: `signature verified`. */
export function verifiedLabel({ value }: SignedApproval): string {
	return kinds[evidenceKindOf(value)].verified;
}

/**
 * Why an approval, well formed and with a signature that fits, counts for nothing, whatever it is about; undefined if it
 * may count.
 *
 * @param people The people in force.
 * @param now The moment at which it is relied on.
 */
export function approverProblem(signed: Signed, people: PeopleList, now: Date): string | undefined {
	const { value: approval } = signed;
	const person = kinds[evidenceKindOf(approval)].decider(signed, people, now);
	if ("why" in person) return person.why;
	const today = londonDay(now);
	if (person.id !== approval.approver) return `it says ${approval.approver}, but the key is ${person.id}'s`;
	if (!person.roles.includes(approval.role)) return `${person.id} does not hold the role ${approval.role}`;
	if (hasLeft(person, today)) return `${person.id} left on ${person.left}`;
	// A few minutes' difference between clocks is no forgery.
	if (approval.at > instant(new Date(now.getTime() + 5 * 60_000))) return "its time lies in the future";
	return undefined;
}
