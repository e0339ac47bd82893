import type { Records } from "../records/records.ts";
import type { Organisation, Person } from "../schema/types.ts";

/** What a request is checked against. Plain data, the same on the command line and in the browser. */
export interface CheckContext
	extends Pick<Records, "catalogue" | "policy" | "organisations" | "people" | "agreements" | "terms" | "vocabularies"> {
	/** The project's name: the request's folder. */
	readonly project: string;
	/** The day on which it is checked in Europe/London, as 2026-03-31. Days in records compare with it as text. */
	readonly today: string;
}

/** What one project's request is checked against, out of the records. */
export function checkContext(records: Records, project: string, today: string): CheckContext {
	const { catalogue, policy, organisations, people, agreements, terms, vocabularies } = records;
	return { project, catalogue, policy, organisations, people, agreements, terms, vocabularies, today };
}

/** The person with this id. */
export function findPerson({ people }: Pick<CheckContext, "people">, id: string): Person | undefined {
	return people.people.find((person) => person.id === id);
}

/** The organisation with this id. */
export function findOrganisation(
	{ organisations }: Pick<CheckContext, "organisations">,
	id: string,
): Organisation | undefined {
	return organisations.organisations.find((organisation) => organisation.id === id);
}

/** Whether a person counts on a day: they have not left by then. */
export function isHere(person: Person, today: string): boolean {
	return person.left === undefined || person.left > today;
}
