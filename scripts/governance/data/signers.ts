import type { PeopleList, Person, Policy, Role } from "../../schema/types.ts";
import { onePersonOneRole } from "../one-person.ts";
import type { DataRule, Setting } from "./rule.ts";
import { type FieldStrictness, isStricter } from "./strictness.ts";

/** In what capacity somebody signs a decision about data. */
export interface Capacity {
	/** Such as `lead of Pathology` or `information-governance`. */
	readonly label: string;
	holds(person: Person): boolean;
}

/** What is decided, and what was before. */
export interface DecisionStep {
	readonly rule: DataRule;
	/** What is in force; undefined where nothing has been decided. */
	readonly before: Setting | undefined;
	/** The department that answers for the table, as far as it is in force. */
	readonly owner: string | undefined;
	/** What the survey suggested of a field. */
	readonly suggested: Setting<"field">["sensitivity"] | undefined;
}

/**
 * The capacities in which a decision must be signed, each by another person: the lead of the department that answers
 * for the table (a data custodian where it has no lead), the roles that policy names for every decision, and those it
 * names for lowering.
 */
export function capacitiesOf(step: DecisionStep, policy: Policy, people: PeopleList): readonly Capacity[] {
	const { always = [], lowering = [] } = policy.decisions ?? {};
	const roles = [
		...always,
		...(isSensitiveStep(step, policy) ? lowering.filter((role) => !always.includes(role)) : []),
	];
	return [ownerCapacity(step.owner, people), ...roles.map(roleCapacity)];
}

/** For each capacity the id of the person who counts for it, or undefined where nobody who has signed is left for it. */
export function countedSigners(
	capacities: readonly Capacity[],
	signers: readonly Person[],
): readonly (string | undefined)[] {
	return onePersonOneRole(capacities.map(({ holds }) => signers.filter(holds).map(({ id }) => id)));
}

function ownerCapacity(owner: string | undefined, { people }: PeopleList): Capacity {
	const leads = (person: Person): boolean =>
		person.roles.includes("department-lead") && person.department === owner && person.left === undefined;
	return owner !== undefined && people.some(leads)
		? { label: `lead of ${owner}`, holds: leads }
		: roleCapacity("data-custodian");
}

function roleCapacity(role: Role): Capacity {
	return { label: role, holds: ({ roles }) => roles.includes(role) };
}

/** Whether a decision loosens what harms a patient most, or is about where consent and objections are recorded. */
function isSensitiveStep({ rule, before, suggested }: DecisionStep, policy: Policy): boolean {
	if (rule.about === "consent" || rule.about === "optOut") return true;
	if (rule.about !== "field") return false;
	const decided = before as FieldStrictness | undefined;
	const from: FieldStrictness | undefined = decided ?? (suggested && { sensitivity: suggested });
	const to: FieldStrictness = rule.value as Setting<"field">;
	if (from?.sensitivity !== "direct-identifier" && from?.sensitivity !== "special-category") return false;
	const isSame = to.sensitivity === from.sensitivity && to.helpsToIdentify === from.helpsToIdentify;
	return !isSame && !isStricter(to, from, policy);
}
