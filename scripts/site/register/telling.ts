import { type Audience, forAudience } from "../audience.ts";
import type { SiteReading } from "../reading.ts";
import type { Telling } from "./asked-data.ts";
import { withoutNames } from "./without-names.ts";

/** How projects are told of to an audience; files for machines are told to the public on every site. */
export function tellingTo(audience: Audience, { judgedBy, glossary }: SiteReading): Telling {
	if (audience === "internal") return { catalogue: judgedBy.catalogue, namesAll: true, plain: (text) => text };
	const { records } = forAudience({ records: judgedBy, glossary, products: [] }, "public");
	return { catalogue: records.catalogue, namesAll: false, plain: withoutNames(judgedBy.people) };
}
