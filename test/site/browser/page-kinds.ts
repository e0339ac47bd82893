import type { Audience } from "../../../scripts/site/audience/level.ts";

/** One kind of page: all that are made by the same template. */
export interface PageKind {
	/** What its addresses are like, from where the site begins. */
	readonly like: RegExp;
	/** The addresses of those that are looked at in a browser. */
	readonly examples: readonly string[];
	/** Whose site has it; both without it. */
	readonly only?: Audience;
	/** Why its text is not all there without JavaScript; absent if it is. */
	readonly needsScript?: string;
}

/** Every kind of page, with pages of the demonstration that have most of what such a page can have. */
export const pageKinds = {
	home: { like: /^$/, examples: [""] },
	dictionary: { like: /^dictionary\/$/, examples: ["dictionary/"] },
	completeness: { like: /^dictionary\/completeness\/$/, examples: ["dictionary/completeness/"], only: "internal" },
	source: { like: /^dictionary\/[^/]+\/$/, examples: ["dictionary/hampton/"] },
	table: {
		like: /^dictionary\/[^/]+\/[^/]+\/$/,
		examples: ["dictionary/hampton/clinical.patients/", "dictionary/hampton/clinical.measurements/"],
	},
	search: { like: /^search\/$/, examples: ["search/"], needsScript: "it finds what is typed" },
	"list of products": { like: /^products\/$/, examples: ["products/"] },
	product: { like: /^products\/[^/]+\/$/, examples: ["products/emergency-admissions-first-bloods/"] },
	glossary: { like: /^glossary\/$/, examples: ["glossary/"] },
	term: { like: /^glossary\/[^/]+\/$/, examples: ["glossary/nhs-number/"] },
	register: { like: /^register\/$/, examples: ["register/"] },
	project: { like: /^register\/[^/]+\/$/, examples: ["register/cardiozen-trial/"] },
	"list of agreements": { like: /^agreements\/$/, examples: ["agreements/"] },
	agreement: { like: /^agreements\/[^/]+\/$/, examples: ["agreements/cardiozen-trial/"] },
	request: {
		like: /^request\/$/,
		examples: ["request/"],
		only: "internal",
		needsScript: "it composes what is chosen",
	},
	audit: { like: /^audit\/$/, examples: ["audit/"], only: "internal" },
	access: { like: /^audit\/access\/$/, examples: ["audit/access/"], only: "internal" },
	"audit case": { like: /^audit\/[^/]+\/$/, examples: ["audit/cardiozen-trial/"], only: "internal" },
	delivery: { like: /^audit\/[^/]+\/\d{4}\/$/, examples: ["audit/cardiozen-trial/0001/"], only: "internal" },
	blueprint: { like: /^blueprint\/$/, examples: ["blueprint/"] },
	guide: { like: /^guide\/$/, examples: ["guide/"] },
	"page of the guide": {
		like: /^guide\/[^/]+\/$/,
		examples: ["guide/requesters/", "guide/commands/", "guide/operator/", "guide/custodian/"],
	},
	machines: { like: /^machines\/$/, examples: ["machines/"] },
} as const satisfies Record<string, PageKind>;

/** The kinds of page that a site for this audience has. */
export function kindsFor(audience: Audience): readonly (PageKind & { readonly kind: string })[] {
	return Object.entries<PageKind>(pageKinds)
		.filter(([, { only }]) => only === undefined || only === audience)
		.map(([kind, page]) => ({ kind, ...page }));
}
