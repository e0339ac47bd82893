/**
 * One build in a process of its own, so that its memory is its own: `node site-run.ts hub RECORDS OUT` for our site,
 * `node site-run.ts minimal RECORDS OUT` for the least that shows the same records and searches them as ours does.
 * Prints what it took as JSON.
 */
import { join } from "node:path";
import { buildSite } from "../../scripts/site/build/build.ts";
import { indexSearch } from "../../scripts/site/build/search-index.ts";

const [what, root = "", out = ""] = process.argv.slice(2);
const steps: { readonly step: string; readonly at: number }[] = [];
const progress = (step: string) => void steps.push({ step, at: performance.now() });
const start = performance.now();
if (what === "hub") await buildSite({ root, audience: "internal", base: "/", out, now: new Date(), progress });
else await buildMinimal();
const end = performance.now();
const lasted = steps.map(({ step, at }, number) => ({ step, milliseconds: (steps[number + 1]?.at ?? end) - at }));
console.log(JSON.stringify({ milliseconds: end - start, steps: lasted }));

async function buildMinimal(): Promise<void> {
	Object.assign(process.env, { ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production" });
	progress("Reading the Markdown and making the pages");
	const { build } = await import("astro");
	process.chdir(join(out, ".."));
	await build({
		configFile: false,
		root: join(import.meta.dirname, "minimal-site"),
		outDir: out,
		cacheDir: `${out}.cache`,
		logLevel: "warn",
		// As ours, which shows no code in colours.
		markdown: { syntaxHighlight: false },
		vite: {
			cacheDir: `${out}.cache`,
			environments: { prerender: { resolve: { noExternal: true } } },
			define: { "import.meta.env.BENCH_DICTIONARY": JSON.stringify(join(root, "dictionary")) },
		},
	});
	progress("Indexing their words");
	await indexSearch(out);
}
