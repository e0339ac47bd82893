import { confirmationProblem, unrevokedKeys } from "../../records/age-key.ts";
import { findPerson } from "../../records/lookup.ts";
import { broken, doubtful, type Rule } from "../rule.ts";

/** The training of the team is valid today; where none is on record, the custodian is told. */
export const checkTraining: Rule = (request, context) =>
	request.team.flatMap((id, index) => {
		const person = findPerson(context.people, id);
		if (person === undefined) return [];
		if (person.training === undefined) {
			return [
				doubtful("training-unknown", ["team", index], `no information governance training of ${id} is on record`),
			];
		}
		const { expires } = person.training;
		if (expires >= context.today) return [];
		const fix = "They need to renew it, and people.yml to say so.";
		return [broken("training-expired", ["team", index], `the training of ${id} expired on ${expires}`, fix)];
	});

/** Every key of everyone in the team is confirmed. If not, the request may stand, but its delivery will wait. */
export const checkTeamKeys: Rule = (request, context) =>
	request.team.flatMap((id, index) => {
		const person = findPerson(context.people, id);
		if (person === undefined) return [];
		const keys = unrevokedKeys(person, context.today);
		if (
			keys.length > 0 &&
			keys.every((key) => confirmationProblem(key, id, context.people, context.today) === undefined)
		)
			return [];
		const what = keys.length === 0 ? "has no age key" : "has an age key that is not confirmed";
		const fix = "A data custodian confirms the key with them by a call or in person, and notes it in people.yml.";
		return [doubtful("key-unconfirmed", ["team", index], `${id} ${what}, so delivery will be held`, fix)];
	});
