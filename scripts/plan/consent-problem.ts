import type { CatalogueSource } from "../dictionary/catalogue.ts";
import type { SharingRequest } from "../schema/types.ts";

/** What a request that rests on explicit consent lacks: the purpose that patients consented to, or a source that records it. */
export interface ConsentProblem {
	readonly missing: "purpose" | "source";
	readonly message: string;
}

/**
 * Why explicit consent cannot be applied to a request; nothing where it can, or where the request rests on another
 * basis.
 *
 * @param source the request's source; undefined if the dictionary does not know it
 */
export function consentProblems(
	{ basis, consentPurpose }: SharingRequest["law"]["confidentiality"],
	source: CatalogueSource | undefined,
): readonly ConsentProblem[] {
	if (basis !== "explicit-consent") return [];
	const found: ConsentProblem[] = [];
	if (consentPurpose === undefined) {
		const message = "the request rests on explicit consent, but names no consent purpose";
		found.push({ missing: "purpose", message });
	}
	if (source !== undefined && source.consent === undefined) {
		found.push({ missing: "source", message: `the source ${source.id} does not record consent` });
	}
	return found;
}
