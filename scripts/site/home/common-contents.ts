import { findOrganisation } from "../../records/lookup.ts";
import type { AudienceLevel } from "../audience/level.ts";
import type { SiteReading } from "../reading/reading.ts";

/** What every page of a site says. */
export interface CommonContents {
	/** What the site's audience is shown. */
	readonly shows: AudienceLevel;
	/** The organisation whose data it is. */
	readonly hospital: string;
	/** How to reach the team that answers for data sharing; absent if policy does not say. */
	readonly contact?: string;
	/** The commit that all pages were made from. */
	readonly commit: string;
	/** The day in Europe/London on which they were made. */
	readonly day: string;
}

/** See {@link CommonContents}. */
export function commonContents({ shows, records, commit, today }: SiteReading): CommonContents {
	const { organisations, policy } = records;
	const home = findOrganisation(organisations, organisations.home);
	return {
		shows,
		hospital: home?.name ?? organisations.home,
		...(policy.publication === undefined ? {} : { contact: policy.publication.contact }),
		commit,
		day: today,
	};
}
