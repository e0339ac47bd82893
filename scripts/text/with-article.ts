import type { IdentifyingKind } from "./identifying.ts";

/** A kind of identifying text with its article: `an NHS number`, `a postcode`. */
export function withArticle(kind: IdentifyingKind): string {
	return kind === "NHS number" || kind === "e-mail address" ? `an ${kind}` : `a ${kind}`;
}
