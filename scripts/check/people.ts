import { error, type Issue } from "../issue/issue.ts";
import { suggestion } from "../issue/suggestion.ts";
import { governancePath } from "../records/paths.ts";
import type { Records } from "../records/records.ts";
import { quoted } from "../text/quote.ts";
import { repeated } from "./repeated.ts";

/** What does not fit together in the list of people: ids, organisations, departments, confirmations, shared keys. */
export function checkPeople({ people, organisations }: Records): readonly Issue[] {
	const known = organisations.organisations.map(({ id }) => id);
	const custodians = people.people.filter(({ roles }) => roles.includes("data-custodian")).map(({ id }) => id);
	const found: Issue[] = [
		...repeated(
			people.people.map(({ id }) => id),
			["people"],
			"id",
		),
	];
	const owners = new Map<string, string>();
	for (const [index, person] of people.people.entries()) {
		const at = ["people", index];
		if (!known.includes(person.organisation)) {
			found.push(
				error(
					"unknown-organisation",
					[...at, "organisation"],
					`${quoted(person.organisation)} is not in the list of organisations`,
					suggestion(person.organisation, known),
				),
			);
		}
		if (person.roles.includes("department-lead") && person.department === undefined) {
			found.push(
				error(
					"person-department",
					[...at, "roles"],
					`${person.id} leads a department, but none is named`,
					'Add "department".',
				),
			);
		}
		for (const [position, { confirmed }] of (person.ageKeys ?? []).entries()) {
			if (confirmed === undefined) continue;
			const path = [...at, "ageKeys", position, "confirmed", "by"];
			if (confirmed.by === person.id) found.push(error("key-confirmation", path, "nobody can confirm their own key"));
			else if (!custodians.includes(confirmed.by)) {
				found.push(
					error(
						"key-confirmation",
						path,
						`${quoted(confirmed.by)} is not a data custodian`,
						suggestion(confirmed.by, custodians),
					),
				);
			}
		}
		const keys = [
			...(person.signingKeys ?? []).map(({ key }, position) => ({
				key,
				path: [...at, "signingKeys", position, "key"],
			})),
			...(person.ageKeys ?? []).map(({ recipient }, position) => ({
				key: recipient,
				path: [...at, "ageKeys", position, "recipient"],
			})),
		];
		for (const { key, path } of keys) {
			const owner = owners.get(key);
			if (owner !== undefined && owner !== person.id)
				found.push(error("shared-key", path, `${owner} has the same key`, "A key belongs to one person."));
			owners.set(key, person.id);
		}
	}
	for (const [position, { key }] of people.hub.signingKeys.entries()) {
		if (owners.has(key))
			found.push(
				error(
					"shared-key",
					["hub", "signingKeys", position, "key"],
					`${owners.get(key)} has the same key`,
					"The hub signs with a key of its own.",
				),
			);
	}
	return found.map((issue) => ({ ...issue, file: governancePath("people") }));
}
