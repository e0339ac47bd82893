import type { PeopleList, Person, Policy, Role } from "../schema/types.ts";
import { formatList } from "../text/list.ts";
import { rolesWithoutPerson } from "./bootstrap.ts";

/** What of the governance says who may change it. */
interface Governing {
	readonly policy: Policy;
	readonly people: PeopleList;
}

/** A governing role that losing one person would leave without anybody, and why. */
export interface LoneRole {
	readonly role: Role;
	/** Such as `has no second holder with a signing key that counts, beside carla`. */
	readonly why: string;
}

/**
 * The roles that must approve a change of governance and could not once any one person were lost: those with fewer than
 * two holders whose key counts, and those whose holders are needed for another role, since one person counts once.
 *
 * @param today the day in Europe/London
 */
export function rolesWithoutSecond({ policy, people }: Governing, today: string): readonly LoneRole[] {
	const holders = people.people.filter((person) => countsOn(person, today));
	const left = { policy, people: { ...people, people: holders } };
	return policy.governanceApprovals.flatMap((role): LoneRole[] => {
		const own = holders.filter(({ roles }) => roles.includes(role)).map(({ id }) => id);
		const [only] = own;
		if (only === undefined) return [{ role, why: "has no holder with a signing key that counts" }];
		if (own.length === 1) return [{ role, why: `has no second holder with a signing key that counts, beside ${only}` }];
		const needed = holders.find(({ id }) => rolesWithoutPerson(left, (person) => person.id !== id).includes(role));
		if (needed === undefined) return [];
		return [{ role, why: `would have nobody of its own without ${needed.id}, and one person counts once` }];
	});
}

/**
 * Whether governance can have been changed by anybody: somebody with a governing role has a signing key. Records
 * without one are not yet founded.
 */
export function isFounded({ policy, people }: Governing): boolean {
	return people.people.some(
		({ roles, signingKeys = [] }) =>
			signingKeys.length > 0 && roles.some((role) => policy.governanceApprovals.includes(role)),
	);
}

/** Says of the roles that lack a second holder what is wrong; undefined if there are none. */
export function loneRolesSentence(roles: readonly LoneRole[]): string | undefined {
	if (roles.length === 0) return undefined;
	return `each role under governanceApprovals needs two people with signing keys, and ${formatList(
		roles.map(({ role, why }) => `${role} ${why}`),
		"and",
	)}`;
}

/** Whoever is known to leave, and a key that is known to be revoked, is no holder to rely on. */
function countsOn({ left, signingKeys = [] }: Person, today: string): boolean {
	return left === undefined && signingKeys.some(({ added, revoked }) => revoked === undefined && added <= today);
}
