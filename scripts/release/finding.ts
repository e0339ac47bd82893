import type { SharedRange } from "../plan/range-plan.ts";
import type { ManifestCheck, ReleaseQuery } from "../schema/types.ts";

/** What one release check says where it is passed: the plan and the policy tell, whatever the data are. */
export type PassedCheck = Pick<ReleaseFinding, "check" | "field" | "table" | "says" | "range">;

/** The result of one release check. It names fields and bands, never a value or an exact count. */
export interface ReleaseFinding {
	readonly check: ManifestCheck["check"];
	/** Id of the field checked, for a range. */
	readonly field?: string;
	/** Id of the table checked, where it is one. */
	readonly table?: string;
	readonly passed: boolean;
	/** The result in words. */
	readonly says: string;
	/** How many rows, or for cohorts and combinations patients, the result is about, as a band. */
	readonly rows: string;
	/** What the check expects, such as `60 to 250`. */
	readonly expected?: string;
	/** Where the expectation comes from. */
	readonly origin?: NonNullable<ReleaseQuery["origin"]>;
	/** For a range: the range itself, by which failing rows are found again. */
	readonly range?: SharedRange;
}
