import { londonDay } from "../document/day.ts";
import { hasLeft } from "../records/person.ts";
import type { SignedFile } from "../records/signed-file.ts";
import type { PeopleList, Person, ReleaseQuery, SharingRequest } from "../schema/types.ts";
import { keyProblem, signerOf } from "./signer.ts";

/** Whom a query goes to when the dictionary names no department for a field. */
export const custodianDepartment = "Data custodian";

/** What decides who may answer a query. */
export interface AnswerContext {
	readonly query: Pick<ReleaseQuery, "owner">;
	readonly request: Pick<SharingRequest, "requester" | "team">;
	/** The people in force. */
	readonly people: PeopleList;
}

/**
 * Finds the person who may answer a query with this key, or says why nobody may. A lead of the department that is asked
 * may answer; a query to the data custodian, any data custodian; but nobody who is to receive the data.
 *
 * @param signed the day on which the answer is signed
 * @param relied the day on which it is relied on
 */
export function answererOf(
	fingerprint: string,
	{ query: { owner }, request, people }: AnswerContext,
	signed: string,
	relied: string,
): Person | string {
	const signer = signerOf(people, fingerprint);
	if (signer.kind === "nobody") return signer.why;
	if (signer.kind === "hub") return "it is the hub's, which answers nothing";
	const { person, key } = signer;
	if (hasLeft(person, relied)) return `${person.id} left on ${person.left}`;
	if (request.requester === person.id || request.team.includes(person.id)) return `${person.id} is to receive the data`;
	const leads = person.roles.includes("department-lead") && person.department === owner;
	const isCustodian = owner === custodianDepartment && person.roles.includes("data-custodian");
	if (!leads && !isCustodian) return `${person.id} does not lead the department asked, ${owner}`;
	return keyProblem(key, signed, relied) ?? person;
}

/**
 * Why a recorded answer does not settle its query, or undefined if it does.
 *
 * @param relied the moment at which it is relied on
 */
export function answerProblem(
	query: SignedFile<"query">,
	answer: SignedFile<"answer">,
	{ request, people }: Omit<AnswerContext, "query">,
	relied: Date,
): string | undefined {
	const { value, fingerprint } = answer;
	const context = { query: query.value, request, people };
	const person = answererOf(fingerprint, context, londonDay(new Date(value.at)), londonDay(relied));
	if (typeof person === "string") return person;
	if (person.id !== value.by) return `it says ${value.by}, but the key is ${person.id}'s`;
	return value.querySha256 === query.sha256 ? undefined : "it was signed for another query";
}
