import { mkdir, writeFile } from "node:fs/promises";
import { auditContents } from "../audit/contents.ts";
import { completenessContents } from "../dictionary/completeness-contents.ts";
import { dictionaryContents } from "../dictionary/contents.ts";
import { glossaryContents } from "../dictionary/glossary-contents.ts";
import { productsContents } from "../dictionary/products-contents.ts";
import { tablesContents } from "../dictionary/tables-contents.ts";
import { blueprintContents } from "../home/blueprint.ts";
import { commonContents } from "../home/common-contents.ts";
import { homeContents } from "../home/contents.ts";
import { machinesContents } from "../machines/contents.ts";
import type { SiteReading } from "../reading/reading.ts";
import { agreementsContents } from "../register/agreements-contents.ts";
import { registerContents } from "../register/contents.ts";
import { searchContents } from "../search/contents.ts";
import { contentsFile } from "./contents-file.ts";

/**
 * What the pages show, one function a family of pages. Each gives plain data, which is written as one JSON file that
 * the family's templates read: the templates decide nothing about who may see what.
 */
export const families = {
	common: commonContents,
	home: homeContents,
	agreements: agreementsContents,
	audit: auditContents,
	register: registerContents,
	blueprint: blueprintContents,
	completeness: completenessContents,
	dictionary: dictionaryContents,
	glossary: glossaryContents,
	machines: machinesContents,
	products: productsContents,
	search: searchContents,
	tables: tablesContents,
} as const satisfies Record<string, (reading: SiteReading) => unknown>;

/** A family of pages. */
export type Family = keyof typeof families;

/** What each family's templates are given. */
export type Contents = { readonly [F in Family]: Awaited<ReturnType<(typeof families)[F]>> };

/** Writes every family's contents into a folder, one at a time, so that no more than one of them is in memory. */
export async function writeContents(reading: SiteReading, folder: string): Promise<void> {
	await mkdir(folder, { recursive: true });
	for (const [family, contents] of Object.entries(families)) {
		await writeFile(contentsFile(folder, family as Family), JSON.stringify(await contents(reading)));
	}
}
