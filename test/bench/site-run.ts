/**
 * One build in a process of its own, so that its memory is its own: `node site-run.ts hub RECORDS OUT` for our site,
 * `node site-run.ts minimal TABLES OUT` for the least that shows the same. Prints what it took as JSON.
 */
import { join } from "node:path";
import { buildSite } from "../../scripts/site/build.ts";

const [what, from = "", out = ""] = process.argv.slice(2);
const steps: { readonly step: string; readonly at: number }[] = [];
const start = performance.now();
if (what === "hub") {
	const progress = (step: string) => void steps.push({ step, at: performance.now() });
	await buildSite({ root: from, audience: "internal", base: "/", out, now: new Date(), progress });
} else {
	Object.assign(process.env, { ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production" });
	const { build } = await import("astro");
	process.chdir(join(out, ".."));
	await build({
		configFile: false,
		root: join(import.meta.dirname, "minimal-site"),
		outDir: out,
		cacheDir: `${out}.cache`,
		logLevel: "warn",
		vite: {
			cacheDir: `${out}.cache`,
			environments: { prerender: { resolve: { noExternal: true } } },
			define: { "import.meta.env.BENCH_TABLES": JSON.stringify(from) },
		},
	});
}
const end = performance.now();
const lasted = steps.map(({ step, at }, number) => ({ step, milliseconds: (steps[number + 1]?.at ?? end) - at }));
console.log(JSON.stringify({ milliseconds: end - start, steps: lasted }));
