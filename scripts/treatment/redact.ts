import type { TreatmentKind } from "./treatment-kind.ts";

/** Nothing: the column is there and empty, where a file layout asks for it. */
export const redact: TreatmentKind = {
	label: "left empty",
	problem: () => undefined,
	gives: () => "text",
	sql: () => "NULL::text",
	needsPatient: false,
	forIdentifiers: false,
	unchanged: false,
};
