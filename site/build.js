// Makes the pages: `node build.js '<settings as JSON>'`, run by scripts/site/build/make-pages.ts in a process of its own, since
// Astro takes its working folder and some of its settings from the process, and much memory that goes with it.
import { build } from "astro";
import { siteConfig } from "./config.js";

// Nobody waits for the pages any more, and what is left of them will be cleared away.
process.once("disconnect", () => process.exit(1));
await build({ ...siteConfig(JSON.parse(process.argv[2])), logLevel: "warn" });
process.removeAllListeners("disconnect");
process.disconnect?.();
