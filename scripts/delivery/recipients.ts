import { sha256Of } from "../document/digest.ts";
import { confirmationProblem, unrevokedKeys } from "../records/age-key.ts";
import { findPerson } from "../records/lookup.ts";
import { hasLeft } from "../records/person.ts";
import type { AgeKey, PeopleList, Person, SharingRequest } from "../schema/types.ts";

/** A key that a package's password is sealed to. */
export interface Recipient {
	/** The person's id. */
	readonly person: string;
	/** Public age key. */
	readonly key: string;
	/** SHA-256 of the public key's text, as manifests name it. */
	readonly keySha256: string;
}

/**
 * The keys that a request's password is to be sealed to: every unrevoked key of every member of the
 * team, each confirmed by a data custodian who is somebody else.
 *
 * @param today the day in Europe/London
 * @returns the keys in the team's order, and in plain words what keeps the delivery back; with any
 * problem nothing may be sealed
 */
export function recipientsOf(
	{ team }: SharingRequest,
	people: PeopleList,
	today: string,
): { readonly recipients: readonly Recipient[]; readonly problems: readonly string[] } {
	const recipients: Recipient[] = [];
	const problems: string[] = [];
	for (const id of team) {
		const member = findPerson(people, id);
		if (member === undefined || hasLeft(member, today)) {
			problems.push(
				`${id} is on the team, but ${member === undefined ? "not in people.yml" : `left on ${member.left}`}. Take them off the team.`,
			);
			continue;
		}
		const keys = unrevokedKeys(member, today);
		if (keys.length === 0) problems.push(`${id} has no age key. Add the public key that ${id} sends.`);
		for (const key of keys) {
			const problem = unconfirmed(member, key, people, today);
			if (problem === undefined)
				recipients.push({ person: id, key: key.recipient, keySha256: sha256Of(Buffer.from(key.recipient)) });
			else problems.push(problem);
		}
	}
	return { recipients, problems };
}

function unconfirmed(member: Person, key: AgeKey, people: PeopleList, today: string): string | undefined {
	const problem = confirmationProblem(key, member.id, people, today);
	if (problem === undefined) return undefined;
	const which = `The age key of ${member.id} added on ${key.added}`;
	if (problem === "nobody") {
		return `${which} is not confirmed. The data custodian asks ${member.id} by another way than the one the key came by, and writes into people.yml who confirmed it, how and when.`;
	}
	const who = problem === "owner" ? "owns it" : "is no data custodian";
	return `${which} is confirmed by ${key.confirmed?.by}, who ${who}. A data custodian who is somebody else must confirm it.`;
}
