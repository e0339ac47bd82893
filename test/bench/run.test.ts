import { describe, expect, it } from "vitest";
import { benches, runBenches } from "./run.ts";

async function run(...args: string[]) {
	const lines: string[] = [];
	return { code: await runBenches(args, (line) => lines.push(line)), lines };
}

describe("running benchmarks", () => {
	it("lists them with a line each if none is named", async () => {
		const { code, lines } = await run();
		expect(code).toBe(0);
		expect(lines).toHaveLength(1 + Object.keys(benches).length);
	});

	it("refuses a name there is none of, and runs nothing", async () => {
		const { code, lines } = await run("sensitivity", "speling");
		expect(code).toBe(2);
		expect(lines[0]).toBe('There is no benchmark "speling".');
	});

	it("prints the machine and the table of the one that is named", async () => {
		const { code, lines } = await run("sensitivity");
		expect(code).toBe(0);
		expect(lines[0]).toMatch(/^Node v24/);
		expect(lines.join("\n")).toMatch(/direct-identifier +\d+ /);
	});
});
