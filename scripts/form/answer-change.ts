import type { Question } from "./questions.ts";

/** One place whose words change, or would if two people had not changed them differently. */
export interface AnswerChange {
	readonly kind: "table" | "field";
	/** The name by which forms know the table or field. */
	readonly name: string;
	readonly question: Question;
	/** Line of the form. */
	readonly line: number;
	readonly ours: string;
	readonly theirs: string;
}
