// The settings of the Astro project. Plain JavaScript: a released hub lies in node_modules, where Node reads no TypeScript.
import { join } from "node:path";
import mdx from "@astrojs/mdx";

/** Pages that only the internal site has: in the public one they do not exist. */
const internalPages = [
	["/audit", "audit.astro"],
	["/audit/page/[page]", "audit-list.astro"],
	["/audit/access", "audit-access.astro"],
	["/audit/access/page/[page]", "audit-access-page.astro"],
	["/audit/[project]", "audit-case.astro"],
	["/audit/[project]/[delivery]", "audit-delivery.astro"],
	["/request", "request.astro"],
	["/dictionary/completeness", "completeness.astro"],
];

/**
 * Astro's settings for one site.
 *
 * @param {{ project: string, audience: "internal" | "public", base: string, contents: string, pages: string, cache: string }} made
 *   the folders of this project, of what the pages show, of the finished pages, and for Astro's own use
 * @returns {import("astro").AstroInlineConfig}
 */
export function siteConfig({ project, audience, base, contents, pages, cache }) {
	return {
		configFile: false,
		root: project,
		base,
		outDir: pages,
		cacheDir: cache,
		publicDir: join(project, "public"),
		trailingSlash: "always",
		// Astro's own default joins words across the lines of a template.
		compressHTML: true,
		// Several at once, as much of making a page is waiting for the disk.
		build: { format: "directory", inlineStylesheets: "never", concurrency: 4 },
		devToolbar: { enabled: false },
		// Colours for code come as style attributes, which the Content-Security-Policy refuses.
		markdown: { syntaxHighlight: false },
		integrations: [mdx(), onlyInternal(project, audience)],
		vite: {
			cacheDir: cache,
			// The code that makes the pages runs from the folder of the pages, where Node finds no package: all packages are
			// bundled into it.
			environments: { prerender: { resolve: { noExternal: true } } },
			// tsconfig.json says the same, but Vite reads no tsconfig.json of an installed package.
			oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
			// A strict Content-Security-Policy allows no script or style within a page, however small.
			build: { assetsInlineLimit: 0 },
			define: { "import.meta.env.HUB_CONTENTS": JSON.stringify(contents) },
		},
	};
}

/** @returns {import("astro").AstroIntegration} */
function onlyInternal(project, audience) {
	return {
		name: "internal-pages",
		hooks: {
			"astro:config:setup": ({ injectRoute }) => {
				if (audience !== "internal") return;
				for (const [pattern, page] of internalPages) {
					injectRoute({ pattern, entrypoint: join(project, "src", "internal", page) });
				}
			},
		},
	};
}
