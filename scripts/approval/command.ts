import { onOneLine } from "../text/quote.ts";
import { approve, type DecisionToSign } from "./approve.ts";

/** What `hub approve` is called with. */
export interface ApproveOptions extends Omit<DecisionToSign, "show"> {
	readonly print: (line: string) => void;
}

const done = { approve: "approved", return: "returned", refuse: "refused" } as const;

/** `hub approve`: shows what is decided on, signs it, commits it on the current branch and says what is next. */
export async function approveCommand({ print, ...decision }: ApproveOptions): Promise<void> {
	const show = (lines: readonly string[]): void => {
		for (const line of lines) print(onOneLine(line));
		print("");
	};
	const { path, approval, subject, already } = await approve({ ...decision, show });
	const role = subject.roles.find((candidate) => candidate.role === approval.role);
	const concerns = role === undefined || role.concerns.length === 0 ? "" : ` (${role.concerns.join(", ")})`;
	print(
		`${approval.approver} ${already ? "had already" : "has"} ${done[approval.decision]} ${approval.subject} as ${approval.role}${concerns}.`,
	);
	print(`Signed and committed: ${path}, with its signature in ${path}.sig`);
	const waiting = subject.roles.filter(({ role: name, state }) => name !== approval.role && state !== "approved");
	if (waiting.length > 0) print(`Still needed: ${waiting.map(({ role: name }) => name).join(", ")}.`);
	print("Push the branch so that others see it: git push");
}
