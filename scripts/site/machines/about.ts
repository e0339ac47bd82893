import type { SiteReading } from "../reading/reading.ts";

/** What every file for machines says of itself. */
export interface AboutFile {
	readonly schemaVersion: 1;
	/** The commit of the records that it was made from. */
	readonly commit: string;
	/** The day in Europe/London on which it was made. */
	readonly day: string;
}

/** See {@link AboutFile}. */
export function aboutFile({ commit, today }: Pick<SiteReading, "commit" | "today">): AboutFile {
	return { schemaVersion: 1, commit, day: today };
}
