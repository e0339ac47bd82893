import type { Records } from "../records/records.ts";
import { diffRequests } from "../request/diff.ts";
import type { SharingRequest } from "../schema/types.ts";

/**
 * What has changed since a decision that stands no more, in words: in the request, or else in what it rests on.
 *
 * @param before the request that was decided on; undefined if it is not in the records any more
 */
export function changesSince(
	before: SharingRequest | undefined,
	request: SharingRequest,
	records: Records,
): readonly string[] {
	if (before === undefined) return ["What was decided on is not in these records any more."];
	const changes = diffRequests(before, request, records);
	if (changes.length > 0) return changes;
	return [
		"The request itself reads as it did. What it rests on has changed: the dictionary, the agreement, terms, people or the policy.",
	];
}
