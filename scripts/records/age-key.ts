import type { AgeKey, Person } from "../schema/types.ts";
import { findPerson } from "./lookup.ts";

/** What of an age key decides whether a password may be sealed to it. */
type SealingKey = Pick<AgeKey, "added" | "revoked"> & {
	readonly confirmed?: Pick<NonNullable<AgeKey["confirmed"]>, "by" | "on">;
};

/** The keys of a person that are not revoked on a day. */
export function unrevokedKeys<K extends SealingKey>(
	{ ageKeys = [] }: { readonly ageKeys?: readonly K[] },
	day: string,
): readonly K[] {
	return ageKeys.filter(({ revoked }) => revoked === undefined || revoked > day);
}

/** Why a key is not confirmed: nobody has done it yet, or only its owner, or somebody who is no data custodian. */
export type ConfirmationProblem = "nobody" | "owner" | "no-custodian";

/**
 * Why no password may be sealed to a key on a day; undefined if a data custodian other than its owner has confirmed it.
 *
 * @param owner the id of the person whose key it is
 */
export function confirmationProblem(
	{ added, confirmed }: SealingKey,
	owner: string,
	people: { readonly people: readonly Pick<Person, "id" | "roles">[] },
	day: string,
): ConfirmationProblem | undefined {
	if (confirmed === undefined || confirmed.on > day || added > day) return "nobody";
	if (confirmed.by === owner) return "owner";
	return findPerson(people, confirmed.by)?.roles.includes("data-custodian") === true ? undefined : "no-custodian";
}
