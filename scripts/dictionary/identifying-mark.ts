import type { Sensitivity } from "../schema/types.ts";

/**
 * What is said of a field: how much harm its values do, and whether somebody may be known by them. The two are
 * independent: an ethnic category is of a special category and helps to identify a person too.
 */
export interface MarkedField {
	readonly sensitivity?: Sensitivity;
	/** The mark as people wrote it; absent where nobody has. */
	readonly helpsToIdentify?: boolean;
}

/** Whether a sensitivity says by itself that a field helps to identify a person, so that no mark is needed. */
export function identifiesByItself(sensitivity: Sensitivity | undefined): boolean {
	return sensitivity === "direct-identifier" || sensitivity === "quasi-identifier";
}

/** Whether a field helps to identify a person, by its sensitivity or by a mark. Disclosure control goes by this. */
export function isIdentifying({ sensitivity, helpsToIdentify }: MarkedField): boolean {
	return identifiesByItself(sensitivity) || helpsToIdentify === true;
}

/**
 * Whether a field may single a person out together with others: all that help to identify one, but for direct
 * identifiers, which need no others.
 */
export function isQuasiIdentifier(field: MarkedField): boolean {
	return isIdentifying(field) && field.sensitivity !== "direct-identifier";
}

/**
 * The mark where it says more than the sensitivity does, to be spread into what is recorded or digested of a field: for
 * every other field nothing, so that its digests are those from before there was a mark.
 */
export function identifyingMark({ sensitivity, helpsToIdentify }: MarkedField): { readonly helpsToIdentify?: true } {
	return helpsToIdentify === true && !identifiesByItself(sensitivity) ? { helpsToIdentify } : {};
}

/** How sensitive a field is, in words, with the mark where it says more: `special-category, helps to identify a person`. */
export function describeSensitivity(field: MarkedField): string {
	const { sensitivity = "nobody has said how sensitive it is" } = field;
	return identifyingMark(field).helpsToIdentify ? `${sensitivity}, helps to identify a person` : sensitivity;
}
