/**
 * What is governed, which only an approved change of governance can alter, and what is free. Everything is governed but
 * what is listed here as free, so that neither a property nor a file which some later version reads can slip past its
 * approvers.
 */
import { agreementAt, agreementPath, approvalsFolder, governanceFolder, termsAt, termsPath } from "../records/paths.ts";
import type { OrganisationList, PeopleList, Person, Policy } from "../schema/types.ts";
import { canonicalDigest } from "./canonical.ts";

/**
 * Whether only an approved change of governance can alter what stands at a path. All of the governance's folder is
 * governed, so that a file which some later version of the hub reads cannot slip past its approvers, but for what this
 * lists as free: agreements and terms, which the approvals of requests cover, and the approvals themselves.
 */
export function isGoverned(path: string): boolean {
	return (
		path.startsWith(governanceFolder) &&
		agreementAt(path) === undefined &&
		termsAt(path) === undefined &&
		!path.startsWith(approvalsFolder("governance"))
	);
}

/** What git is to look at to find every change of governance, its approvals included; see `isGoverned`. */
export const governancePaths: readonly string[] = [
	governanceFolder,
	`:(exclude,glob)${agreementPath("*")}`,
	`:(exclude,glob)${termsPath("*")}`,
];

/** What is free of the list of organisations: the approvals of requests cover the organisation that they are about. */
const freeOfOrganisations = ["schemaVersion", "organisations"] as const satisfies readonly (keyof OrganisationList)[];

/** What is free of a person with a say: whether they may receive data is judged with each request. */
const freeOfPerson = ["job", "training", "ageKeys"] as const satisfies readonly (keyof Person)[];

/** What a person without a say may have; whoever has anything else is taken for one with a say. */
const ofRequesters = [
	...freeOfPerson,
	...([
		"id",
		"name",
		"organisation",
		"department",
		"roles",
		"gitNames",
		"left",
	] as const satisfies readonly (keyof Person)[]),
] as const;

/**
 * The digest of what a change of the three files is about: all that stands in them but what is listed as free, which is
 * the organisations other than the hospital itself, people who only ask for data, and of those with a say their job,
 * training and age keys. A property that a later version adds is thereby governed before anybody thinks of it; files
 * without such a property keep the digest that they always had, which approvals have signed.
 *
 * @returns 64 hexadecimal digits
 */
export function governanceDigest({
	policy,
	organisations,
	people,
}: {
	readonly policy: Policy;
	readonly organisations: OrganisationList;
	readonly people: PeopleList;
}): string {
	const withSay = people.people
		.filter(hasSay)
		.map(governedPart)
		.sort((a, b) => (a.id < b.id ? -1 : 1));
	const more = {
		organisations: unlessEmpty(without(organisations, [...freeOfOrganisations, "home"])),
		people: unlessEmpty(without(people, ["schemaVersion", "people", "hub"])),
		hub: unlessEmpty(without(people.hub, ["signingKeys"])),
	};
	return canonicalDigest({
		governance: 1,
		policy,
		home: organisations.home,
		hub: people.hub.signingKeys,
		people: withSay,
		more: unlessEmpty(more),
	});
}

/**
 * The digest of all that is governed: that of the three files, with the others where there are any.
 *
 * @returns 64 hexadecimal digits
 */
export function wholeDigest({ digest, others }: { readonly digest: string; readonly others: object }): string {
	return Object.keys(others).length === 0 ? digest : canonicalDigest({ governance: 1, digest, others });
}

/** Whether a person can decide or sign anything, or has what this version does not know of people who only ask. */
export function hasSay(person: Person): boolean {
	const { roles, signingKeys = [] } = person;
	return (
		roles.some((role) => role !== "requester") ||
		signingKeys.length > 0 ||
		unlessEmpty(without(person, [...ofRequesters, "signingKeys"])) !== undefined
	);
}

/** The part of a person's entry that only an approved change of governance can alter. */
export function governedPart(person: Person): Omit<Person, (typeof freeOfPerson)[number]> {
	return without(person, freeOfPerson);
}

/** The part of a person's entry that needs no approval. */
export function freePart(person: Person): Pick<Person, (typeof freeOfPerson)[number]> {
	return only(person, freeOfPerson);
}

/** A person as one who may ask for data, and do nothing else. */
export function asRequester(person: Person): Person {
	return { ...only(person, ofRequesters), roles: person.roles.filter((role) => role === "requester") };
}

/** The list of organisations with the governed part of one version and the free part of another. */
export function organisationsOf(governed: OrganisationList, free: OrganisationList): OrganisationList {
	return { ...governed, ...only(free, freeOfOrganisations) };
}

function without<T extends object, K extends keyof T>(whole: T, keys: readonly K[]): Omit<T, K> {
	const left: readonly PropertyKey[] = keys;
	return Object.fromEntries(Object.entries(whole).filter(([key]) => !left.includes(key))) as Omit<T, K>;
}

function only<T extends object, K extends keyof T>(whole: T, keys: readonly K[]): Pick<T, K> {
	const kept: readonly PropertyKey[] = keys;
	return Object.fromEntries(Object.entries(whole).filter(([key]) => kept.includes(key))) as Pick<T, K>;
}

function unlessEmpty<T extends object>(parts: T): T | undefined {
	return Object.values(parts).every((part) => part === undefined) ? undefined : parts;
}
