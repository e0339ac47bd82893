/**
 * One survey in a process of its own, so that its memory is its own: `node survey-run.ts ROOT`, with the connection in
 * the environment. Prints wall time and peak memory as JSON.
 */
import { surveyCommand } from "../../scripts/survey/command.ts";

const start = performance.now();
const lines: string[] = [];
await surveyCommand({
	root: process.argv[2] ?? "",
	check: false,
	env: process.env,
	now: new Date(),
	print: (line) => lines.push(line),
});
const milliseconds = performance.now() - start;
console.log(
	JSON.stringify({
		milliseconds,
		kilobytes: process.resourceUsage().maxRSS,
		said: lines.findLast((line) => line.includes(" pages, ")),
	}),
);
