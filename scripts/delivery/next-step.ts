import type { AnsweredQuery } from "../records/deliveries.ts";
import type { SignedFile } from "../records/signed-file.ts";
import type { SharingRequest } from "../schema/types.ts";
import type { Share } from "../snapshot/share.ts";
import { isBlocked, nextDelivery, nextQuery, type ProjectDeliveries } from "./read.ts";

/**
 * What is to be done next for a project, worked out from what is recorded and from the share server
 * alone, so that a run that was killed is resumed from its last record.
 */
export type NextStep =
	/** A delivery is to be made from the beginning, perhaps in place of a held one whose next record's path is taken. */
	| ({ readonly step: "make"; readonly abandoned?: string } & Next)
	/** A copy waits for answers. */
	| { readonly step: "wait"; readonly delivery: string; readonly open: readonly AnsweredQuery[] }
	/** A copy has all its answers. */
	| ({ readonly step: "continue"; readonly share: Share; readonly queries: readonly AnsweredQuery[] } & Next)
	/** A manifest is recorded; its package has yet to go out. */
	| { readonly step: "publish"; readonly manifest: SignedFile<"manifest">; readonly next: Next }
	/** The newest delivery went out. */
	| { readonly step: "none"; readonly manifest: SignedFile<"manifest">; readonly next: Next };

/** What a delivery to be made has to know of those before it. */
export interface Next {
	/** Its number, four digits. */
	readonly delivery: string;
	/** SHA-256 of the project's last manifest, or null if there is none. */
	readonly previous: string | null;
	/** The number of its next query. */
	readonly nextQuery: number;
}

/**
 * Works out what is to be done next for a project.
 *
 * @param recorded all that is recorded of the project
 * @param isCurrent whether a copy is what would be copied now: one made by an older request, or by older decisions
 * about the data, is of no use
 * @param findShare looks for a delivery's copy on the share server
 */
export async function nextStep(
	project: string,
	{ deliveries, paths }: Pick<ProjectDeliveries, "deliveries" | "paths">,
	isCurrent: (share: Share) => boolean,
	findShare: (delivery: string) => Promise<Share | undefined>,
): Promise<NextStep> {
	const last = deliveries.at(-1);
	const previous = deliveries.findLast(({ manifest }) => manifest !== undefined)?.manifest?.sha256 ?? null;
	const anew = { delivery: nextDelivery(project, last?.delivery, paths), previous, nextQuery: 1 };
	if (last === undefined) return { step: "make", ...anew };
	if (last.manifest !== undefined) {
		const published = last.events.some(({ value }) => value.event === "published");
		return { step: published ? "none" : "publish", manifest: last.manifest, next: anew };
	}
	if (isBlocked(project, last, paths)) return { step: "make", abandoned: last.delivery, ...anew };
	const asked = Math.max(0, ...last.queries.map(({ query }) => query.number));
	const next = { delivery: last.delivery, previous, nextQuery: nextQuery(project, last.delivery, asked, paths) };
	const share = await findShare(last.delivery);
	const queries = last.queries.filter(({ query }) => query.value.share === share?.id);
	if (share === undefined || queries.length === 0 || !isCurrent(share)) return { step: "make", ...next };
	const open = queries.filter(({ answer }) => answer === undefined);
	if (open.length > 0) return { step: "wait", delivery: last.delivery, open };
	return { step: "continue", share, queries, ...next };
}

/** Whether two versions of a request ask for the same data: the same rows, fields and treatments. */
export function asksForTheSame(one: SharingRequest, other: SharingRequest): boolean {
	return dataOf(one) === dataOf(other);
}

function dataOf({ source, cohort, rows, unfilteredTables = [], fields }: SharingRequest): string {
	const chosen = fields.map(({ field, treatment }) => `${field} ${treatment}`).sort();
	return JSON.stringify({ source, cohort, rows: Object.entries(rows ?? {}).sort(), unfilteredTables, chosen });
}
