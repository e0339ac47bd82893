import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";

/** The dictionary's pages, read as Astro reads any folder of Markdown. */
export const collections = {
	tables: defineCollection({
		loader: glob({
			base: import.meta.env.BENCH_DICTIONARY,
			pattern: "sources/*/*.md",
			generateId: ({ entry }) => entry.replace(/^.*\/|\.md$/g, ""),
		}),
	}),
};
