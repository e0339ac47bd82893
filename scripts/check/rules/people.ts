import { suggestion } from "../../issue/suggestion.ts";
import { findOrganisation, findPerson } from "../../records/lookup.ts";
import { hasLeft } from "../../records/person.ts";
import type { SharingRequest } from "../../schema/types.ts";
import { quoted } from "../../text/quote.ts";
import { broken, type Rule } from "../rule.ts";

interface NamedPerson {
	readonly id: string;
	readonly path: readonly (string | number)[];
	/** Whether they must still be here: what somebody wrote or accepted counts after they have left. */
	readonly mustBeHere: boolean;
}

function namedPeople(request: SharingRequest): readonly NamedPerson[] {
	return [
		{ id: request.requester, path: ["requester"], mustBeHere: true },
		...(request.writtenBy === undefined ? [] : [{ id: request.writtenBy, path: ["writtenBy"], mustBeHere: false }]),
		...request.team.map((id, index) => ({ id, path: ["team", index], mustBeHere: true })),
		...request.acceptedTerms.map(({ by }, index) => ({
			id: by,
			path: ["acceptedTerms", index, "by"],
			mustBeHere: false,
		})),
	];
}

/** Everyone a request names is known. */
export const checkKnownPeople: Rule = (request, context) =>
	namedPeople(request)
		.filter(({ id }) => findPerson(context.people, id) === undefined)
		.map(({ id, path }) => {
			const known = context.people.people.map((person) => person.id);
			const fix = suggestion(id, known, "Add them to requests/governance/people.yml first.");
			return broken("unknown-person", path, `${quoted(id)} is not in the list of people`, fix);
		});

/** The requester and the team are still here. */
export const checkNobodyLeft: Rule = (request, context) =>
	namedPeople(request).flatMap(({ id, path, mustBeHere }) => {
		const person = findPerson(context.people, id);
		if (!mustBeHere || person === undefined || !hasLeft(person, context.today)) return [];
		return [broken("person-left", path, `${id} left on ${person.left}`, "Name somebody who is here.")];
	});

/** The requester works where the data go; so does the team, but for colleagues at the hospital itself. */
export const checkOrganisationOfPeople: Rule = (request, context) => {
	if (findOrganisation(context.organisations, request.organisation) === undefined) return [];
	const worksElsewhere = (id: string, allowed: readonly string[]): string | undefined => {
		const organisation = findPerson(context.people, id)?.organisation;
		return organisation === undefined || allowed.includes(organisation) ? undefined : organisation;
	};
	const requesterAt = worksElsewhere(request.requester, [request.organisation]);
	const fix = `The data may go to ${request.organisation} only.`;
	return [
		...(requesterAt === undefined
			? []
			: [broken("requester-organisation", ["requester"], `${request.requester} works for ${requesterAt}`, fix)]),
		...request.team.flatMap((id, index) => {
			const at = worksElsewhere(id, [request.organisation, context.organisations.home]);
			return at === undefined ? [] : [broken("team-organisation", ["team", index], `${id} works for ${at}`, fix)];
		}),
	];
};
