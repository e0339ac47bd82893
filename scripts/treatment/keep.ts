import type { TreatmentKind } from "./treatment-kind.ts";

/** The value as it is. */
export const keep: TreatmentKind = {
	label: "as it is",
	problem: () => undefined,
	gives: (type) => type,
	sql: ({ value, type }) => `${value}::${type}`,
	needsPatient: false,
	forIdentifiers: false,
	unchanged: true,
	joinsBy: "value",
	recognisedBy: "value",
	days: "in-place",
};
