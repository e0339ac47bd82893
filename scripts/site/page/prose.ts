import type { Element, Root as HtmlRoot } from "hast";
import { toHtml } from "hast-util-to-html";
import type { Root } from "mdast";
import { toHast } from "mdast-util-to-hast";
import { type LinkTarget, proseBlocks } from "../../report/prose.ts";

/**
 * People's Markdown as HTML for a page. What may stand is decided by {@link proseBlocks}: no HTML of theirs, no
 * picture, no heading; whatever is left is text, and escaped as such. Links stay only where `target` says where to.
 */
export function proseHtml(markdown: string, target: LinkTarget): string {
	if (markdown.trim() === "") return "";
	const root: Root = { type: "root", children: [...proseBlocks(markdown, target)] };
	return toHtml(withScrollingTables(toHast(root) as HtmlRoot), { characterReferences: { useNamedReferences: false } });
}

/** Each table in a region that scrolls by itself where the screen is too small for it, with the keyboard too. */
function withScrollingTables<Parent extends Element | HtmlRoot>(parent: Parent): Parent {
	const children = parent.children.map((child) => {
		if (child.type !== "element") return child;
		if (child.tagName !== "table") return withScrollingTables(child);
		const properties = { className: ["hub-scroll"], role: "group", ariaLabel: "Table", tabIndex: 0 };
		return { type: "element", tagName: "div", properties, children: [child] } satisfies Element;
	});
	return { ...parent, children };
}

/**
 * Where the links of people's words lead on the site: `glossary:term` and the like through `inside`, pages elsewhere
 * only by https, so that no text can bring a script or send a reader's browser anywhere in silence.
 */
export function linkTarget(inside: (url: string) => string | undefined): LinkTarget {
	return (url) => inside(url) ?? (/^https:\/\/[^\s\\]+$/.test(url) ? url : undefined);
}
