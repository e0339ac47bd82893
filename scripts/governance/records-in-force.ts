import type { Records } from "../records/records.ts";
import type { Person, SigningKey } from "../schema/types.ts";
import type { Governance } from "./governance.ts";
import { asRequester, freePart, governanceDigest, governedPart, hasSay, organisationsOf } from "./governed.ts";

/**
 * The records of a commit with the governance that is in force there, for every judgement about who may have what.
 * Where the commit holds a change that is not approved, all that is governed is taken from the version in force; what
 * is free, such as age keys, training and people who only ask, is taken from the commit. Only a revoked key and a
 * person's leaving take effect before they are approved.
 */
export function recordsInForce(records: Records, inForce: Governance): Records {
	if (governanceDigest(records) === inForce.digest) return records;
	const now = new Map(records.people.people.map((person) => [person.id, person]));
	const before = new Map(inForce.people.people.map((person) => [person.id, person]));
	const people = [...new Set([...before.keys(), ...now.keys()])].map((id) =>
		personInForce(before.get(id), now.get(id)),
	);
	const { hub } = inForce.people;
	const signingKeys = keysInForce(hub.signingKeys, records.people.hub.signingKeys);
	return {
		...records,
		policy: inForce.policy,
		organisations: organisationsOf(inForce.organisations, records.organisations),
		people: { ...inForce.people, people, hub: { ...hub, signingKeys } },
	};
}

function personInForce(before: Person | undefined, now: Person | undefined): Person {
	if (before === undefined) return asRequester(now as Person);
	if (now === undefined) return { ...governedPart(before), ageKeys: [] };
	if (!hasSay(before) && !hasSay(now)) return now;
	const left = [before.left, now.left].filter((day) => day !== undefined).sort()[0];
	return {
		...freePart(now),
		...governedPart(before),
		...(before.signingKeys === undefined
			? {}
			: { signingKeys: keysInForce(before.signingKeys, now.signingKeys ?? []) }),
		...(left === undefined ? {} : { left }),
	};
}

function keysInForce(before: readonly SigningKey[], now: readonly SigningKey[]): SigningKey[] {
	return before.map((key) => {
		const revoked = [key.revoked, now.find((other) => other.key === key.key)?.revoked].filter(
			(day) => day !== undefined,
		);
		return revoked.length === 0 ? key : { ...key, revoked: revoked.sort()[0] as string };
	});
}
