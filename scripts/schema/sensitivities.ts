import common from "./common.schema.json" with { type: "json" };
import type { Sensitivity } from "./types.ts";

/** Every sensitivity that a person can write, in the order of the schema. */
export const sensitivities = common.$defs.sensitivity.enum as readonly Sensitivity[];

const gravity = {
	"direct-identifier": 0,
	"special-category": 1,
	"quasi-identifier": 2,
	"free-text": 3,
	ordinary: 4,
} as const satisfies Record<Sensitivity, number>;

/** The same, the gravest first. */
export const sensitivitiesByGravity = [...sensitivities].sort((one, other) => gravity[one] - gravity[other]);
