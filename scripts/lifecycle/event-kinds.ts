import type { DeliveryEvent } from "../schema/types.ts";

/** How far a delivery has come by its records. */
export type DeliveryStatus = "held" | "answered" | "stopped" | "made" | "published" | "retention-ended";

/** What one kind of event means for a delivery. */
export interface EventKind {
	/** The statuses in which it can happen. */
	readonly after: readonly DeliveryStatus[];
	/** The status that it leads to. */
	readonly leadsTo: DeliveryStatus;
	/** Whether it can happen to a delivery only once. */
	readonly once: boolean;
	/** What it is called. */
	readonly label: string;
}

/** Every kind of event that a delivery's records can hold, each with what it does to the delivery's status. */
export const eventKinds = {
	published: { after: ["made"], leadsTo: "published", once: true, label: "Published" },
} as const satisfies Record<DeliveryEvent["event"], EventKind>;
