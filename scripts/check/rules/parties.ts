import type { Issue } from "../../issue/issue.ts";
import type { Article9, DataRole, LegalParty, Schedule1 } from "../../schema/types.ts";
import { broken, type Rule, whenNew } from "../rule.ts";

/**
 * The condition of the Data Protection Act 2018, Schedule 1, Part 1 that each condition of Article 9 rests on besides
 * (sections 10(3) and 11(1)); consent needs none.
 */
export const schedule1Of = {
	"9(2)(a)": undefined,
	"9(2)(h)": "paragraph 2",
	"9(2)(i)": "paragraph 3",
	"9(2)(j)": "paragraph 4",
} as const satisfies Record<Article9, Schedule1 | undefined>;

/** What is wrong with a party's condition of Schedule 1 beside its Article 9, with what to do; undefined if nothing is. */
export function schedule1Problem({
	article9,
	schedule1,
}: Pick<LegalParty, "article9" | "schedule1">):
	| { readonly missing: boolean; readonly message: string; readonly fix?: string }
	| undefined {
	const needed = schedule1Of[article9];
	// On the request page, while no condition is chosen: that is reported already, as a missing value.
	if (schedule1 === needed || !Object.hasOwn(schedule1Of, article9)) return undefined;
	if (schedule1 === undefined) {
		const message = `"schedule1" is missing: ${article9} needs ${needed} of the Data Protection Act 2018, Schedule 1`;
		return { missing: true, message };
	}
	return needed === undefined
		? { missing: false, message: `${article9} needs no condition of Schedule 1`, fix: "Leave it out." }
		: { missing: false, message: `${schedule1} of Schedule 1 does not go with ${article9}`, fix: `Write ${needed}.` };
}

/** Why the two roles cannot be held side by side; undefined if they can. `isOwn`: the recipient is the hospital itself. */
export function rolesProblem(recipient: DataRole, hospital: DataRole, isOwn: boolean): string | undefined {
	if (isOwn && !(recipient === "controller" && hospital === "controller"))
		return "the hospital is the recipient too, so it is the controller in both places";
	if ((recipient === "joint-controller") !== (hospital === "joint-controller"))
		return "joint controllers are so together: both are, or neither";
	return recipient === "processor" && hospital === "processor" ? "one of the two is a controller" : undefined;
}

/** A request and its agreement name the role and legal basis of the hospital, which discloses, and of the recipient. */
export const checkParties: Rule = ({ law, agreement: id }, context) => {
	const agreement = context.agreements.get(id);
	const missing = {
		role: '"role" is missing: what the recipient is, controller, joint-controller or processor',
		hospital: '"hospital" is missing: the role and the legal basis of the hospital, which discloses the data',
	} as const;
	return [
		...(["role", "hospital"] as const)
			.filter((key) => law[key] === undefined)
			.map((key) => whenNew(context, "legal-parties", ["law"], missing[key])),
		...(agreement === undefined || agreement.law !== undefined
			? []
			: [
					whenNew(
						context,
						"legal-parties",
						["agreement"],
						`the agreement ${id} does not name each party's role and legal basis`,
						`The data custodian can add "law" to requests/governance/agreements/${id}.yml.`,
					),
				]),
	];
};

/** With a condition of Article 9 goes the one of Schedule 1 that belongs to it. */
export const checkSchedule1: Rule = ({ law }, context) => {
	const parties: readonly (readonly [Pick<LegalParty, "article9" | "schedule1">, Issue["path"]])[] = [
		[law, ["law"]],
		...(law.hospital === undefined ? [] : [[law.hospital, ["law", "hospital"]] as const]),
	];
	return parties.flatMap(([party, path]) => {
		const problem = schedule1Problem(party);
		if (problem === undefined) return [];
		const { missing, message, fix } = problem;
		return missing
			? [whenNew(context, "schedule-1", path, message)]
			: [broken("schedule-1", [...path, "schedule1"], message, fix)];
	});
};

/** The two roles can be held side by side, in the hospital's own use both by the hospital itself. */
export const checkRoles: Rule = ({ law: { role, hospital }, organisation }, { organisations }) => {
	if (role === undefined || hospital === undefined) return [];
	const problem = rolesProblem(role, hospital.role, organisation === organisations.home);
	return problem === undefined ? [] : [broken("legal-roles", ["law", "hospital", "role"], problem)];
};

/** A request gives each party the role that it has in the agreement. */
export const checkAgreementRoles: Rule = ({ law, agreement: id }, { agreements }) => {
	const agreed = agreements.get(id)?.law;
	if (agreed === undefined) return [];
	const sides = [
		{ path: ["law", "role"], role: law.role, agreed: agreed.recipient.role, who: "the recipient" },
		{ path: ["law", "hospital", "role"], role: law.hospital?.role, agreed: agreed.hospital.role, who: "the hospital" },
	];
	return sides.flatMap(({ path, role, agreed: expected, who }) =>
		role === undefined || role === expected
			? []
			: [broken("agreement-roles", path, `the agreement ${id} says that ${who} is ${expected}`, `Write ${expected}.`)],
	);
};
