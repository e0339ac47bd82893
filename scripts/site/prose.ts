import { toHtml } from "hast-util-to-html";
import type { Root } from "mdast";
import { toHast } from "mdast-util-to-hast";
import { type LinkTarget, proseBlocks } from "../report/prose.ts";

/**
 * People's Markdown as HTML for a page. What may stand is decided by {@link proseBlocks}: no HTML of theirs, no
 * picture, no heading; whatever is left is text, and escaped as such. Links stay only where `target` says where to.
 */
export function proseHtml(markdown: string, target: LinkTarget): string {
	if (markdown.trim() === "") return "";
	const root: Root = { type: "root", children: [...proseBlocks(markdown, target)] };
	return toHtml(toHast(root), { characterReferences: { useNamedReferences: false } });
}

/**
 * Where the links of people's words lead on the site: `glossary:term` and the like through `inside`, pages elsewhere
 * only by https, so that no text can bring a script or send a reader's browser anywhere in silence.
 */
export function linkTarget(inside: (url: string) => string | undefined): LinkTarget {
	return (url) => inside(url) ?? (/^https:\/\/[^\s\\]+$/.test(url) ? url : undefined);
}
