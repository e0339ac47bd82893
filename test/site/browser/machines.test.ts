import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { builtSite } from "../../support/site.ts";
import { builtFiles } from "./built-pages.ts";

const sites = [
	{ audience: "internal", base: "/" },
	{ audience: "public", base: "/data-hub/" },
] as const;

/** Files that belong to a page's own script, in a form that may change with it: nobody else is to read them. */
const ofPages = /^(?:_astro|pagefind|request)\//;

interface OpenApi {
	readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
	readonly components: { readonly schemas: Readonly<Record<string, object>> };
	readonly servers: readonly { readonly url: string }[];
}

interface Operation {
	readonly operationId: string;
	readonly parameters?: readonly {
		readonly name: string;
		readonly schema: { readonly enum?: readonly string[] };
		readonly example: string;
	}[];
	readonly responses: {
		readonly 200: { readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> };
	};
}

describe.each(sites)("the description of the files of the $audience site", ({ audience, base }) => {
	async function read() {
		const { folder, url } = await builtSite(audience, base);
		const document = JSON.parse(readFileSync(join(folder, "machines/openapi.json"), "utf8")) as OpenApi;
		const files = builtFiles(folder).filter((path) => /\.(?:json|jsonld|yaml|csv)$/.test(path) && !ofPages.test(path));
		const kinds = Object.entries(document.paths).map(([path, { get }]) => ({
			path: path.slice(1),
			get,
			like: matcher(path.slice(1), get),
		}));
		return { folder, url, document, files, kinds };
	}

	it("describes every file, and no file that does not exist", { timeout: 180_000 }, async () => {
		const { folder, files, kinds } = await read();
		expect(files.filter((file) => kinds.filter(({ like }) => like.test(file)).length !== 1)).toEqual([]);
		for (const { path, get, like } of kinds) {
			expect(
				files.some((file) => like.test(file)),
				path,
			).toBe(true);
			const example = (get.parameters ?? []).reduce(
				(filled, { name, example }) => filled.replace(`{${name}}`, example),
				path,
			);
			expect(existsSync(join(folder, example)), example).toBe(true);
		}
		const names = kinds.map(({ get }) => get.operationId);
		expect(new Set(names).size).toBe(names.length);
	});

	it("lists every source that a file is named by", { timeout: 180_000 }, async () => {
		const { files, kinds } = await read();
		for (const { get, like } of kinds) {
			for (const { name, schema } of get.parameters ?? []) {
				const used = new Set(files.flatMap((file) => like.exec(file)?.groups?.[name] ?? []));
				if (schema.enum !== undefined) expect([...used].sort()).toEqual([...schema.enum].sort());
			}
		}
	});

	it("gives each file the shape that it has", { timeout: 180_000 }, async () => {
		const { folder, document, files, kinds } = await read();
		const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
		formats.default(ajv);
		ajv.addVocabulary(["externalDocs", "components"]);
		ajv.addSchema({ $id: "openapi.json", components: document.components } as object);
		for (const file of files) {
			const { get } = kinds.find(({ like }) => like.test(file)) ?? {};
			const [content] = Object.values(get?.responses[200].content ?? {});
			const validate = ajv.getSchema(`openapi.json${content?.schema.$ref}`);
			const text = readFileSync(join(folder, file), "utf8");
			const value = file.endsWith(".csv") ? text : file.endsWith(".yaml") ? parse(text) : JSON.parse(text);
			validate?.(value);
			expect(validate?.errors ?? null, `${file} as ${content?.schema.$ref}`).toBeNull();
			expect(validate, `${content?.schema.$ref}`).toBeDefined();
		}
	});

	it("refuses what is not as described", { timeout: 180_000 }, async () => {
		const { folder, document } = await read();
		const ajv = new Ajv2020({ strict: false });
		formats.default(ajv);
		ajv.addSchema({ $id: "openapi.json", components: document.components } as object);
		const table = JSON.parse(readFileSync(join(folder, "dictionary/hampton/clinical.patients/table.json"), "utf8"));
		const validate = ajv.getSchema("openapi.json#/components/schemas/TableFile");
		expect(validate?.(table)).toBe(true);
		expect(validate?.({ ...table, secret: 1 })).toBe(false);
		expect(
			validate?.({ ...table, table: { ...table.table, fields: [{ ...table.table.fields[0], requests: -1 }] } }),
		).toBe(false);
	});

	it("says where the site begins, so that a program finds the files from the document", {
		timeout: 180_000,
	}, async () => {
		const { url, document } = await read();
		const begins = new URL(document.servers[0]?.url ?? "", `${url}machines/openapi.json`);
		expect(begins.href).toBe(url);
		expect((await fetch(new URL("machines/catalogue.json", begins))).status).toBe(200);
	});

	it("leads from the catalogue of data sets to nothing that does not exist", { timeout: 180_000 }, async () => {
		const { folder } = await read();
		const text = readFileSync(join(folder, "machines/dcat.jsonld"), "utf8");
		const inside = [...text.matchAll(/"(\.\.\/[^"]*|openapi\.json)"/g)].map(([, to = ""]) => join("machines", to));
		expect(inside.length).toBeGreaterThan(10);
		expect(
			inside.filter((path) => !existsSync(join(folder, path, path.endsWith("/") || path === "." ? "index.html" : ""))),
		).toEqual([]);
	});
});

/** What paths of a kind are like: each pair of braces is one part of a path. */
function matcher(path: string, { parameters = [] }: Operation): RegExp {
	const named = new Set(parameters.map(({ name }) => name));
	const source = path
		.split(/\{(\w+)\}/)
		.map((part, at) => (at % 2 === 1 && named.has(part) ? `(?<${part}>[^/]+)` : RegExp.escape(part)));
	return new RegExp(`^${source.join("")}$`);
}
