import { forAudience } from "../audience/audience.ts";
import { redactorOf } from "../audience/redactor.ts";
import type { SiteReading } from "../reading/reading.ts";
import { unfiltered } from "../reading/unfiltered.ts";
import type { AudienceView } from "./asked-data.ts";

const known = new WeakMap<SiteReading, AudienceView>();

/** What a site's audience may know of projects. */
export function audienceView(reading: SiteReading): AudienceView {
	if (!reading.shows.hidden) return publicView(reading);
	return { catalogue: reading.records.catalogue, namesAll: true, redactText: (text) => text };
}

/** What anybody may know of projects. The files for programs hold no more than this on the internal site too. */
export function publicView(reading: SiteReading): AudienceView {
	const made = known.get(reading) ?? makePublicView(reading);
	known.set(reading, made);
	return made;
}

function makePublicView(reading: SiteReading): AudienceView {
	const all = unfiltered(reading).records;
	const { records } = forAudience({ records: all, glossary: new Map(), products: [] }, "public");
	return { catalogue: records.catalogue, namesAll: false, redactText: redactorOf(all) };
}
