import { queryWords, wordsFound } from "./excerpt.ts";

/** A page that has the words that were asked for. */
export interface ProsePage {
	readonly title: string;
	/** Whole path on the server. */
	readonly url: string;
	/** HTML of Pagefind's: only for excerptStretches. */
	readonly excerpt: string;
	/** The parts of the page that have the words: fields, sections. */
	readonly parts: readonly { readonly title: string; readonly url: string; readonly excerpt: string }[];
}

/** Pages that were found; each is fetched when it is read. */
export type ProseResults = readonly (() => Promise<ProsePage>)[];

/** What we use of Pagefind's module (https://pagefind.app/docs/api/), which is made beside the pages. */
interface Pagefind {
	options(options: { readonly baseUrl: string; readonly excerptLength?: number }): Promise<void>;
	search(
		query: string,
		options?: { readonly filters: Readonly<Record<string, string>> },
	): Promise<{ readonly results: readonly PagefindResult[] }>;
}

interface PagefindResult {
	readonly id: string;
	data(): Promise<PagefindPage>;
}

interface PagefindPage {
	readonly url: string;
	readonly excerpt: string;
	readonly meta: { readonly title?: string };
	readonly sub_results: readonly { readonly title: string; readonly url: string; readonly excerpt: string }[];
}

const mostParts = 3;

/**
 * Loads the search over all words of the site. A page is found only if it has every word in some form. Pages that tell
 * what data there are come before those that tell what was done with them.
 */
export async function openProseSearch(): Promise<(query: string) => Promise<ProseResults>> {
	const base = import.meta.env.BASE_URL;
	const pagefind: Pagefind = await import(/* @vite-ignore */ `${base}pagefind/pagefind.js`);
	await pagefind.options({ baseUrl: base, excerptLength: 24 });
	const known = new Map<string, boolean>();
	const isKnown = async (word: string): Promise<boolean> => {
		const before = known.get(word);
		if (before !== undefined) return before;
		const [first] = (await pagefind.search(word)).results;
		const found = first !== undefined && wordsFound([word], marked(await first.data())).length > 0;
		known.set(word, found);
		return found;
	};
	return async (query) => {
		const words = queryWords(query);
		for (const word of words) if (!(await isKnown(word))) return [];
		if (words.length === 0) return [];
		const asked = words.join(" ");
		const { results } = await pagefind.search(asked);
		const ofData = new Set((await pagefind.search(asked, { filters: { about: "data" } })).results.map(({ id }) => id));
		const [data, others] = [results.filter(({ id }) => ofData.has(id)), results.filter(({ id }) => !ofData.has(id))];
		return [...data, ...others].map((result) => async () => page(await result.data(), words));
	};
}

function marked({ excerpt, sub_results }: PagefindPage): string {
	return [excerpt, ...sub_results.map((part) => part.excerpt)].join(" ");
}

/** The parts that have the most of the words come first. */
function page({ url, excerpt, meta, sub_results }: PagefindPage, words: readonly string[]): ProsePage {
	const parts = sub_results
		.filter((part) => part.url.includes("#"))
		.map((part) => ({ ...part, found: wordsFound(words, part.excerpt).length }))
		.sort((one, other) => other.found - one.found);
	return { title: meta.title ?? url, url, excerpt, parts: parts.slice(0, mostParts) };
}
