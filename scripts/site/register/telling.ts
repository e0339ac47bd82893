import { type Audience, forAudience } from "../audience/audience.ts";
import { withheld } from "../audience/withheld.ts";
import type { SiteReading } from "../reading/reading.ts";
import type { Telling } from "./asked-data.ts";

const known = new WeakMap<SiteReading, Telling>();

/** How projects are told of to an audience; files for machines are told to the public on every site. */
export function tellingTo(audience: Audience, reading: SiteReading): Telling {
	if (audience === "internal") return { catalogue: reading.judgedBy.catalogue, namesAll: true, plain: (text) => text };
	const told = known.get(reading) ?? tellingToPublic(reading);
	known.set(reading, told);
	return told;
}

function tellingToPublic({ judgedBy }: SiteReading): Telling {
	const { records } = forAudience({ records: judgedBy, glossary: new Map(), products: [] }, "public");
	return { catalogue: records.catalogue, namesAll: false, plain: withheld(judgedBy) };
}
