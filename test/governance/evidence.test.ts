import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { approverProblem, evidenceKindOf, evidenceKinds, verifiedLabel } from "../../scripts/governance/evidence.ts";
import type { SignedApproval } from "../../scripts/governance/signed-approval.ts";
import type { Approval, Person } from "../../scripts/schema/types.ts";
import { fingerprintOf } from "../../scripts/signature/ssh.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type KeyHolder, makeKeys, peopleList } from "../support/records.ts";

const keys = makeKeys(join(temporaryFolder(), "keys"));
const day = "2026-03-31";

/** One case: whose key signed what, and why it counts for nothing. */
interface Case {
	readonly when: string;
	readonly signer?: KeyHolder;
	readonly says?: Partial<Approval>;
	/** What else is so of Ingrid. */
	readonly person?: Partial<Person>;
	readonly relied?: string;
	readonly why?: string;
}

// Requests, governance and the audit all ask this one rule.
const cases: readonly Case[] = [
	{ when: "somebody of the role signs" },
	{ when: "another person's key signs", signer: "ivan", why: "it says ingrid, but the key is ivan's" },
	{ when: "the hub's key signs", signer: "hub", why: "the hub's key, which approves nothing" },
	{ when: "a stranger's key signs", signer: "eve", why: "is not in people.yml" },
	{
		when: "the person holds another role",
		says: { role: "caldicott-guardian" },
		why: "ingrid does not hold the role caldicott-guardian",
	},
	{ when: "the person leaves that day", person: { left: day }, why: "ingrid left on 2026-03-31" },
	{ when: "the person leaves the day after", person: { left: "2026-04-01" } },
	{ when: "it is signed five minutes ahead", says: { at: `${day}T12:05:00Z` } },
	{
		when: "it is signed more than five minutes ahead",
		says: { at: `${day}T12:05:01Z` },
		why: "its time lies in the future",
	},
	{ when: "the key counts from that day", person: key({ added: day }) },
	{ when: "the key counts from the day after", person: key({ added: "2026-04-01" }), why: "counts from 2026-04-01" },
	{ when: "the key is revoked the day after", person: key({ revoked: "2026-04-01" }) },
	{ when: "the key is revoked that day", person: key({ revoked: day }), why: "the key was revoked on 2026-03-31" },
];

function key(more: { readonly added?: string; readonly revoked?: string }): Partial<Person> {
	return { signingKeys: [{ key: keys.ingrid.publicKey, added: "2026-01-01", ...more }] };
}

function problemOf({ signer = "ingrid", says, person, relied = `${day}T12:00:00Z` }: Case): string | undefined {
	const list = peopleList(keys);
	const people = { ...list, people: list.people.map((each) => (each.id === "ingrid" ? { ...each, ...person } : each)) };
	const signed = {
		fingerprint: signer === "eve" ? "SHA256:nobodys" : fingerprintOf(keys[signer].publicKey),
		value: { approver: "ingrid", role: "information-governance", at: `${day}T09:00:00Z`, ...says },
	} as SignedApproval;
	return approverProblem(signed, people, new Date(relied));
}

describe("whether an approval may count", () => {
	it.each(cases)("when $when", (one) => {
		if (one.why === undefined) expect(problemOf(one)).toBeUndefined();
		else expect(problemOf(one)).toContain(one.why);
	});
});

it("knows what to say of every kind of evidence, and which kind each approval brings", () => {
	const signed = { value: {} } as SignedApproval;
	expect(evidenceKinds).toEqual(["ssh-signature"]);
	expect(evidenceKinds).toContain(evidenceKindOf(signed.value));
	expect(verifiedLabel(signed)).toBe("signature verified");
});
