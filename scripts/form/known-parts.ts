import { error, type Issue } from "../issue/issue.ts";
import { didYouMean, suggestion } from "../issue/suggestion.ts";
import { quoted } from "../text/quote.ts";
import type { Book, BookField, BookTable } from "./book.ts";
import type { Answer, FormPart, ParsedForm } from "./parse.ts";
import { attributes, description, questionLabel } from "./questions.ts";

/** What came back about one table or field that the dictionary has. */
export interface KnownPart {
	readonly part: FormPart;
	readonly table: BookTable;
	/** Undefined for the table's own part. */
	readonly field?: BookField;
	/** One for each answered question. */
	readonly answers: readonly Answer[];
}

/** Finds the table or field of every part. One that the dictionary does not have, or that stands twice, is an error. */
export function findParts(form: ParsedForm, book: Book, file: string): { known: KnownPart[]; issues: Issue[] } {
	const known: KnownPart[] = [];
	const issues: Issue[] = [];
	const seen = new Map<string, number>();
	const refuse = (line: number, message: string, fix: string) =>
		void issues.push({ ...error("form", [], message, fix), file, line });
	for (const part of form.parts) {
		const table = part.kind === "table" ? book.findTable(part.name) : undefined;
		const found = part.kind === "field" ? book.findField(part.name) : table && { table };
		if (found === undefined) {
			refuse(part.line, `the dictionary has no ${part.kind} ${quoted(part.name)}`, nearestPart(part, book));
			continue;
		}
		const name = `${part.kind} ${"field" in found ? found.field.name : found.table.name}`;
		const earlier = seen.get(name);
		if (earlier !== undefined) {
			refuse(
				part.line,
				`this ${part.kind} stands in line ${earlier} too`,
				"Make the two one: only you know which is right.",
			);
			continue;
		}
		seen.set(name, part.line);
		if ("field" in found && found.field.sections > 1) {
			refuse(part.line, `the field has two sections in ${found.table.path}`, "Make them one there first.");
			continue;
		}
		for (const { line, near, earlier } of part.strange) {
			const known =
				near === undefined ? `The questions are ${attributes.map(questionLabel).join(", ")}.` : didYouMean(near);
			if (earlier === undefined) refuse(line, "the form has no such question here", known);
			else refuse(line, `this heading stands in line ${earlier} too`, "Keep one of the two.");
		}
		const answers = part.answers.filter(({ question, askedAt }, at) => {
			const first = part.answers.findIndex((other) => other.question === question);
			if (part.kind === "table" && question !== description) {
				refuse(askedAt, `a table has no "${questionLabel(question)}"`, "Write it about its fields.");
				return false;
			}
			if (first < at) {
				refuse(
					askedAt,
					`"${questionLabel(question)}" stands in line ${part.answers[first]?.askedAt} too`,
					"Keep one of the two.",
				);
			}
			return first === at;
		});
		known.push({ part, ...found, answers });
	}
	return { known, issues };
}

function nearestPart({ kind, name }: FormPart, book: Book): string {
	const tables = book.tables.map((table) => table.name);
	const owner = book.tables.find((table) => name.startsWith(`${table.name}.`));
	const known = kind === "table" || owner === undefined ? tables : owner.fields.map((field) => field.name);
	return suggestion(name, known, "Correct the heading; if the field has a new name, write that.");
}
