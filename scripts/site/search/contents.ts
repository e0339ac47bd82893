import { sourceAddress } from "../page/address.ts";
import type { SiteReading } from "../reading/reading.ts";

/** What the search page shows to readers without JavaScript, and what its script needs to know. */
export interface SearchContents {
	/** The lists of tables to look through instead. */
	readonly sources: readonly { readonly title: string; readonly address: string }[];
	/** Whether fields can be put into a request here. */
	readonly canRequest: boolean;
}

/** See {@link SearchContents}. */
export function searchContents({ shows, records }: SiteReading): SearchContents {
	return {
		sources: records.catalogue.sources.map(({ id, title }) => ({ title, address: sourceAddress(id) })),
		canRequest: shows.requestPage,
	};
}
