import { questionsOf } from "../../audit/delivery-facts.ts";
import { londonDay } from "../../document/day.ts";
import type { Issue } from "../../issue/issue.ts";
import type { DeliveryRecords } from "../../records/deliveries.ts";

/** How far a delivery has come. */
export type DeliveryState = "doubtful" | "held" | "answered" | "stopped" | "made" | "published" | "retention-ended";

/** What each state is called, and how it is marked. */
export const deliveryStates = {
	doubtful: { words: "Does not verify", tone: "red" },
	held: { words: "Held: a department is asked", tone: "yellow" },
	answered: { words: "Answered, not made yet", tone: "blue" },
	stopped: { words: "Stopped by a department", tone: "red" },
	made: { words: "Made, not handed over yet", tone: "blue" },
	published: { words: "Handed over", tone: "green" },
	"retention-ended": { words: "Handed over; time to keep it has ended", tone: "grey" },
} as const satisfies Record<DeliveryState, State>;

/** A state in words, and the colour that helps to find it. */
export interface State {
	readonly words: string;
	readonly tone: "red" | "yellow" | "blue" | "green" | "grey";
}

/** One delivery, and how things stand with it. */
export interface DeliveryStanding {
	readonly recorded: DeliveryRecords;
	readonly state: DeliveryState;
	/** What does not verify, or might not; empty if nothing was found or looked for. */
	readonly findings: readonly Issue[];
	/** Whether it verifies; absent if it was not looked at. */
	readonly verifies?: boolean;
	/** When it was handed over, as the hub recorded it. */
	readonly publishedAt?: string;
	/** The day by which the recipient must have destroyed the copy; absent until it is handed over. */
	readonly keptUntil?: string;
}

/** Works out how things stand with a delivery on a day. */
export function deliveryStanding(
	recorded: DeliveryRecords,
	asked: {
		readonly today: string;
		readonly findings: readonly Issue[];
		readonly verified: boolean;
		/** How many months it may be kept. */
		readonly months: number;
	},
): DeliveryStanding {
	const { findings, today, verified, months } = asked;
	const publishedAt = recorded.events.find(({ value }) => value.event === "published")?.value.at;
	const keptUntil = publishedAt === undefined ? undefined : addMonths(londonDay(new Date(publishedAt)), months);
	const verifies = !findings.some(({ severity }) => severity === "error");
	return {
		recorded,
		findings,
		state: verifies ? stateOf(recorded, keptUntil, today) : "doubtful",
		...(verified ? { verifies } : {}),
		...(publishedAt === undefined ? {} : { publishedAt }),
		...(keptUntil === undefined ? {} : { keptUntil }),
	};
}

function stateOf(recorded: DeliveryRecords, keptUntil: string | undefined, today: string): DeliveryState {
	if (keptUntil !== undefined) return keptUntil < today ? "retention-ended" : "published";
	if (recorded.manifest !== undefined) return "made";
	const questions = questionsOf(recorded);
	if (questions.some(({ answer }) => answer?.decision === "refuse")) return "stopped";
	return questions.some(({ answer }) => answer === undefined) ? "held" : "answered";
}

/** The day so many months later; the month's last where it has no such day. */
export function addMonths(day: string, months: number): string {
	const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
	const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** How far a project has come. */
export type ProjectState =
	| "waiting"
	| "returned"
	| "refused"
	| "approved"
	| "held"
	| "making"
	| "delivered"
	| "changing"
	| "ended"
	| "doubtful";

/** What each state is called, and how it is marked. */
export const projectStates = {
	waiting: { words: "Waiting for approval", tone: "yellow" },
	returned: { words: "Sent back for changes", tone: "yellow" },
	refused: { words: "Refused", tone: "red" },
	approved: { words: "Approved, nothing delivered yet", tone: "blue" },
	held: { words: "Approved; the delivery waits for an answer about the data", tone: "yellow" },
	making: { words: "Approved; a delivery is being made", tone: "blue" },
	delivered: { words: "Delivered", tone: "green" },
	changing: { words: "Delivered; a change of the request is not approved", tone: "yellow" },
	ended: { words: "Ended: the time to keep the data is over", tone: "grey" },
	doubtful: { words: "Some records do not verify", tone: "red" },
} as const satisfies Record<ProjectState, State>;

/** Works out how things stand with a project from its approvals and deliveries. */
export function projectState({
	roles,
	complete,
	deliveries,
	doubtful,
}: {
	readonly roles: readonly { readonly state: string }[];
	readonly complete: boolean;
	readonly deliveries: readonly Pick<DeliveryStanding, "state">[];
	/** Whether something about the project itself does not verify. */
	readonly doubtful: boolean;
}): ProjectState {
	const has = (...states: readonly DeliveryState[]) => deliveries.some(({ state }) => states.includes(state));
	if (doubtful || has("doubtful")) return "doubtful";
	if (has("published")) return complete ? "delivered" : "changing";
	if (complete && has("held", "stopped")) return "held";
	if (complete && has("made", "answered")) return "making";
	if (complete && !has("retention-ended")) return "approved";
	if (has("retention-ended")) return "ended";
	if (roles.some(({ state }) => state === "refused")) return "refused";
	return roles.some(({ state }) => state === "returned") ? "returned" : "waiting";
}
