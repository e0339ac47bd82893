import type { SharingRequest } from "../schema/types.ts";
import type { Share } from "../snapshot/share.ts";
import type { RecordedDelivery, RecordedQuery } from "./read.ts";
import type { SignedRecord } from "./signed.ts";

/**
 * Where a project stands, worked out from what is recorded and from the share server alone, so that a
 * run that was killed is taken up where its last record leaves it.
 */
export type DeliveryState =
	/** A delivery is to be made from the beginning. */
	| ({ readonly stands: "nothing" } & Next)
	/** A copy waits for answers. */
	| { readonly stands: "held"; readonly delivery: string; readonly open: readonly RecordedQuery[] }
	/** A copy has all its answers. */
	| ({ readonly stands: "answered"; readonly share: Share; readonly queries: readonly RecordedQuery[] } & Next)
	/** A manifest is recorded; its package has yet to go out. */
	| { readonly stands: "manifested"; readonly manifest: SignedRecord<"manifest">; readonly next: Next }
	/** The newest delivery went out. */
	| { readonly stands: "published"; readonly manifest: SignedRecord<"manifest">; readonly next: Next };

/** What a delivery to be made has to know of those before it. */
export interface Next {
	/** Its number, four digits. */
	readonly delivery: string;
	/** SHA-256 of the project's last manifest, or null if there is none. */
	readonly previous: string | null;
	/** The number of its next question. */
	readonly nextQuery: number;
}

/**
 * Works out where a project stands.
 *
 * @param deliveries all that is recorded, in order
 * @param requestBlob the request as it stands now: a copy made for another text is of no use
 * @param findShare looks for a delivery's copy on the share server
 */
export async function deliveryState(
	deliveries: readonly RecordedDelivery[],
	requestBlob: string,
	findShare: (delivery: string) => Promise<Share | undefined>,
): Promise<DeliveryState> {
	const last = deliveries.at(-1);
	const previous = deliveries.findLast(({ manifest }) => manifest !== undefined)?.manifest?.sha256 ?? null;
	if (last === undefined) return { stands: "nothing", delivery: "0001", previous, nextQuery: 1 };
	if (last.manifest !== undefined) {
		const next = { delivery: numberAfter(last.delivery), previous, nextQuery: 1 };
		const published = last.events.some(({ record }) => record.event === "published");
		return { stands: published ? "published" : "manifested", manifest: last.manifest, next };
	}
	const next = {
		delivery: last.delivery,
		previous,
		nextQuery: Math.max(0, ...last.queries.map(({ query }) => query.record.query)) + 1,
	};
	const share = await findShare(last.delivery);
	const queries = last.queries.filter(({ query }) => query.record.share === share?.id);
	if (share === undefined || share.requestBlob !== requestBlob || queries.length === 0)
		return { stands: "nothing", ...next };
	const open = queries.filter(({ answer }) => answer === undefined);
	if (open.length > 0) return { stands: "held", delivery: last.delivery, open };
	return { stands: "answered", share, queries, ...next };
}

/** Whether two versions of a request ask for the same data: the same rows, fields and treatments. */
export function asksForTheSame(one: SharingRequest, other: SharingRequest): boolean {
	return dataOf(one) === dataOf(other);
}

function dataOf({ source, cohort, rows, fields }: SharingRequest): string {
	const chosen = fields.map(({ field, treatment }) => `${field} ${treatment}`).sort();
	return JSON.stringify({ source, cohort, rows: Object.entries(rows ?? {}).sort(), chosen });
}

function numberAfter(delivery: string): string {
	const number = Number(delivery) + 1;
	if (number > 9999) throw new RangeError("a project has at most 9,999 deliveries");
	return String(number).padStart(4, "0");
}
