import type { Definition, Nodes, PhrasingContent, RootContent } from "mdast";
import { nodesOf, readBlocks } from "../dictionary/blocks.ts";
import { replaceControls } from "../text/control-characters.ts";

/** Deeper than anybody writes; what stands below is left out. */
const maxDepth = 30;

/** Where a link of a page leads in the report: an address there, or undefined if nowhere. */
export type LinkTarget = (url: string) => string | undefined;

/**
 * People's Markdown as blocks that may stand within another document: paragraphs, lists, tables, quotations and code
 * stay; a heading becomes a line in bold, so that nobody's words can look like a section of their own; HTML becomes
 * plain text, a comment in it nothing; a picture becomes its description; a link stays if `target` knows where to.
 */
export function proseBlocks(markdown: string, target: LinkTarget): readonly RootContent[] {
	const nodes = readBlocks(markdown).flatMap((block) => nodesOf(markdown, block));
	const definitions = new Map(
		nodes
			.filter((node): node is Definition => node.type === "definition")
			.map(({ identifier, url }) => [identifier, url]),
	);
	const link = (url: string | undefined, node: { children: readonly PhrasingContent[] }, depth: number): Nodes[] => {
		const children = node.children.flatMap((child) => tame(child, depth + 1)) as PhrasingContent[];
		const to = url === undefined ? undefined : target(url);
		return to === undefined ? children : [{ type: "link", url: plain(to), children }];
	};
	const tame = (node: Readonly<Nodes>, depth: number): Nodes[] => {
		if (depth > maxDepth) return [];
		switch (node.type) {
			case "heading": {
				const children = node.children.flatMap((child) => tame(child, depth + 1)) as PhrasingContent[];
				return [{ type: "paragraph", children: [{ type: "strong", children }] }];
			}
			case "html": {
				const text = plain(node.value.replace(/<!--[\s\S]*?(?:-->|$)/g, "")).trim();
				if (text === "") return [];
				return depth === 0
					? [{ type: "paragraph", children: [{ type: "text", value: text }] }]
					: [{ type: "text", value: text }];
			}
			case "image":
			case "imageReference":
				return [{ type: "text", value: plain(node.alt ?? "") }];
			case "link":
				return link(node.url, node, depth);
			case "linkReference":
				return link(definitions.get(node.identifier), node, depth);
			case "footnoteReference":
				return [{ type: "text", value: plain(`[${node.label ?? node.identifier}]`) }];
			case "footnoteDefinition":
				return node.children.flatMap((child) => tame(child, depth));
			case "definition":
			case "thematicBreak":
			case "yaml":
				return [];
			case "code":
				return [{ type: "code", value: plain(node.value) }];
			case "text":
			case "inlineCode":
				return [{ ...node, value: plain(node.value) }];
			default:
				if (!("children" in node)) return [node];
				return [{ ...node, children: node.children.flatMap((child) => tame(child, depth + 1)) } as Nodes];
		}
	};
	return nodes.flatMap((node) => tame(node, 0)) as RootContent[];
}

/** The text with its line breaks, and without other characters that steer a terminal or turn the direction of writing. */
function plain(text: string): string {
	return text
		.split(/\r\n?|\n/)
		.map((line) => replaceControls(line, () => " "))
		.join("\n");
}
