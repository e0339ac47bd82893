import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

describe("the script of the request page", () => {
	it("is made for a browser: nothing of Node, and nothing that a strict policy forbids", async () => {
		const { outputFiles, metafile } = await build({
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
		});
		const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
		expect(imports.filter(({ path, external }) => external === true || path.startsWith("node:"))).toEqual([]);
		const script = outputFiles.map(({ text }) => text).join("\n");
		expect(script).not.toMatch(/\beval\(|new Function\(/);
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
