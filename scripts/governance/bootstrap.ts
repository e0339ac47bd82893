import type { PeopleList, Person, Policy, Role } from "../schema/types.ts";
import { onePersonOneRole } from "./one-person.ts";

/**
 * The roles that must approve a change of governance and have nobody of their own; one person counts once. Files with
 * such a role are no first governance: nobody could ever change it, and whoever fills in the files of `hub init` step
 * by step would be bound by the first of these steps for ever.
 *
 * @param can Who counts, of those who have not left; everybody without it.
 */
export function rolesWithoutPerson(
	{ policy, people }: { readonly policy: Policy; readonly people: PeopleList },
	can: (person: Person) => boolean = () => true,
): readonly Role[] {
	const holders = policy.governanceApprovals.map((role) =>
		people.people
			.filter((person) => person.left === undefined && person.roles.includes(role) && can(person))
			.map(({ id }) => id),
	);
	const counted = onePersonOneRole(holders);
	return policy.governanceApprovals.filter((_, index) => counted[index] === undefined);
}
