import { error, type Issue, warning } from "../issue/issue.ts";
import { findIdentifying } from "../text/identifying.ts";
import type { AnswerChange } from "./answer-change.ts";
import { type Book, type BookTable, textOf } from "./book.ts";
import { findParts, type KnownPart } from "./known-parts.ts";
import type { LoadInput } from "./load-input.ts";
import { unguardLines } from "./markers.ts";
import { mergeBlocks } from "./merge.ts";
import { findNotes } from "./notes.ts";
import { type DocumentationEdit, editBody } from "./page.ts";
import type { Answer } from "./parse.ts";
import { checkAttribute, checkTogether, type Misfit, readProse } from "./prose.ts";
import { description, type Question, questionLabel } from "./questions.ts";
import { findInvisible } from "./text.ts";
import { sameWords } from "./typography.ts";

/** What a form changes in the dictionary. */
export interface LoadPlan {
	readonly changes: readonly AnswerChange[];
	readonly conflicts: readonly AnswerChange[];
	/** New texts of pages, by path, with the text each was made from. */
	readonly pages: ReadonlyMap<string, { readonly before: Buffer; readonly after: string }>;
	/** Places that came back as they went out, empty though something stands there, or only with other quotes, dashes or blanks. */
	readonly untouched: { readonly same: number; readonly blank: number; readonly typography: number };
	readonly issues: readonly Issue[];
}

interface Draft {
	readonly table: BookTable;
	readonly edits: { readonly part: KnownPart; edit: DocumentationEdit; readonly lines: number[] }[];
}

/** Merges a form into the dictionary, place by place. Nothing is written; every problem is among the issues. */
export function planLoad(input: LoadInput): LoadPlan {
	const { base, ours, form, file } = input;
	const { known, issues } = findParts(form, ours, file);
	const untouched = { same: 0, blank: 0, typography: 0 };
	const changes: AnswerChange[] = [];
	const conflicts: AnswerChange[] = [];
	const drafts = new Map<string, Draft>();
	const check = attributeChecks();
	for (const part of known) {
		const { table, field } = part;
		const blocks = (field === undefined ? table.placed.introduction : (field.section?.blocks ?? [])).map(
			({ text }) => text,
		);
		let edit: DocumentationEdit = { ...(field && { field }), changes: [], blocks, values: new Map() };
		const edited: number[] = [];
		for (const answer of part.answers) {
			const before = baseBlocks(base, part, answer);
			const was = before.join("\n\n");
			const mine = currentText(part, answer.question);
			const theirs = unguardLines(answer.text, answer.stood === undefined ? was : undefined);
			if (theirs.trim() === "") {
				if (answer.stood !== undefined) issues.push(undecided(answer, file));
				untouched[mine === "" ? "same" : "blank"]++;
				continue;
			}
			if (sameWords(theirs, was) || sameWords(theirs, mine)) {
				untouched[theirs === was || theirs === mine ? "same" : "typography"]++;
				continue;
			}
			const found = problems(input, answer, theirs);
			issues.push(...found);
			const which = { kind: part.part.kind, name: field?.name ?? table.name, question: answer.question };
			const change = { ...which, line: answer.line, ours: mine, theirs };
			const merged = mergeAnswer(part, answer.question, edit, before, mine, theirs, check);
			if ("message" in merged) issues.push(located(merged, file, answer.line));
			else if ("conflict" in merged) conflicts.push(change);
			else {
				edit = merged;
				edited.push(answer.line);
				changes.push(change);
			}
		}
		if (edited.length === 0) continue;
		const clash = field && checkTogether(edit.values, field.documentation, check);
		if (clash !== undefined) {
			const line = part.answers.find(({ question }) => question === clash.question)?.line ?? part.part.line;
			issues.push(located(clash, file, line));
		}
		const page = drafts.get(table.path) ?? { table, edits: [] };
		page.edits.push({ part, edit, lines: edited });
		drafts.set(table.path, page);
	}
	issues.push(...findNotes(input, known));
	const pages = new Map<string, { before: Buffer; after: string }>();
	for (const [path, { table, edits }] of drafts) {
		const body = editBody(
			table,
			edits.map(({ edit }) => edit),
		);
		if (body !== undefined) pages.set(path, { before: table.bytes, after: table.head + body });
		else for (const { lines } of edits) for (const line of lines) issues.push(located(unfit(path), file, line));
	}
	return { changes, conflicts, pages, untouched, issues };
}

