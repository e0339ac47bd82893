import { addMonths, londonDay } from "../document/day.ts";
import type { SharingRequest } from "../schema/types.ts";

/** The last day on which a recipient may keep a copy that was published at a moment, for so many months. */
export function keptUntil(publishedAt: string, months: number): string {
	return addMonths(londonDay(new Date(publishedAt)), months);
}

/**
 * How many months a delivery may be kept: as the request stands if that is approved, since an approved amendment of the
 * time holds for what was delivered before too; else as it stood when the delivery was made.
 *
 * @param then the request as the delivery's manifest names it, if that is known
 */
export function retentionMonths(now: SharingRequest, approved: boolean, then: SharingRequest | undefined): number {
	return (approved ? now : (then ?? now)).retention.months;
}
