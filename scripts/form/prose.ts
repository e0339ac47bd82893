import { complexityProblem } from "../dictionary/complexity.ts";
import { readDocumentation } from "../dictionary/documentation.ts";
import { readOutline } from "../dictionary/sections.ts";
import { type LocatedBlock, type LocatedSection, locateBody, locateSection } from "../dictionary/slots.ts";
import { applySplices, spliceAttributes } from "../dictionary/splice.ts";
import { type Question, questionLabel } from "./questions.ts";

/** Why a text cannot stand in a page; `line` counts from 0 at its first. */
export interface Misfit {
	readonly line: number;
	readonly message: string;
	readonly fix: string;
}

/**
 * Takes a description that came back apart into blocks, with their positions in it; or says why it cannot stand in a
 * page without being read as something else: as another section, as an attribute, or as the beginning of something that
 * swallows what follows. It is tried out on a page of its own.
 */
export function readProse(kind: "table" | "field", text: string): { blocks: LocatedBlock[] } | Misfit {
	// One line that begins with a letter is a paragraph whatever follows, and most answers are just that.
	if (/^\p{L}.*$/u.test(text)) return { blocks: [{ start: 0, end: text.trimEnd().length, text: text.trimEnd() }] };
	const problem = complexityProblem(text);
	if (problem !== undefined) return { ...problem, line: problem.line - 1 };
	const above = kind === "field" ? "## `a`\n\n" : "# a\n\n";
	const body = `${above}${text}\n\n## \`b\`\n`;
	const { introduction, sections } = locateBody(body);
	const own = kind === "field" ? sections[0] : undefined;
	const blocks = own?.blocks ?? introduction;
	const lineOf = (offset: number) => body.slice(above.length, offset).split("\n").length - 1;
	const attribute = own?.lists[0]?.[0];
	if (attribute !== undefined && attribute.start < above.length + text.length) {
		const message = "a list in this text would be read as the field's attributes";
		return {
			line: lineOf(attribute.start),
			message,
			fix: "Write them below Details, or put another word before the colon.",
		};
	}
	const end = above.length + text.trimEnd().length;
	const covered = blocks.at(-1)?.end ?? above.length;
	const last = sections.at(-1);
	const closed = last?.section.span.start === above.length + text.length + 2 && last.section.heading === "b";
	if (closed && covered >= end && sections.length === (kind === "field" ? 2 : 1)) {
		return {
			blocks: blocks.map((block) => ({ ...block, start: block.start - above.length, end: block.end - above.length })),
		};
	}
	if (covered < end) {
		const gap = body.slice(covered).length - body.slice(covered).trimStart().length;
		const message =
			"this would begin another section of the page: a large heading, or text with a line of hyphens below";
		return {
			line: lineOf(covered + gap),
			message,
			fix: "Use three hash signs or more, and a blank line above hyphens.",
		};
	}
	const message = "code or HTML begins here and does not end";
	return { line: lineOf(blocks.at(-1)?.start ?? 0), message, fix: "Close it, or write it without its opening mark." };
}

const bareBody = "## `a`\n";
/** The section of {@link bareBody}. */
const bareSection: LocatedSection = {
	section: { heading: "a", line: 1, span: { start: 0, end: 6 }, name: { start: 3, end: 6 } },
	blocks: [],
	attributes: [],
	lists: [],
};

/** {@link bareBody} with attributes written into it. */
function bareWith(words: ReadonlyMap<Question, string>): string {
	return applySplices(bareBody, spliceAttributes(bareBody, bareSection, words, bareSection.section.span.end, "-"));
}

/** Why an attribute cannot stand in a page; undefined if it can. It is tried out on a page of its own. */
export function checkAttribute(question: Question, text: string): Misfit | undefined {
	const problem = complexityProblem(text);
	if (problem !== undefined) return { ...problem, line: problem.line - 1 };
	const body = `${bareWith(new Map([[question, text]]))}\n## \`b\`\n`;
	const [section, next, ...more] = readOutline(body).sections;
	const own = section && locateSection(body, section);
	const issue = section && readDocumentation(body, section).issues[0];
	if (issue !== undefined) return { line: 0, message: issue.message, fix: issue.fix ?? "Correct it." };
	const stands = own?.attributes.length === 1 && own.attributes[0]?.text === text && own.blocks.length === 0;
	if (stands && next?.heading === "b" && more.length === 0) return undefined;
	const message = `this text cannot stand behind "${questionLabel(question)}" without being read as something else`;
	return { line: 0, message, fix: "Write it on one line, or as a simple list below." };
}

/** The attributes of which one can contradict another. */
const bound: readonly Question[] = ["sensitivity", "helps to identify"];

/**
 * Why new words for attributes contradict each other or what stands beside them, and which of them it is; undefined if
 * they do not. What cannot stand by itself is left to {@link checkAttribute}.
 */
export function checkTogether(
	written: ReadonlyMap<Question, string>,
	beside: ReadonlyMap<Question, string>,
	check = checkAttribute,
): (Misfit & { readonly question: Question }) | undefined {
	const question = bound.findLast((one) => written.has(one));
	if (question === undefined) return undefined;
	const words = bound.flatMap((one) => {
		const text = written.get(one) ?? beside.get(one) ?? "";
		return text === "" || check(one, text) !== undefined ? [] : [[one, text] as const];
	});
	const body = bareWith(new Map(words));
	const [section] = readOutline(body).sections;
	const issue = section && readDocumentation(body, section).issues[0];
	return issue && { question, line: 0, message: issue.message, fix: issue.fix ?? "Correct it." };
}
