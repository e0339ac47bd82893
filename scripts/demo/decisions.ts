import { openDecisions, signDecisions } from "../approval/sign-decisions.ts";
import { currentBranch } from "../git/record-files.ts";
import { openRepository } from "../git/repository.ts";
import type { RuleStatus } from "../governance/data/status.ts";
import type { PeopleList, Person } from "../schema/types.ts";
import { actAs, type DemoKeys } from "./records.ts";

/** What one person of the demonstration signed. */
export interface SignedByOne {
	readonly name: string;
	/** How many decisions. */
	readonly decisions: number;
}

/**
 * Has everybody whose signature is missing sign the decisions about data that a project's request rests on, each with
 * their own key, on the branch that the records are on.
 */
export async function signAllDecisions(
	records: string,
	project: string,
	people: PeopleList,
	keys: DemoKeys,
	now: () => Date,
): Promise<readonly SignedByOne[]> {
	const repo = openRepository(records);
	const signed: SignedByOne[] = [];
	let open = await openDecisions(repo, (await currentBranch(repo)).head, project);
	while (open.length > 0) {
		const person = people.people.find((candidate) => isWanted(candidate, open));
		const key = keys.people.get(person?.id ?? "")?.signing.file;
		if (person === undefined || key === undefined)
			throw new Error("Nobody in the demonstration can sign what is open.");
		await actAs(records, person.name);
		const result = await signDecisions({ root: records, project, key, now: now() });
		signed.push({ name: person.name, decisions: result.signed.length });
		({ open } = result);
	}
	return signed;
}

function isWanted(person: Person, open: readonly RuleStatus[]): boolean {
	return open.some(
		({ signatures, signers }) =>
			!signers.includes(person.id) && signatures.some(({ capacity, by }) => by === undefined && capacity.holds(person)),
	);
}
