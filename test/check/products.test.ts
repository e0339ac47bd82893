import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkProducts } from "../../scripts/check/products.ts";
import { folderTree, memoryTree } from "../../scripts/git/file-tree.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { readProducts } from "../../scripts/product/product.ts";
import { productStructure } from "../../scripts/product/structure.ts";
import { readCatalogue } from "../../scripts/records/catalogue.ts";

const repository = folderTree(join(import.meta.dirname, "../.."));
const product = "dictionary/products/imaging-activity.md";
const files = new Map([
	...(await repository.readAll("dictionary/")),
	...(await repository.readAll("requests/governance/", (path) => path.endsWith("policy.yml"))),
]);

async function problems(from: string, to: string, path = product): Promise<string[]> {
	const before = files.get(path)?.toString() ?? "";
	expect(before).toContain(from);
	const changed = new Map([...files, [path, Buffer.from(before.replace(from, to))]]);
	return (await checkProducts(memoryTree("changed", changed))).map(formatIssue);
}

describe("products", () => {
	it("of Hampton have nothing wrong", async () => {
		expect(await checkProducts(repository)).toEqual([]);
		expect((await readProducts(repository)).products.map(({ id }) => id)).toContain(
			"emergency-admissions-first-bloods",
		);
	});

	it.each([
		[
			"an unknown field",
			"studies.body_part,",
			"studies.body_prat,",
			'unknown field "imaging.studies.body_prat". Did you mean "imaging.studies.body_part"?',
		],
		["free text", "studies.body_part,", "studies.report,", "is free text"],
		[
			"a field of an excluded table",
			"imaging.studies.body_part,",
			"audit.access_log.action,",
			"is excluded from sharing",
		],
		["a field that stands twice", "studies.body_part,", "studies.modality,", "is asked for twice"],
		[
			"a treatment that the policy does not allow",
			"studies.study_id, treatment: pseudonymise",
			"studies.study_id, treatment: keep",
			"the policy does not allow the treatment keep",
		],
		[
			"a treatment that cannot be done",
			"studies.modality, treatment: keep",
			"studies.modality, treatment: year",
			"imaging.studies.modality: ",
		],
		["an unknown source", "source: hampton", "source: hamton", 'Did you mean "hampton"?'],
		["no audience", "audience:", "audiense:", 'Did you mean "audience"?'],
		["words that cannot be read in bounded time", "\n---\n", `\n---\n${"[".repeat(20_000)}\n\n`, "too many marks"],
		["no fields", "fields:\n", "fields: []\nmore:\n", '"fields" must not be empty'],
	] as const)("are reported with %s", async (_, from, to, says) => {
		const found = await problems(from, to);
		expect(
			found.find((line) => line.includes(says)),
			found.join("\n"),
		).toMatch(/^dictionary\/products\/imaging-activity\.md:\d+:\d+ error: /);
	});

	it("are reported with a field that is gone", async () => {
		const page = "dictionary/sources/hampton/imaging.studies.md";
		const found = await problems(
			"  - name: body_part\n    type: text\n",
			"  - name: body_part\n    type: text\n    retired: 2026-02-01\n",
			page,
		);
		expect(found).toEqual([
			expect.stringContaining("imaging.studies.body_part has been gone from the database since 2026-02-01"),
		]);
	});

	it("are judged without a policy by their fields alone", async () => {
		const without = new Map([...files].filter(([path]) => path.startsWith("dictionary/")));
		expect(await checkProducts(memoryTree("without", without))).toEqual([]);
	});

	it("are named by their file", async () => {
		const odd = new Map([...files, ["dictionary/products/My Product.md", Buffer.from("")] as const]);
		expect((await checkProducts(memoryTree("odd", odd))).map(formatIssue)).toEqual([
			expect.stringContaining("dictionary/products/My Product.md:1:1 error: a product's page is named by its id"),
		]);
	});
});

it("a product's sample structure has the files and columns of a delivery, in its types", async () => {
	const { products } = await readProducts(repository);
	const { catalogue } = await readCatalogue(repository);
	const [source] = catalogue.sources;
	const chosen = products.find(({ id }) => id === "imaging-activity");
	if (source === undefined || chosen === undefined) throw new Error("Hampton has changed");
	const structure = productStructure(chosen, source);
	expect(
		structure.map(({ file, columns }) => [file, ...columns.map(({ name, type }) => `${name} ${type}`)]),
	).toMatchInlineSnapshot(`
		[
		  [
		    "data/visits.csv",
		    "visit_id uuid",
		    "kind text",
		  ],
		  [
		    "data/studies.csv",
		    "study_id uuid",
		    "patient_id uuid",
		    "visit_id uuid",
		    "modality text",
		    "body_part text",
		    "taken_at integer",
		  ],
		]
	`);
});
