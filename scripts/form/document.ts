import { counted } from "../text/count.ts";
import { codeSpan, guardLines } from "./markers.ts";
import { attributes, description, guidanceOf, type Question, questionLabel, tableGuidance } from "./questions.ts";

/**
 * The layout of forms and the words around the places to fill in. Raise it when either changes: only in a form of
 * the same layout can the loader tell a colleague's note from the form's own words.
 */
export const formLayout = 2;

/** What a form says of itself. */
export interface FormHead {
	/** Names the form among several that are out at once. */
	readonly name: string;
	/** The commit whose words it holds: 40 hexadecimal digits. */
	readonly commit: string;
	readonly tables: number;
	readonly fields: number;
}

/** The beginning of a form: what it is, how to fill it in, what the sensitivities and the mark are. */
export function formatHead(head: FormHead): string[] {
	return [
		`# Form ${codeSpan(head.name)}`,
		"This form asks what the hospital's data mean. You know them; the words you write here are what researchers, approvers and auditors will read.",
		[
			`- Form: ${codeSpan(head.name)}`,
			`- Made from commit: ${codeSpan(head.commit)}`,
			`- Asks about: ${counted(head.tables, "table")}, ${counted(head.fields, "field")}`,
			`- Layout: ${formLayout}`,
		].join("\n"),
		...instructions,
	];
}

const instructions: readonly string[] = [
	"Write below each heading Description, and behind the colons below each heading Details. What stands there is what the dictionary says now: correct it, or leave it. Leave open what you do not know: an empty place deletes nothing.",
	"Keep the headings and the words in brackets: they tell which field a text is about. Sections may be in any order, and those that are not yours may go. For headings, lists and tables of your own within a description, three hash signs are the largest heading.",
	"Never write anything about a patient here, not even as an example: the words are kept for ever.",
	"How revealing a field is, its sensitivity, is one of these. Where nobody has decided it, the field is not shared.",
	[
		"- direct-identifier points to one person by itself, such as a name, an address or an NHS number.",
		"- quasi-identifier can single a person out together with other facts, such as sex, a day or a postcode district.",
		"- special-category tells of health, ethnic origin or another matter that the law protects above others.",
		"- free-text may hold anything that somebody typed, names included.",
		"- ordinary is none of the others, such as units, codes of tests and look-up tables.",
	].join("\n"),
	"Whether a field helps to identify a person is another question: somebody may be known by an ethnic category or a rare disease, though both are special-category. Write yes for such a field: before data leave, each combination of such values must be that of several patients. A direct-identifier or quasi-identifier helps to identify anyway: leave its place open.",
];

/** The heading of a table's part, with what to know about it. */
export function formatTable(name: string, context: readonly string[]): string[] {
	return [`## Table ${codeSpan(name)}`, ...context];
}

/** The heading of a field's part, with what to know about it. */
export function formatField(name: string, context: readonly string[]): string[] {
	return [`### Field ${codeSpan(name)}`, ...context];
}

/** The place for a description, with what stands there now. */
export function formatDescription(of: "table" | "field", text: string): string[] {
	const guidance = of === "table" ? tableGuidance : guidanceOf(description);
	return [`#### ${questionLabel(description)} (${guidance})`, ...(text === "" ? [] : [guardLines(text)])];
}

/** The places for a field's attributes. */
export function formatDetails(words: ReadonlyMap<Question, string>): string[] {
	return [
		"#### Details",
		attributes.map((question) => formatAttribute(question, words.get(question) ?? "")).join("\n"),
	];
}

function formatAttribute(question: Question, text: string): string {
	const head = `- ${questionLabel(question)} (${guidanceOf(question)}):`;
	if (text === "") return head;
	const [first = "", ...rest] = text.split("\n");
	const below = rest.map((line) => (line === "" ? "" : `  ${line}`));
	const isList = /^(?:[-*+]|\d{1,9}[.)])\s/.test(text);
	return [isList ? `${head}\n  ${first}` : `${head} ${first}`, ...below].join("\n");
}
