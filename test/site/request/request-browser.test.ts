import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");

/** The page's script as a build of the site makes it: in pieces, for a browser. */
function bundled(more: { readonly minify?: boolean } = {}) {
	return build({
		entryPoints: [join(root, "site/src/request/start.tsx")],
		bundle: true,
		write: false,
		metafile: true,
		format: "esm",
		platform: "browser",
		outdir: "out",
		splitting: true,
		jsx: "automatic",
		jsxImportSource: "preact",
		define: { "import.meta.env.BASE_URL": '"/"' },
		...more,
	});
}

describe("the script of the request page", () => {
	it("is made for a browser: nothing of Node, and nothing that a strict policy forbids", async () => {
		const { outputFiles, metafile } = await bundled();
		const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
		expect(imports.filter(({ path, external }) => external === true || path.startsWith("node:"))).toEqual([]);
		const script = outputFiles.map(({ text }) => text).join("\n");
		expect(script).not.toMatch(/\beval\(|new Function\(/);
	});

	it("begins without the rules and without what writes the file, and has the rules of no other record", async () => {
		const { outputs } = (await bundled({ minify: true })).metafile;
		const entry = Object.keys(outputs).find((name) => name.endsWith("start.js")) ?? "";
		const first = new Set([entry]);
		for (const name of first)
			for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === "import-statement") first.add(path);
		const loaded = [...first].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
		expect(
			loaded.filter((path) => /node_modules\/(?:yaml|@noble|age-)|validators\.js|check\/judge/.test(path)),
		).toEqual([]);
		const all = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
		const carried = all.filter(([path, { bytesInOutput }]) => /\.schema\.json$/.test(path) && bytesInOutput > 0);
		expect([...new Set(carried.map(([path]) => basename(path)))].toSorted()).toEqual([
			"common.schema.json",
			"request.schema.json",
		]);
		const validators = all.filter(([path]) => path.endsWith("validators.js"));
		expect(validators.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0)).toBeLessThan(100_000);
	});

	it("sets no style and no HTML: all it shows is text", () => {
		for (const folder of ["site/src/request", "site/src/basket"]) {
			for (const name of readdirSync(join(root, folder))) {
				const code = readFileSync(join(root, folder, name), "utf8");
				expect(code, name).not.toMatch(/dangerouslySetInnerHTML|innerHTML|insertAdjacent|\bstyle=|\.style\b/);
			}
		}
	});
});
