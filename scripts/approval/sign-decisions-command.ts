import { UserError } from "../issue/user-error.ts";
import { counted } from "../text/count.ts";
import { formatList } from "../text/list.ts";
import { describeDecisions, missing } from "./describe-decisions.ts";
import { type DecisionsToSign, signDecisions } from "./sign-decisions.ts";

/** What `hub approve dictionary` is called with. */
export interface SignDecisionsOptions extends Omit<DecisionsToSign, "show"> {
	readonly decision: string;
	readonly print: (line: string) => void;
}

/** `hub approve dictionary`: shows decisions about data, signs them, commits that and says who is still to sign. */
export async function signDecisionsCommand({ print, decision, ...wanted }: SignDecisionsOptions): Promise<void> {
	if (decision !== "approve") {
		throw new UserError("usage", "Decisions about data are signed or left. To change one, change the dictionary.");
	}
	const { person, paths, signed, open } = await signDecisions({
		...wanted,
		show: (statuses, projects) => {
			const { first, rest } = describeDecisions(statuses);
			const touched =
				projects.length === 0
					? []
					: [`Rests on what is changed here, and may have to be approved anew: ${formatList(projects)}.`];
			for (const line of [...first, ...rest, ...touched, ""]) print(line);
		},
	});
	print(`${person.id} has signed ${counted(signed.length, "decision")} about data.`);
	for (const path of paths) print(`Signed and committed: ${path}, with its signature in ${path}.sig`);
	print(open.length === 0 ? "All of them are in force on this branch." : `Still needed: ${missing(open)}.`);
	print("Push the branch so that others see it: git push");
}
