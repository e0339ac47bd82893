import type { CatalogueField } from "../dictionary/catalogue.ts";

/** The values a field is known to have. */
export interface AllowedValues {
	readonly values: readonly string[];
	/** Whether the database itself refuses others; if not, they are what people noted, which may be incomplete. */
	readonly closed: boolean;
}

/** The values a field is known to have, from its enumeration or its documentation; undefined if any will do. */
export function allowedValues({ metadata, documentation }: CatalogueField): AllowedValues | undefined {
	if (metadata.values !== undefined) return { values: metadata.values, closed: true };
	if (documentation.values === undefined || documentation.values.length === 0) return undefined;
	return { values: documentation.values.map(({ value }) => value), closed: false };
}
