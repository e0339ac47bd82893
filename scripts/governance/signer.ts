import type { PeopleList, Person, SigningKey } from "../schema/types.ts";
import { fingerprintOf } from "../signature/ssh.ts";

/** Whose key a signature was made with: a person, the hub, or why it is nobody's. */
export type Signer =
	| { readonly kind: "person"; readonly person: Person; readonly key: SigningKey }
	| { readonly kind: "hub"; readonly key: SigningKey }
	| { readonly kind: "nobody"; readonly why: string };

/**
 * Finds the owner of a signing key by its fingerprint. A key that stands in several places has no owner: nobody could
 * tell who signed.
 */
export function signerOf(people: PeopleList, fingerprint: string): Signer {
	const owners: Signer[] = [];
	const matches = ({ key }: SigningKey): boolean => fingerprintOf(key) === fingerprint;
	for (const person of people.people) {
		for (const key of (person.signingKeys ?? []).filter(matches)) owners.push({ kind: "person", person, key });
	}
	for (const key of people.hub.signingKeys.filter(matches)) owners.push({ kind: "hub", key });
	const [owner, second] = owners;
	if (owner === undefined) return { kind: "nobody", why: `the key ${fingerprint} is not in people.yml` };
	if (second !== undefined)
		return { kind: "nobody", why: `the key ${fingerprint} stands in people.yml more than once` };
	return owner;
}

/**
 * Why a key does not count for a signature, or undefined if it does.
 *
 * @param signed Day on which the signature says it was made.
 * @param today Day on which it is relied on: a key revoked since then counts no more, since whoever stole it could
 * write any date.
 */
export function keyProblem({ added, revoked }: SigningKey, signed: string, today: string): string | undefined {
	if (signed < added) return `the key counts from ${added} only, and the signature is of ${signed}`;
	if (revoked !== undefined && revoked <= today) return `the key was revoked on ${revoked}`;
	return undefined;
}

/** Whether a fingerprint is that of one of a person's signing keys, whether or not it still counts. */
export function isKeyOf({ signingKeys = [] }: Person, fingerprint: string): boolean {
	return signingKeys.some(({ key }) => fingerprintOf(key) === fingerprint);
}
