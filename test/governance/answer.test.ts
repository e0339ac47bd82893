import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answererOf, answerProblem, custodianDepartment } from "../../scripts/governance/answer.ts";
import type { SignedFile } from "../../scripts/records/signed-file.ts";
import type { Person } from "../../scripts/schema/types.ts";
import { fingerprintOf } from "../../scripts/signature/ssh.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type KeyHolder, makeKeys, peopleList, request } from "../support/records.ts";

const keys = makeKeys(join(temporaryFolder(), "keys"));
const day = "2026-03-31";

/** One case: who answers for whom, and what stands in the way. */
interface Case {
	readonly when: string;
	readonly who: KeyHolder;
	readonly owner?: string;
	readonly team?: readonly string[];
	readonly requester?: string;
	/** What else is so of the person. */
	readonly person?: Partial<Person>;
	readonly signed?: string;
	readonly relied?: string;
	readonly why?: string;
}

// Answering, delivering and auditing all ask this one rule.
const cases: readonly Case[] = [
	{ when: "the lead of the department answers", who: "leo" },
	{
		when: "the lead of another department answers",
		who: "leo",
		owner: "Pharmacy",
		why: "leo does not lead the department asked, Pharmacy",
	},
	{
		when: "the data custodian answers for a department",
		who: "robbie",
		why: "robbie does not lead the department asked, Laboratory",
	},
	{ when: "the data custodian answers for a field without one", who: "robbie", owner: custodianDepartment },
	{
		when: "a lead answers for a field without a department",
		who: "leo",
		owner: custodianDepartment,
		why: "leo does not lead the department asked, Data custodian",
	},
	{
		when: "somebody of the department who leads nothing answers",
		who: "ingrid",
		person: { department: "Laboratory" },
		why: "ingrid does not lead",
	},
	{ when: "a lead on the team answers", who: "leo", team: ["rita", "leo"], why: "leo is to receive the data" },
	{ when: "a lead who asked for the data answers", who: "leo", requester: "leo", why: "leo is to receive the data" },
	{
		when: "a custodian on the team answers",
		who: "robbie",
		owner: custodianDepartment,
		team: ["robbie"],
		why: "robbie is to receive the data",
	},
	{ when: "a lead answers on the day they leave", who: "leo", person: { left: day }, why: "leo left on 2026-03-31" },
	{ when: "a lead answers on the day before", who: "leo", person: { left: "2026-04-01" } },
	{
		when: "a lead who has left claims an earlier day",
		who: "leo",
		person: { left: "2026-04-01" },
		relied: "2026-04-01",
		why: "leo left on 2026-04-01",
	},
	{
		when: "a lead leaves the day after it is relied on",
		who: "leo",
		person: { left: "2026-04-02" },
		relied: "2026-04-01",
	},
	{ when: "the hub answers", who: "hub", why: "the hub's, which answers nothing" },
	{ when: "a stranger answers", who: "eve", why: "is not in people.yml" },
	{
		when: "the key counts from tomorrow",
		who: "leo",
		signed: "2025-12-31",
		why: "the key counts from 2026-01-01 only",
	},
	{
		when: "the key was revoked since",
		who: "leo",
		person: revoked("2026-04-10"),
		relied: "2026-04-10",
		why: "the key was revoked on 2026-04-10",
	},
	{ when: "the key is revoked later", who: "leo", person: revoked("2026-04-10"), relied: "2026-04-09" },
];

function revoked(on: string): Partial<Person> {
	return { signingKeys: [{ key: keys.leo.publicKey, added: "2026-01-01", revoked: on }] };
}

function contextOf({ who, owner = "Laboratory", team = request.team, requester = request.requester, person }: Case) {
	const list = peopleList(keys);
	const people = { ...list, people: list.people.map((each) => (each.id === who ? { ...each, ...person } : each)) };
	return { query: { owner }, request: { requester, team: [...team] }, people };
}

describe("who may answer a query", () => {
	it.each(cases)("$when", (one) => {
		const { who, signed = day, relied = day, why } = one;
		const found = answererOf(fingerprintOf(keys[who].publicKey), contextOf(one), signed, relied);
		if (why === undefined) expect(found).toMatchObject({ id: who });
		else expect(found).toEqual(expect.stringContaining(why));
	});
});

describe("a recorded answer", () => {
	const query = { value: { owner: "Laboratory" }, sha256: "a".repeat(64) } as SignedFile<"query">;
	const answer = (change: Partial<SignedFile<"answer">["value"]> = {}) =>
		({
			fingerprint: fingerprintOf(keys.leo.publicKey),
			value: { by: "leo", querySha256: query.sha256, at: `${day}T09:00:00Z`, ...change },
		}) as SignedFile<"answer">;
	const context = { request, people: peopleList(keys) };
	const relied = new Date(`${day}T10:00:00Z`);

	it("settles the query that it was signed for, by the person it names", () => {
		expect(answerProblem(query, answer(), context, relied)).toBeUndefined();
		expect(answerProblem(query, answer({ by: "robbie" }), context, relied)).toBe(
			"it says robbie, but the key is leo's",
		);
		expect(answerProblem(query, answer({ querySha256: "b".repeat(64) }), context, relied)).toBe(
			"it was signed for another query",
		);
	});
});
