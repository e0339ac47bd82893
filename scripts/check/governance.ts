import { rolesWithoutPerson } from "../governance/bootstrap.ts";
import { isFounded, rolesWithoutSecond } from "../governance/two-holders.ts";
import { error, type Issue, warning } from "../issue/issue.ts";
import { suggestion } from "../issue/suggestion.ts";
import { termsOf } from "../records/lookup.ts";
import { agreementPath, governancePath, termsPath } from "../records/paths.ts";
import type { Records } from "../records/records.ts";
import type { Concern } from "../schema/types.ts";
import { quoted } from "../text/quote.ts";
import { checkAgreementLaw } from "./agreement-law.ts";
import { checkPeople } from "./people.ts";
import { repeated } from "./repeated.ts";

const file = {
	policy: governancePath("policy"),
	organisations: governancePath("organisations"),
} as const;

/** Every part of a request that somebody must answer for; the type holds that none is left out. */
const concerns = Object.keys({
	purpose: true,
	people: true,
	law: true,
	data: true,
	keeping: true,
} satisfies Record<Concern, true>);

const beforeFirst = "Give the role to somebody in people.yml, before the first version is committed.";

/** On which day records are checked, and against what. */
export interface GovernanceCheck {
	/** The day in Europe/London. */
	readonly today: string;
	/** Whether the records that these are to change are founded: see `isFounded`. */
	readonly founded: boolean;
}

/** What does not fit together between and within the governance files. Each issue names its file. */
export function checkGovernance(records: Records, against: GovernanceCheck): readonly Issue[] {
	return [
		...checkPolicy(records),
		...checkHolders(records, against),
		...checkOrganisations(records),
		...checkPeople(records),
		...checkAgreements(records),
	];
}

function checkPolicy({ policy, people }: Records): readonly Issue[] {
	const found: Issue[] = [];
	const report = (issue: Issue) => void found.push({ ...issue, file: file.policy });
	const covered = new Set<string>(
		policy.approvals.filter(({ when }) => when === "always").flatMap((rule) => rule.concerns),
	);
	for (const concern of concerns.filter((each) => !covered.has(each))) {
		report(
			error(
				"policy-concern",
				["approvals"],
				`nobody always answers for ${concern}`,
				'Name it in a rule with "when: always".',
			),
		);
	}
	for (const [index, edge] of policy.countBands.entries()) {
		if (index > 0 && edge <= (policy.countBands[index - 1] ?? 0)) {
			report(error("policy-bands", ["countBands", index], "the bands' edges must rise"));
		}
	}
	const held = new Set(people.people.filter(({ left }) => left === undefined).flatMap(({ roles }) => roles));
	const asked = [
		...policy.approvals.map(({ role }, index) => ({ role, path: ["approvals", index, "role"] })),
		...policy.governanceApprovals.map((role, index) => ({ role, path: ["governanceApprovals", index] })),
	];
	for (const { role, path } of asked.filter((each) => !held.has(each.role))) {
		report(warning("policy-role", path, `nobody in people.yml is ${role}, so nobody could approve`, beforeFirst));
	}
	return found;
}

/**
 * Whether each governing role has a second holder. Founded records are refused without one; in those that are still to be
 * founded it is a warning, so that they can be filled in step by step.
 */
function checkHolders({ policy, people }: Records, { today, founded }: GovernanceCheck): readonly Issue[] {
	const withoutPerson = rolesWithoutPerson({ policy, people });
	const begun = isFounded({ policy, people });
	return rolesWithoutSecond({ policy, people }, today).flatMap(({ role, why }): Issue[] => {
		const at = ["governanceApprovals", policy.governanceApprovals.indexOf(role)];
		const issue = (severity: typeof error | typeof warning, message: string, fix: string): Issue[] => [
			{ ...severity("policy-role", at, message, fix), file: file.policy },
		];
		if (founded) return issue(error, `${role} ${why}`, "Name a second person with a key in people.yml.");
		// That nobody holds it has been said.
		if (!people.people.some(({ left, roles }) => left === undefined && roles.includes(role))) return [];
		if (withoutPerson.includes(role)) {
			const lacks = "nobody of its own, and one person counts once";
			return issue(warning, `${role} has ${lacks}, so governance could never be changed`, beforeFirst);
		}
		const fix = "Name two people with keys in people.yml, before the first version is committed.";
		return issue(warning, begun ? `${role} ${why}` : `${role} ${why}, so these records are not yet founded`, fix);
	});
}

function checkOrganisations({ organisations }: Records): readonly Issue[] {
	const known = organisations.organisations.map(({ id }) => id);
	const home = known.includes(organisations.home)
		? []
		: [
				error(
					"unknown-organisation",
					["home"],
					`${quoted(organisations.home)} is not in the list`,
					suggestion(organisations.home, known),
				),
			];
	return [...home, ...repeated(known, ["organisations"], "id")].map((issue) => ({
		...issue,
		file: file.organisations,
	}));
}

function checkAgreements({ agreements, organisations, terms, vocabularies }: Records): readonly Issue[] {
	const known = organisations.organisations.map(({ id }) => id);
	const purposes = termsOf({ vocabularies }, "purposes").map(({ id }) => id);
	return [...agreements].flatMap(([id, agreement]) => {
		const found: Issue[] = [...checkAgreementLaw(agreement, organisations.home)];
		if (!known.includes(agreement.recipient)) {
			found.push(
				error(
					"unknown-organisation",
					["recipient"],
					`${quoted(agreement.recipient)} is not in the list of organisations`,
					suggestion(agreement.recipient, known),
				),
			);
		}
		if (agreement.until < agreement.from)
			found.push(error("agreement-days", ["until"], "the agreement ends before it begins"));
		for (const [index, purpose] of agreement.purposes.entries()) {
			if (purposes.includes(purpose)) continue;
			found.push(
				error(
					"unknown-purpose",
					["purposes", index],
					`${quoted(purpose)} is not in the vocabulary of purposes`,
					suggestion(purpose, purposes),
				),
			);
		}
		for (const [index, name] of agreement.terms.entries()) {
			if (terms.has(name)) continue;
			found.push(
				error(
					"unknown-terms",
					["terms", index],
					`there are no terms ${quoted(name)}`,
					suggestion(name, terms.keys(), `Write ${termsPath(name)}.`),
				),
			);
		}
		return found.map((issue) => ({ ...issue, file: agreementPath(id) }));
	});
}
