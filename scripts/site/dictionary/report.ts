import { readImageFolders } from "../../records/image-folders.ts";
import { databasesOf } from "../../records/listed-sources.ts";
import { type DictionaryReport, dictionaryReport } from "../../report/contents.ts";
import { redactorOf } from "../audience/redactor.ts";
import type { SiteReading } from "../reading/reading.ts";
import { unfiltered } from "../reading/unfiltered.ts";

const made = new WeakMap<SiteReading, Promise<DictionaryReport>>();

/**
 * The dictionary's report as the pages of one site need it, made once: of the tables that its audience may see, and on
 * the public site of those image folders that policy names. There it knows no reasons for suggestions, which may tell
 * of tables that are not public.
 */
export function siteReport(reading: SiteReading): Promise<DictionaryReport> {
	const known = made.get(reading) ?? makeReport(reading);
	made.set(reading, known);
	return known;
}

async function makeReport(reading: SiteReading): Promise<DictionaryReport> {
	const { shows, records, glossary, products } = reading;
	const all = unfiltered(reading);
	const { catalogue, requests, policy, sources } = records;
	const open = policy.publication?.publicSources ?? [];
	const images = await readImageFolders(all.tree);
	const redactText = redactorOf(all.records);
	return dictionaryReport({
		catalogue,
		databases: shows.unfinished ? databasesOf(sources) : [],
		images: shows.hidden
			? images
			: images
					.filter(({ id }) => open.includes(id))
					.map(({ title, description, owner, ...rest }) => ({
						...rest,
						title: redactText(title),
						description: redactText(description),
						...(owner === undefined ? {} : { owner: redactText(owner) }),
					})),
		glossary,
		products,
		requests: [...requests.values()],
	});
}
