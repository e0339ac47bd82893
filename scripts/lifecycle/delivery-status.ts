import { answeredQueries, type DeliveryRecords } from "../records/deliveries.ts";
import { type DeliveryStatus, eventKinds } from "./event-kinds.ts";

/**
 * Works out a delivery's status from its records: what its queries and its manifest say, then its events one after the
 * other, then the day on which the time to keep it ends. An event that cannot follow on the status counts for nothing.
 *
 * @param keptUntil the last day on which a copy may be kept; absent until it is published
 */
export function deliveryStatus(records: DeliveryRecords, today: string, keptUntil?: string): DeliveryStatus {
	let status: DeliveryStatus = records.manifest === undefined ? queriesStatus(records) : "made";
	for (const { value } of records.events) {
		const { after, leadsTo } = eventKinds[value.event];
		if ((after as readonly DeliveryStatus[]).includes(status)) status = leadsTo;
	}
	return status === "published" && keptUntil !== undefined && keptUntil < today ? "retention-ended" : status;
}

function queriesStatus(records: DeliveryRecords): DeliveryStatus {
	const queries = answeredQueries(records);
	if (queries.some(({ answer }) => answer?.value.decision === "refuse")) return "stopped";
	return queries.some(({ answer }) => answer === undefined) ? "held" : "answered";
}

/** When a delivery was published, as the hub recorded it; undefined if it was not. */
export function publishedAt({ events }: Pick<DeliveryRecords, "events">): string | undefined {
	return events.find(({ value }) => value.event === "published")?.value.at;
}