/** The blocks that stood in a place when the form was made; an attribute is one block. */
function baseBlocks(base: Book, { part, table, field }: KnownPart, { question, stood }: Answer): readonly string[] {
	if (stood !== undefined) {
		const prose = question === description ? readProse(part.kind, stood) : undefined;
		return prose !== undefined && "blocks" in prose ? prose.blocks.map(({ text }) => text) : [stood];
	}
	if (field === undefined) return (base.findTable(table.name)?.placed.introduction ?? []).map(({ text }) => text);
	const before = base.findField(field.name)?.field;
	if (question === description) return (before?.section?.blocks ?? []).map(({ text }) => text);
	return [before?.documentation.get(question) ?? ""];
}

function currentText({ table, field }: KnownPart, question: Question): string {
	return field === undefined ? textOf(table.placed.introduction) : (field.documentation.get(question) ?? "");
}

/** {@link checkAttribute} that looks at each text once: thousands of fields have the same few units and owners. */
function attributeChecks(): typeof checkAttribute {
	const checked = new Map<string, Misfit | undefined>();
	return (question, text) => {
		const key = `${question}:${text}`;
		if (!checked.has(key)) checked.set(key, checkAttribute(question, text));
		return checked.get(key);
	};
}

/** The edit with one more place changed, or why there is none. */
function mergeAnswer(
	{ part }: KnownPart,
	question: Question,
	edit: DocumentationEdit,
	before: readonly string[],
	mine: string,
	theirs: string,
	check: typeof checkAttribute,
): DocumentationEdit | Misfit | { readonly conflict: true } {
	if (question !== description) {
		const misfit = check(question, theirs);
		if (misfit !== undefined) return misfit;
		if (!sameWords(before[0] ?? "", mine)) return { conflict: true };
		return { ...edit, values: new Map([...edit.values, [question, theirs]]) };
	}
	const prose = readProse(part.kind, theirs);
	if (!("blocks" in prose)) return prose;
	const came = prose.blocks;
	const stand = edit.blocks;
	const replacements = mergeBlocks(
		before,
		stand,
		came.map(({ text }) => text),
	);
	if (replacements === undefined) return { conflict: true };
	const blocks = [...stand];
	for (const { ours, theirs: range } of replacements.toReversed()) {
		blocks.splice(ours[0], ours[1] - ours[0], ...came.slice(...range).map(({ text }) => text));
	}
	const changes = replacements.map(({ ours: [from, to], theirs: [first, behind] }) => {
		const start = came[first]?.start ?? 0;
		const text = behind > first ? theirs.slice(start, came[behind - 1]?.end) : "";
		return { from, to, text };
	});
	return { ...edit, changes, blocks };
}

/** What is wrong with, or to be looked at in, the lines of an answer. */
function problems({ lines, file }: LoadInput, { line }: Answer, theirs: string): Issue[] {
	const own = lines.slice(line - 1, line - 1 + theirs.split("\n").length);
	const invisible = findInvisible(own, file, line);
	const identifying = findIdentifying(theirs).map(({ kind, index }) => {
		const what = `this looks like ${/^[NE]|^e-/.test(kind) ? "an" : "a"} ${kind}`;
		const fix = "Pages are kept for ever: remove it if it is anybody's, and tell the data custodian.";
		const at = line + theirs.slice(0, index).split("\n").length - 1;
		return { ...warning("identifying-text", [], what, fix), file, line: at };
	});
	return [...invisible, ...identifying];
}

function located({ line, message, fix }: Misfit, file: string, first: number): Issue {
	return { ...error("form-text", [], message, fix), file, line: first + line };
}

function undecided({ question, askedAt }: Answer, file: string): Issue {
	const fix = "Write what shall stand, and load the file again.";
	return { ...warning("form", [], `"${questionLabel(question)}" is still to be decided`, fix), file, line: askedAt };
}

function unfit(path: string): Misfit {
	const message = `these words cannot be written into ${path} without being read as something else`;
	return { line: 0, message, fix: "Write them more simply, or edit the page itself." };
}

/** A place in the words of messages: `hampton/clinical.patients.sex, Unit`. */
export function answerName({ name, question }: AnswerChange): string {
	return `${name}, ${questionLabel(question)}`;
}
