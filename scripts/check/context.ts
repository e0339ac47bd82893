import { imageFoldersOf } from "../records/listed-sources.ts";
import type { Records } from "../records/records.ts";
import type { AgeKey, Person, SourceList } from "../schema/types.ts";

/** What a request is checked against. Plain data, the same on the command line and in the browser. */
export interface CheckContext
	extends Pick<Records, "catalogue" | "policy" | "organisations" | "agreements" | "terms" | "vocabularies"> {
	readonly people: { readonly people: readonly CheckedPerson[] };
	/** The project's name: the request's folder. */
	readonly project: string;
	/** The day on which it is checked in Europe/London, as 2026-03-31. Days in records compare with it as text. */
	readonly today: string;
	/** Ids of the image folders: they are described, but no request can ask for them yet. */
	readonly imageFolders: readonly string[];
}

/** What requests are checked against of one person. */
export type CheckedPerson = Pick<Person, "id" | "name" | "organisation" | "roles" | "training" | "left"> & {
	readonly ageKeys?: readonly CheckedKey[];
};

/** What requests are checked against of one age key: not the key itself. */
export type CheckedKey = Pick<AgeKey, "added" | "revoked"> & {
	readonly confirmed?: Pick<NonNullable<AgeKey["confirmed"]>, "by" | "on">;
};

/** What one project's request is checked against, out of the records. */
export function checkContext(records: Records, project: string, today: string): CheckContext {
	const { catalogue, policy, organisations, people, agreements, terms, vocabularies, sources } = records;
	const imageFolders = imageFolderIds(sources);
	return { project, catalogue, policy, organisations, people, agreements, terms, vocabularies, today, imageFolders };
}

/** The ids of the image folders of a source list. */
export function imageFolderIds(sources: SourceList): readonly string[] {
	return imageFoldersOf(sources).map(({ id }) => id);
}
