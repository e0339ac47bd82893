import { counted } from "../text/count.ts";
import type { Trust } from "./trust.ts";

/** What a verification means, in plain words. */
export interface Conclusion {
	/** What follows if there are no errors. */
	readonly proves: readonly string[];
	/** What does not follow in any case. */
	readonly leavesOpen: readonly string[];
}

/** What there was to verify the records with, besides the records. */
export interface VerifiedWith {
	/** The auditor's list. */
	readonly trust: Trust | undefined;
	/** The commit the auditor has kept. */
	readonly head?: string;
	/** The folder with the published packages, and how many of them could be compared. */
	readonly published?: string;
	readonly packages: number;
	/** How many manifests are from before manifests named their rules. */
	readonly withoutRules?: number;
	/** Present if the share databases were compared. */
	readonly data?: unknown;
}

/** Says what a verification with all this proves, and what it leaves open. */
export function conclusion(verifiedWith: VerifiedWith): Conclusion {
	return { proves: proves(verifiedWith), leavesOpen: leavesOpen(verifiedWith) };
}

function proves({ trust, head, published, packages, data }: VerifiedWith): readonly string[] {
	return [
		"Every recorded decision, manifest, event, query and answer was signed with a key that its owner held then, and stands unchanged.",
		"Every manifest rests on approvals by the needed roles, each by another person, of exactly the request, agreement, terms and rules of its time.",
		"No recorded decision or delivery was removed from this history or from the chain of manifests.",
		...(trust === undefined ? [] : [trusted(trust)]),
		...(head === undefined ? [] : ["The history you kept is part of this one."]),
		...(packages === 0
			? []
			: [
					"The published packages that are still there are the recorded ones, byte for byte, and their passwords are sealed to as many keys as their manifests name.",
				]),
		...(published === undefined
			? []
			: [`Nothing lies in ${published} that the records do not explain, but what a warning names.`]),
		...(data === undefined
			? []
			: [
					"The share databases still hold exactly what was packed, and nothing else that the records do not explain, but what a warning names.",
					"The ledger holds as many patients of each delivery as its copy does.",
				]),
	];
}

/** A list of fingerprints says whose the keys are, and only the digest says what the policy and the roles were. */
function trusted({ digest }: Trust): string {
	return digest === undefined
		? "Every key of the first governance, from which all others follow, is its owner's by your list."
		: "The first governance, from which all others follow, is the one on your list.";
}

function leavesOpen({ trust, head, published, packages, withoutRules = 0, data }: VerifiedWith): readonly string[] {
	return [
		"That nothing else ever left the building: this verifies what was recorded.",
		"That this is the newest state of the records: ask where they are kept which commit is.",
		"That those who signed knew what they signed, and that their keys were theirs alone.",
		...(withoutRules === 0
			? []
			: [
					`That ${counted(withoutRules, "manifest")} from before manifests named their rules left out no check: their recipients, fields and approvals were compared, their checks and files were not.`,
				]),
		...(trust === undefined
			? ["That the first governance is genuine: verify again with --trust and the fingerprints handed to you."]
			: []),
		...(trust !== undefined && trust.digest === undefined
			? [
					'That the policy and the roles of the first governance are genuine: have its digest, named above, confirmed by who made it, and add it to your list as a line with "governance" after it.',
				]
			: []),
		...(head === undefined
			? ["That the whole history was not replaced: keep the commit named above, and verify with --head next time."]
			: []),
		...(published === undefined ? ["That the packages are the recorded ones: verify again with --published."] : []),
		...(published !== undefined && packages === 0
			? [`That the packages are the recorded ones: none of them was in ${published}.`]
			: []),
		...(data === undefined
			? ["That the data are the recorded ones: verify again with --data where the share databases can be reached."]
			: []),
	];
}
