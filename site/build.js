// Makes the pages: `node build.js '<settings as JSON>'`, run by scripts/site/make-pages.ts in a process of its own, since
// Astro takes its working folder and some of its settings from the process, and much memory that goes with it.
import { build } from "astro";
import { siteConfig } from "./config.js";

await build({ ...siteConfig(JSON.parse(process.argv[2])), logLevel: "warn" });
