import type { DeliveryStatus } from "./event-kinds.ts";

/** How far a project has come. */
export type ProjectStatus =
	| "waiting"
	| "returned"
	| "refused"
	| "approved"
	| "held"
	| "making"
	| "delivered"
	| "changing"
	| "ended";

/** Works out a project's status from its approvals and the statuses of its deliveries. */
export function projectStatus({
	roles,
	complete,
	deliveries,
}: {
	readonly roles: readonly { readonly state: string }[];
	/** Whether every needed role has approved. */
	readonly complete: boolean;
	readonly deliveries: readonly DeliveryStatus[];
}): ProjectStatus {
	const has = (...statuses: readonly DeliveryStatus[]) => deliveries.some((status) => statuses.includes(status));
	if (has("published")) return complete ? "delivered" : "changing";
	if (complete && has("held", "stopped")) return "held";
	if (complete && has("made", "answered")) return "making";
	if (complete && !has("retention-ended")) return "approved";
	if (has("retention-ended")) return "ended";
	if (roles.some(({ state }) => state === "refused")) return "refused";
	return roles.some(({ state }) => state === "returned") ? "returned" : "waiting";
}
