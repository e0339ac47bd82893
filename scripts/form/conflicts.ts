import type { AnswerChange } from "./answer-change.ts";
import { formatField, formatTable, formLayout } from "./document.ts";
import { codeSpan, guardLines } from "./markers.ts";
import { questionLabel } from "./questions.ts";

const instructions =
	"Since the form went out, these places were changed in the dictionary too, and differently. Each is below twice, as it stands now and as it came back, with a third heading to fill in: write there what shall stand, then load this file. A heading left empty stays as it is now.";

/** The words above the first conflict. They are never loaded. */
export function formatConflictsHead(name: string, commit: string): string[] {
	return [
		`# Conflicts of form ${codeSpan(name)}`,
		[`- Form: ${codeSpan(name)}`, `- Made from commit: ${codeSpan(commit)}`, `- Layout: ${formLayout}`].join("\n"),
		instructions,
	];
}

/** The places that two people changed differently, side by side, as a form that can be loaded once they are decided. */
export function formatConflicts(name: string, commit: string, conflicts: readonly AnswerChange[]): string {
	const byPlace = Map.groupBy(conflicts, ({ kind, name: heading }) => `${kind} ${heading}`);
	const parts = [...byPlace.values()].flatMap((group) => {
		const [{ kind, name: heading } = { kind: "field" as const, name: "" }] = group;
		return [...(kind === "table" ? formatTable(heading, []) : formatField(heading, [])), ...group.flatMap(sideBySide)];
	});
	return `${[...formatConflictsHead(name, commit), ...parts].join("\n\n")}\n`;
}

function sideBySide({ question, line, ours, theirs }: AnswerChange): string[] {
	return [
		`#### ${questionLabel(question)} as it stands now`,
		...(ours === "" ? [] : [guardLines(ours)]),
		`#### ${questionLabel(question)} as it came back in line ${line}`,
		guardLines(theirs),
		`#### ${questionLabel(question)} (write here what shall stand)`,
	];
}
