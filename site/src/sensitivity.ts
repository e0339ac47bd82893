import type { Sensitivity } from "../../scripts/schema/types.ts";

/** Sensitivities in the words of the pages. */
export const sensitivityLabels = {
	"direct-identifier": "Direct identifier",
	"quasi-identifier": "Quasi-identifier",
	"special-category": "Special category",
	"free-text": "Free text",
	ordinary: "Ordinary",
} as const satisfies Record<Sensitivity, string>;
