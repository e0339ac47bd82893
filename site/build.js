// Makes the pages: `node build.js '<settings as JSON>'`, run by scripts/site/build/make-pages.ts in a process of its
// own: Astro takes its working folder and some of its settings from the process, and the much memory that it takes is
// freed with it.
import { build } from "astro";
import { siteConfig } from "./config.js";

// When the process that started this one has ended, nobody waits for the pages, and the next build deletes what is left
// of them.
process.once("disconnect", () => process.exit(1));
await build({ ...siteConfig(JSON.parse(process.argv[2])), logLevel: "warn" });
process.removeAllListeners("disconnect");
process.disconnect?.();
