import { posix } from "node:path";
import type { Nodes } from "mdast";
import { type Block, nodesOf, readBlocks } from "../dictionary/blocks.ts";
import { glossaryFolder } from "../records/paths.ts";

/** A link in a page to a page of the glossary. */
export interface GlossaryLink {
	/** The file name it names, without its ending. */
	readonly term: string;
	/** Path in the repository that it leads to. */
	readonly path: string;
	/** Line and column in the text, from 1. */
	readonly line: number;
	readonly column: number;
}

/**
 * The links of a page that lead into the glossary where no term stands, reference definitions included. A link inside
 * code is none.
 *
 * @param path Path of the page in the repository, which relative links start from.
 * @param body Markdown within the complexity limit; positions are given in it.
 * @param terms Paths in the repository of the glossary's pages.
 */
export function brokenLinks(path: string, body: string, terms: ReadonlySet<string>): readonly GlossaryLink[] {
	const isBroken = (target: string): boolean => target.startsWith(glossaryFolder) && !terms.has(target);
	// Reading Markdown takes its time, and most texts of a large dictionary have no link, or plain ones to known terms.
	const mayBreak = (text: string): boolean => {
		if (!mayLink.test(text)) return false;
		const others = text.replace(plainLink, (link, url) => (isBroken(targetOf(path, url) ?? "") ? link : ""));
		return mayLink.test(others);
	};
	if (!mayBreak(body)) return [];
	return readBlocks(body)
		.filter(({ start, end }) => mayBreak(body.slice(start, end)))
		.flatMap((block) => linksIn(path, body, block))
		.filter(({ path: target }) => isBroken(target));
}

/** What the address of every such link has. */
const mayLink = /\.md\b/;
/** The end of a link as most people write it. Inside code it is no link, but then it cannot be broken either. */
const plainLink = /\]\(([\w./-]+\.md)\)/g;

function linksIn(path: string, body: string, block: Block): GlossaryLink[] {
	const found: GlossaryLink[] = [];
	// Not by a function that calls itself: a hostile page may nest deeper than it could go.
	const left: Readonly<Nodes>[] = nodesOf(body, block).toReversed();
	for (let node = left.pop(); node !== undefined; node = left.pop()) {
		if (node.type === "link" || node.type === "definition") {
			const target = targetOf(path, node.url);
			const { line = 1, column = 1 } = node.position?.start ?? {};
			if (target?.startsWith(glossaryFolder)) {
				found.push({ term: posix.basename(target, ".md"), path: target, line: block.line + line - 1, column });
			}
		}
		if ("children" in node) for (const child of node.children.toReversed()) left.push(child);
	}
	return found;
}

/** The path in the repository that a relative address leads to; undefined for any other address. */
function targetOf(path: string, url: string): string | undefined {
	const [address = ""] = url.split(/[?#]/);
	if (!address.endsWith(".md") || /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(address)) return undefined;
	return posix.normalize(posix.join(posix.dirname(path), decode(address)));
}

function decode(address: string): string {
	try {
		return decodeURIComponent(address);
	} catch {
		return address;
	}
}
