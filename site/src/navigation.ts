import type { Audience } from "../../scripts/site/audience/audience.ts";

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

const hospitalOnly: readonly MenuEntry[] = [
	{ title: "Request data", address: "request/" },
	{ title: "Audit", address: "audit/" },
];

/** The menu that stands on every page of an audience's site. */
export function menu(audience: Audience): readonly MenuEntry[] {
	return audience === "internal" ? [...everybody.slice(0, 5), ...hospitalOnly, ...everybody.slice(5)] : everybody;
}
