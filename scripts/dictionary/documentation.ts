import type { List, ListItem, PhrasingContent } from "mdast";
import { error, type Issue } from "../issue/issue.ts";
import { nearest } from "../issue/nearest.ts";
import { didYouMean } from "../issue/suggestion.ts";
import { quoted } from "../text/quote.ts";
import {
	type Attributes,
	displayLabel,
	findContradiction,
	isProblem,
	labels,
	type Problem,
	readAttribute,
} from "./attributes.ts";
import type { Block } from "./blocks.ts";
import type { FieldDocumentation } from "./catalogue.ts";
import { plainText, type Section, sourceOf } from "./sections.ts";

/**
 * Reads what people wrote in a field's section: its prose, and its attribute list, which is a list
 * with lines such as `- Sensitivity: special-category`. A label that nobody knows, one given twice,
 * a value that cannot be read or one that contradicts another is an error and counts for nothing; an
 * attribute left empty is one not written yet.
 *
 * @returns the documentation, and the issues with lines of the body
 */
export function readDocumentation(
	body: string,
	section: Section,
): {
	documentation: FieldDocumentation;
	issues: Issue[];
} {
	const { prose, lists } = partSection(section);
	const description = sourceOf(body, prose);
	const issues: Issue[] = [];
	const found = new Map<string, Attributes>();
	const lines = new Map<string, number>();
	const refuseAt = (line: number, [message, fix]: Problem) => {
		issues.push({ ...error("dictionary-documentation", [], message, fix), line });
	};
	for (const { item, list } of lists.flatMap((list) => list.node.children.map((item) => ({ item, list })))) {
		const { label, parts, items } = readItem(item);
		const line = list.line + (item.position?.start.line ?? 1) - 1;
		if (!labels.has(label)) refuseAt(line, unknownLabel(label));
		else if (found.has(label)) {
			refuseAt(line, [`the section says "${displayLabel(label)}" twice`, "Keep one of the two."]);
			found.set(label, {});
		} else {
			const read = readAttribute(label, parts, items);
			if (isProblem(read)) refuseAt(line, read);
			found.set(label, isProblem(read) ? {} : read);
			lines.set(label, line);
		}
	}
	const contradiction = findContradiction(Object.assign({}, ...found.values()));
	if (contradiction !== undefined) {
		refuseAt(lines.get(contradiction.label) ?? 1, contradiction.problem);
		found.set(contradiction.label, {});
	}
	return { documentation: Object.assign({ description }, ...found.values()), issues };
}

/** A block that is a list of attributes. */
export interface AttributeList extends Block {
	readonly node: Readonly<List>;
}

/** A section's prose and its attribute lists, block by block. */
export function partSection({ content }: Section): {
	readonly prose: readonly Block[];
	readonly lists: readonly AttributeList[];
} {
	return { prose: content.filter((block) => !isAttributes(block)), lists: content.filter(isAttributes) };
}

function isAttributes(block: Block): block is AttributeList {
	return block.node?.type === "list" && isAttributeList(block.node);
}

/** A list with one known label is meant as the attribute list; so is one whose labels are only misspelt. */
function isAttributeList(list: Readonly<List>): boolean {
	return list.children.some((item) => {
		const { label } = readItem(item);
		return label !== "" && (labels.has(label) || nearest(label, labels) !== undefined);
	});
}

/** Splits `- Label: value` with a list below it; the label comes in small letters, empty if there is none. */
function readItem(item: ListItem): { label: string; parts: PhrasingContent[]; items: ListItem[] } {
	const [first, ...rest] = item.children;
	const items = rest.flatMap((block) => (block.type === "list" ? block.children : []));
	const children = first?.type === "paragraph" ? first.children : [];
	let before = "";
	for (const [index, child] of children.entries()) {
		const text = plainText(child);
		const colon = child.type === "inlineCode" ? -1 : text.indexOf(":");
		if (colon >= 0) {
			const label = (before + text.slice(0, colon)).trim().toLowerCase();
			return { label, parts: [{ type: "text", value: text.slice(colon + 1) }, ...children.slice(index + 1)], items };
		}
		before += text;
	}
	return { label: "", parts: [], items };
}

function unknownLabel(label: string): Problem {
	const known = `The labels are ${[...labels].map(displayLabel).join(", ")}.`;
	if (label === "") return ["a line of the attribute list has no label", `Write it as "Label: value". ${known}`];
	const near = nearest(label, labels);
	return [
		`unknown label ${quoted(displayLabel(label))} in the attribute list`,
		near === undefined ? known : didYouMean(displayLabel(near)),
	];
}
