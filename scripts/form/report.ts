import { replaceControls } from "../text/control-characters.ts";
import { findIdentifying } from "../text/identifying.ts";
import { notShown } from "../text/quote.ts";
import type { AnswerChange } from "./answer-change.ts";
import { answerName, type LoadPlan } from "./plan.ts";

/**
 * A change in words: the place with its line in the form, and with `full` both texts. A text that may identify a
 * person is not shown.
 */
export function describeChange(change: AnswerChange, full: boolean, before = ""): string[] {
	const head = `${before}${answerName(change)} (line ${change.line} of the form)`;
	if (!full) return [head];
	return [head, ...signed("-", change.ours), ...signed("+", change.theirs)];
}

/** What came back and changes nothing, where that is worth saying. */
export function describeUntouched({ blank, typography }: LoadPlan["untouched"]): string[] {
	return [
		...(blank === 0 ? [] : [`${blank} left empty: what stands there stays.`]),
		...(typography === 0 ? [] : [`${typography} with other quotes, dashes or blanks only: what stands there stays.`]),
	];
}

function signed(mark: string, text: string): string[] {
	if (text === "") return [];
	const shown = findIdentifying(text).length > 0 ? notShown : text;
	return shown.split("\n").map((line) => `  ${mark} ${replaceControls(line, () => " ")}`.trimEnd());
}
