import { error, type Issue } from "../issue/issue.ts";
import type { Agreement } from "../schema/types.ts";
import { rolesProblem, schedule1Problem } from "./rules/parties.ts";

/** What does not fit together in the parties' roles and legal bases as an agreement names them. */
export function checkAgreementLaw({ law, recipient }: Agreement, home: string): readonly Issue[] {
	if (law === undefined) return [];
	const roles = rolesProblem(law.recipient.role, law.hospital.role, recipient === home);
	return [
		...(roles === undefined ? [] : [error("legal-roles", ["law", "hospital", "role"], roles)]),
		...(["hospital", "recipient"] as const).flatMap((party) => {
			const problem = schedule1Problem(law[party]);
			if (problem === undefined) return [];
			const path = ["law", party, ...(problem.missing ? [] : ["schedule1"])];
			return [error("schedule-1", path, problem.message, problem.fix)];
		}),
	];
}
