import { describe, expect, it } from "vitest";
import { recipientsOf } from "../../scripts/delivery/recipients.ts";
import { sha256Of } from "../../scripts/document/digest.ts";
import type { AgeKey, PeopleList, Person } from "../../scripts/schema/types.ts";
import { request } from "../support/records.ts";

const today = "2026-07-01";
const confirmed = { by: "robbie", how: "By telephone", on: "2026-06-01" };
const key = (more: Partial<AgeKey> = {}): AgeKey => ({ recipient: "age1q", added: "2026-05-01", confirmed, ...more });
const person = (id: string, more: Partial<Person> = {}): Person => ({
	id,
	name: id,
	organisation: "hampton",
	roles: [],
	...more,
});

function recipients(rita: Partial<Person>, others: Person[] = []) {
	const people: PeopleList = {
		schemaVersion: 1,
		people: [person("robbie", { roles: ["data-custodian"] }), person("rita", { ageKeys: [key()], ...rita }), ...others],
		hub: { signingKeys: [] },
	};
	return recipientsOf({ ...request, team: ["rita"] }, people, today);
}

describe("the keys a password is sealed to", () => {
	it("are all of the team's confirmed keys", () => {
		expect(recipients({ ageKeys: [key(), key({ recipient: "age1z" })] })).toEqual({
			problems: [],
			recipients: [
				{ person: "rita", key: "age1q", keySha256: sha256Of(Buffer.from("age1q")) },
				{ person: "rita", key: "age1z", keySha256: sha256Of(Buffer.from("age1z")) },
			],
		});
	});

	it("leave out revoked keys, from the day of revocation on", () => {
		const old = (revoked: string) => recipients({ ageKeys: [key(), key({ recipient: "age1old", revoked })] });
		expect(old("2026-07-01").recipients.map(({ key }) => key)).toEqual(["age1q"]);
		expect(old("2026-07-02").recipients.map(({ key }) => key)).toEqual(["age1q", "age1old"]);
	});

	const { confirmed: _, ...unconfirmed } = key();
	it.each<[string, Partial<Person>, string]>([
		["a member without a key", { ageKeys: [] }, "rita has no age key"],
		["a member whose only key is revoked", { ageKeys: [key({ revoked: today })] }, "rita has no age key"],
		["a key that nobody has confirmed", { ageKeys: [unconfirmed] }, "is not confirmed"],
		["a new key beside a confirmed one", { ageKeys: [key(), unconfirmed] }, "is not confirmed"],
		[
			"a key confirmed tomorrow",
			{ ageKeys: [key({ confirmed: { ...confirmed, on: "2026-07-02" } })] },
			"is not confirmed",
		],
		["a key added tomorrow", { ageKeys: [key({ added: "2026-07-02" })] }, "is not confirmed"],
		[
			"a key confirmed by its owner",
			{ roles: ["data-custodian"], ageKeys: [key({ confirmed: { ...confirmed, by: "rita" } })] },
			"who owns it",
		],
		[
			"a key confirmed by no custodian",
			{ ageKeys: [key({ confirmed: { ...confirmed, by: "nobody" } })] },
			"who is no data custodian",
		],
		["a member who has left", { left: today }, "left on 2026-07-01"],
	])("hold the delivery for %s", (_case, rita, says) => {
		expect(recipients(rita).problems).toEqual([expect.stringContaining(says)]);
	});

	it("hold nothing for a key confirmed today, or a member who leaves tomorrow", () => {
		expect(
			recipients({ left: "2026-07-02", ageKeys: [key({ added: today, confirmed: { ...confirmed, on: today } })] })
				.problems,
		).toEqual([]);
	});
});
