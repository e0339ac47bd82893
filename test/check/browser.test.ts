import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { checkContext } from "../../scripts/check/context.ts";
import { checkRequest } from "../../scripts/check/request.ts";
import { describeCondition } from "../../scripts/request/description.ts";
import { validate } from "../../scripts/schema/validate.ts";
import { readHospital, today } from "./hospital.ts";

/** The rules, the validators and the words as a page has them: one script, run without Node and without eval. */
let page: Record<string, (...args: unknown[]) => unknown>;

beforeAll(async () => {
	const { outputFiles, metafile } = await build({
		stdin: {
			contents: ["check/request.ts", "schema/validate.ts", "request/description.ts", "request/diff.ts"]
				.map((path) => `export * from "./scripts/${path}";`)
				.join("\n"),
			resolveDir: join(import.meta.dirname, "../.."),
			loader: "ts",
		},
		bundle: true,
		write: false,
		metafile: true,
		format: "iife",
		globalName: "hub",
		platform: "browser",
	});
	expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
	const script = outputFiles[0]?.text ?? "";
	const context = createContext({}, { codeGeneration: { strings: false, wasm: false } });
	expect(() => runInContext("Function('return 1')()", context)).toThrow();
	runInContext(`"use strict";${script};globalThis.hub = hub;`, context);
	page = (context as { hub: typeof page }).hub;
});

describe("in a page", () => {
	it("finds what the command finds, in the same words", async () => {
		const records = await readHospital();
		const request = structuredClone(records.requests.get("sepsis-outcomes"));
		if (request === undefined) throw new Error("the fixture has no such request");
		request.fields.push({ field: "clinical.patients.sx", treatment: "keep", reason: "Ask 999 000 0018." });
		request.retention.months = 100;
		const context = checkContext(records, "sepsis-outcomes", today);
		const found = page.checkRequest?.(request, context);
		expect(JSON.parse(JSON.stringify(found))).toEqual(checkRequest(request, context));
		expect(checkRequest(request, context).length).toBe(4);
		const [, second] = request.cohort;
		const words = { catalogue: records.catalogue, source: "hampton" };
		expect(page.describeCondition?.(second, words)).toBe(describeCondition(second as never, words));
	});

	it("validates in the same words", () => {
		const value = { cohort: [{ feild: 1 }], fields: [{ treatment: "kep" }] };
		expect(JSON.parse(JSON.stringify(page.validate?.("request", value)))).toEqual(validate("request", value));
	});
});
