/**
 * One form or load in a process of its own, so that its memory is its own: `node form-run.ts form|load ROOT FILE`.
 * Prints wall time and peak memory as JSON.
 */
import { formCommand } from "../../scripts/form/command.ts";
import { loadCommand } from "../../scripts/form/load-command.ts";

const [what, root = "", file = ""] = process.argv.slice(2);
const start = performance.now();
const lines: string[] = [];
const print = (line: string) => void lines.push(line);
if (what === "form") await formCommand({ root, blankOnly: false, out: file, print });
else await loadCommand({ root, file, dryRun: false, print });
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ milliseconds, kilobytes: process.resourceUsage().maxRSS, said: lines.slice(-3) }));
