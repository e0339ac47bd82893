import { checkContext } from "../../../scripts/check/context.ts";
import { londonDay } from "../../../scripts/document/day.ts";
import { folderTree } from "../../../scripts/git/file-tree.ts";
import type { Records } from "../../../scripts/records/records.ts";
import { audienceLevels } from "../../../scripts/site/audience/level.ts";
import type { SiteFile } from "../../../scripts/site/page/site-file.ts";
import type { SiteReading } from "../../../scripts/site/reading/reading.ts";
import { keepUnfiltered, type Unfiltered } from "../../../scripts/site/reading/unfiltered.ts";
import { requestFiles } from "../../../scripts/site/request/files.ts";
import type { PackedTable } from "../../../scripts/site/request/packed-table.ts";
import {
	assembleContext,
	type RequestContext,
	requestContextFile,
} from "../../../scripts/site/request/request-context.ts";
import { hospitalFolder, today } from "../../check/hospital.ts";

/** As much of a reading of the small hospital as the request page's files are made from. */
export function requestReading(records: Records, audience: SiteReading["audience"] = "internal"): SiteReading {
	const now = new Date(`${today}T12:00:00Z`);
	const tree = folderTree(hospitalFolder);
	const reading = {
		...{ records, glossary: new Map(), products: [], audience, base: "/", now, today: londonDay(now) },
		shows: audienceLevels[audience],
		commit: "",
		changed: new Map(),
	} as unknown as SiteReading;
	keepUnfiltered(reading, { tree, records } as Unfiltered);
	return reading;
}

/** The files as the site has them, by path. */
export async function writtenFiles(reading: SiteReading): Promise<ReadonlyMap<string, string>> {
	const files: SiteFile[] = [];
	for await (const file of requestFiles(reading)) files.push(file);
	return new Map(files.map(({ path, text }) => [path, text]));
}

/** What the page puts together from the files of some tables, and what the command line checks with. */
export function bothContexts(
	files: ReadonlyMap<string, string>,
	records: Records,
	project: string,
	tables: readonly string[],
) {
	const file = JSON.parse(files.get(requestContextFile) ?? "") as RequestContext;
	const packed = new Map(
		file.sources.map(({ id }) => [
			id,
			tables.flatMap((table) => {
				const text = files.get(`request/tables/${id}/${table}.json`);
				return text === undefined ? [] : [JSON.parse(text) as PackedTable];
			}),
		]),
	);
	return { page: assembleContext(file, packed, { project, today }), command: checkContext(records, project, today) };
}
