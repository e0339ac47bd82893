import type { Issue } from "../../issue/issue.ts";
import { deliveryStatus, publishedAt } from "../../lifecycle/delivery-status.ts";
import type { DeliveryStatus } from "../../lifecycle/event-kinds.ts";
import { type ProjectStatus, projectStatus } from "../../lifecycle/project-status.ts";
import { keptUntil } from "../../lifecycle/retention.ts";
import type { DeliveryRecords } from "../../records/deliveries.ts";

/** A status in words, and the colour that helps to find it. */
export interface StatusLabel {
	readonly label: string;
	readonly tone: "red" | "yellow" | "blue" | "green" | "grey";
}

/** What the pages call records that an audit finds wrong: whatever they say is in doubt. */
type Doubtful = "doubtful";

/** What each status of a delivery is called, and how it is marked. */
export const deliveryStatuses = {
	doubtful: { label: "Does not verify", tone: "red" },
	held: { label: "Held: a department is asked", tone: "yellow" },
	answered: { label: "Answered, not made yet", tone: "blue" },
	stopped: { label: "Stopped by a department", tone: "red" },
	made: { label: "Made, not published yet", tone: "blue" },
	published: { label: "Published", tone: "green" },
	"retention-ended": { label: "Published; time to keep it has ended", tone: "grey" },
} as const satisfies Record<DeliveryStatus | Doubtful, StatusLabel>;

/** What each status of a project is called, and how it is marked. */
export const projectStatuses = {
	waiting: { label: "Waiting for approval", tone: "yellow" },
	returned: { label: "Sent back for changes", tone: "yellow" },
	refused: { label: "Refused", tone: "red" },
	approved: { label: "Approved, nothing delivered yet", tone: "blue" },
	held: { label: "Approved; the delivery waits for an answer about the data", tone: "yellow" },
	making: { label: "Approved; a delivery is being made", tone: "blue" },
	delivered: { label: "Delivered", tone: "green" },
	changing: { label: "Delivered; a change of the request is not approved", tone: "yellow" },
	ended: { label: "Ended: the time to keep the data is over", tone: "grey" },
	doubtful: { label: "Some records do not verify", tone: "red" },
} as const satisfies Record<ProjectStatus | Doubtful, StatusLabel>;

/** One delivery, its status, and what an audit finds about it. */
export interface ShownDelivery {
	readonly recorded: DeliveryRecords;
	readonly status: DeliveryStatus | Doubtful;
	/** What does not verify, or might not; empty if nothing was found or looked for. */
	readonly findings: readonly Issue[];
	/** Whether it verifies; absent if it was not looked at. */
	readonly verifies?: boolean;
	/** When it was published, as the hub recorded it. */
	readonly publishedAt?: string;
	/** The day by which the recipient must have destroyed the copy; absent until it is published. */
	readonly keptUntil?: string;
}

/** What the pages tell of a delivery on a day. */
export function shownDelivery(
	recorded: DeliveryRecords,
	{
		findings,
		today,
		verified,
		months,
	}: {
		readonly today: string;
		readonly findings: readonly Issue[];
		readonly verified: boolean;
		/** How many months it may be kept. */
		readonly months: number;
	},
): ShownDelivery {
	const published = publishedAt(recorded);
	const until = published === undefined ? undefined : keptUntil(published, months);
	const verifies = !findings.some(({ severity }) => severity === "error");
	return {
		recorded,
		findings,
		status: verifies ? deliveryStatus(recorded, today, until) : "doubtful",
		...(verified ? { verifies } : {}),
		...(published === undefined ? {} : { publishedAt: published }),
		...(until === undefined ? {} : { keptUntil: until }),
	};
}

/**
 * What the pages tell of a project.
 *
 * @param doubtful whether something about the project itself does not verify
 */
export function shownProject({
	roles,
	complete,
	deliveries,
	doubtful,
}: {
	readonly roles: readonly { readonly state: string }[];
	readonly complete: boolean;
	readonly deliveries: readonly Pick<ShownDelivery, "status">[];
	readonly doubtful: boolean;
}): ProjectStatus | Doubtful {
	const statuses = deliveries.flatMap(({ status }) => (status === "doubtful" ? [] : status));
	if (doubtful || statuses.length < deliveries.length) return "doubtful";
	return projectStatus({ roles, complete, deliveries: statuses });
}
