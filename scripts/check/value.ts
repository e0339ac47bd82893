import type { CatalogueField } from "../dictionary/catalogue.ts";

/** The values a field is known to have. */
export interface AllowedValues {
	readonly values: readonly string[];
	/** What each means, where people noted it, by the value. */
	readonly meanings: ReadonlyMap<string, string>;
	/** Whether the database itself refuses others; if not, they are what people noted, which may be incomplete. */
	readonly closed: boolean;
}

/** The values a field is known to have, from its enumeration or its documentation; undefined if any will do. */
export function allowedValues({ metadata, documentation }: CatalogueField): AllowedValues | undefined {
	const noted = documentation.values ?? [];
	const meanings = new Map(noted.map(({ value, meaning }) => [value, meaning]));
	if (metadata.values !== undefined) return { values: metadata.values, meanings, closed: true };
	return noted.length === 0 ? undefined : { values: [...meanings.keys()], meanings, closed: false };
}
