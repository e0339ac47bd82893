import { realpath, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Catalogue } from "../dictionary/catalogue.ts";
import { folderTree } from "../git/file-tree.ts";
import { readGlossary } from "../glossary/glossary.ts";
import { hasErrors } from "../issue/issue.ts";
import { suggestion } from "../issue/suggestion.ts";
import { UserError } from "../issue/user-error.ts";
import { readProducts } from "../product/product.ts";
import { readCatalogue } from "../records/catalogue.ts";
import { type DescribedImages, readImageFolders } from "../records/image-folders.ts";
import { isDatabase } from "../records/listed-sources.ts";
import { dictionaryFolder, requestsFolder } from "../records/paths.ts";
import { readSourceList } from "../records/source-list.ts";
import { quoted } from "../text/quote.ts";
import { type DictionaryReport, dictionaryReport } from "./contents.ts";
import { reportCsv } from "./csv.ts";
import { readRequests } from "./demand.ts";
import { formCounts } from "./form-count.ts";
import { formatLedger, ledger, ledgerDifferences } from "./ledger.ts";
import type { ReportTexts } from "./ledger-line.ts";
import { reportMarkdown } from "./markdown.ts";
import { reportOdcs } from "./odcs.ts";
import { reportImagesOdcs } from "./odcs-images.ts";

/** The formats of a report. */
export const reportFormats = ["markdown", "csv", "json", "odcs"] as const;

/** One of {@link reportFormats}. */
export type ReportFormat = (typeof reportFormats)[number];

/**
 * `hub report`: writes the dictionary as one document, prints what is counted where, and refuses to call it complete
 * where two places differ.
 *
 * @param options.source A source's id; all sources without it.
 * @param options.out The file to write; without it the document is printed.
 * @param options.progress Takes the ledger while the document is printed, so that the two can be told apart.
 * @throws UserError `incomplete` if tables or fields are not counted the same everywhere, after the document is
 * written; `usage` for an unknown source or a file among the records; `environment` if it cannot be written
 */
export async function reportCommand(options: {
	readonly root: string;
	readonly source?: string | undefined;
	readonly format: ReportFormat;
	readonly out?: string | undefined;
	readonly print: (line: string) => void;
	readonly progress: (line: string) => void;
}): Promise<void> {
	const { root, format, out, print, progress } = options;
	const tree = folderTree(root);
	const { catalogue: all, issues } = await readCatalogue(tree);
	const { catalogue, images } = chosen(all, await readImageFolders(tree), options.source);
	const list = (await readSourceList(tree)).value?.sources ?? [];
	const databases = list.filter(isDatabase);
	const [{ glossary }, { products }] = [await readGlossary(tree), await readProducts(tree)];
	const requests = await readRequests(tree);
	const own = products.filter(({ source }) => catalogue.sources.some(({ id }) => id === source));
	const report = dictionaryReport({ catalogue, databases, images, glossary, products: own, requests });
	const texts = reportTexts(report);
	const text = format === "odcs" ? onlyContract(texts) : texts[format];
	if (out === undefined) print(text.replace(/\n$/, ""));
	else await write(root, out, text);
	const lines = await ledger({ tree, catalogue, images, reports: texts, form: await formCounts(tree) });
	for (const line of formatLedger(lines)) (out === undefined ? progress : print)(line);
	if (hasErrors(issues)) progress("Some pages of the dictionary have errors; hub check lists them.");
	const differences = ledgerDifferences(lines);
	if (differences.length === 0) return;
	const fix = "Run hub survey and hub check, then report again.";
	throw new UserError("incomplete", `The report is not complete. ${differences.join(". ")}. ${fix}`);
}

/** The report in every format. */
export function reportTexts(report: DictionaryReport): ReportTexts {
	return {
		markdown: reportMarkdown(report),
		csv: reportCsv(report),
		json: `${JSON.stringify(report, undefined, "\t")}\n`,
		odcs: new Map([
			...report.sources.map((source) => [source.id, reportOdcs(source)] as const),
			...report.images.map((images) => [images.id, reportImagesOdcs(images)] as const),
		]),
	};
}

/** What is about one source; everything if none is named. */
function chosen(
	catalogue: Catalogue,
	folders: readonly DescribedImages[],
	source: string | undefined,
): { readonly catalogue: Catalogue; readonly images: readonly DescribedImages[] } {
	if (source === undefined) return { catalogue, images: folders };
	const sources = catalogue.sources.filter(({ id }) => id === source);
	const images = folders.filter(({ id }) => id === source);
	if (sources.length + images.length > 0) return { catalogue: { sources }, images };
	const known = [...catalogue.sources, ...folders].map(({ id }) => id);
	const fix = suggestion(source, known, `The sources are: ${known.join(", ")}.`);
	throw new UserError("usage", `There is no source ${quoted(source)}. ${fix}`);
}

/** A data contract is about one source. */
function onlyContract({ odcs }: ReportTexts): string {
	const [only, ...others] = odcs.values();
	if (only !== undefined && others.length === 0) return only;
	throw new UserError("usage", `A data contract is about one source. Name one of: ${[...odcs.keys()].join(", ")}.`);
}

async function write(root: string, out: string, text: string): Promise<void> {
	// A link may lead among the records from anywhere.
	const folder = await realpath(dirname(resolve(out))).catch(() => dirname(resolve(out)));
	const file = await realpath(out).catch(() => join(folder, basename(out)));
	const within = `${relative(await realpath(root), file).replaceAll(sep, "/")}/`;
	if ([dictionaryFolder, requestsFolder].some((folder) => within.startsWith(folder))) {
		throw new UserError("usage", `${quoted(out)} lies among the records. Name a file elsewhere.`);
	}
	try {
		await writeFile(out, text);
	} catch (failure) {
		const { code = "unknown error" } = failure as NodeJS.ErrnoException;
		throw new UserError(
			"environment",
			`${quoted(out)} cannot be written (${code}). Name a file in a folder that exists.`,
		);
	}
}
