/**
 * Looks up people, organisations and vocabulary terms by their ids, as requests and records name them. Plain functions
 * over plain data, the same on the command line and in the browser.
 */
import type { Vocabulary } from "../schema/types.ts";

interface Identified {
	readonly id: string;
}

interface Named extends Identified {
	readonly name: string;
}

/** The person with this id. */
export function findPerson<P extends Identified>(
	{ people }: { readonly people: readonly P[] },
	id: string | undefined,
): P | undefined {
	return people.find((person) => person.id === id);
}

/** A person's name, or the id where there is no such person. */
export function personName(list: { readonly people: readonly Named[] }, id: string): string {
	return findPerson(list, id)?.name ?? id;
}

/** The organisation with this id. */
export function findOrganisation<O extends Identified>(
	{ organisations }: { readonly organisations: readonly O[] },
	id: string | undefined,
): O | undefined {
	return organisations.find((organisation) => organisation.id === id);
}

/** An organisation's name, or the id where there is no such organisation. */
export function organisationName(list: { readonly organisations: readonly Named[] }, id: string): string {
	return findOrganisation(list, id)?.name ?? id;
}

/** What terms are looked up in: vocabularies by name. */
export interface Vocabularies {
	readonly vocabularies: ReadonlyMap<string, Vocabulary>;
}

/** The terms of a vocabulary; none where there is no such vocabulary. */
export function termsOf({ vocabularies }: Vocabularies, vocabulary: string): Vocabulary["terms"] {
	return vocabularies.get(vocabulary)?.terms ?? [];
}

/** A vocabulary's term by its id. */
export function findTerm(
	records: Vocabularies,
	vocabulary: string,
	id: string,
): Vocabulary["terms"][number] | undefined {
	return termsOf(records, vocabulary).find((term) => term.id === id);
}

/** The label of a vocabulary's term, or the id where there is no such term. */
export function termLabel(records: Vocabularies, vocabulary: string, id: string): string {
	return findTerm(records, vocabulary, id)?.label ?? id;
}
