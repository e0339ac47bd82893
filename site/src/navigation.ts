import type { AudienceLevel } from "../../scripts/site/audience/level.ts";

/** One entry of the site's menu. */
export interface MenuEntry {
	readonly title: string;
	readonly address: string;
}

const everybody: readonly MenuEntry[] = [
	{ title: "Dictionary", address: "dictionary/" },
	{ title: "Search", address: "search/" },
	{ title: "Products", address: "products/" },
	{ title: "Glossary", address: "glossary/" },
	{ title: "Register", address: "register/" },
	{ title: "Blueprint", address: "blueprint/" },
	{ title: "Guide", address: "guide/" },
];

const request: MenuEntry = { title: "Request data", address: "request/" };
const audit: MenuEntry = { title: "Audit", address: "audit/" };

/** The menu that stands on every page of an audience's site. */
export function menu({ requestPage, auditPages }: AudienceLevel): readonly MenuEntry[] {
	const further = [...(requestPage ? [request] : []), ...(auditPages ? [audit] : [])];
	return [...everybody.slice(0, 5), ...further, ...everybody.slice(5)];
}
