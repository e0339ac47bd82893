import { formatMoment } from "../document/day.ts";
import { UserError } from "../issue/user-error.ts";
import type { RecordedDelivery } from "./read.ts";

/** Clocks of machines that serve each other differ by seconds; by more than this, one of them is wrong. */
const toleranceMinutes = 5;

/**
 * Refuses to record anything by a clock that is behind what the hub itself has recorded of a project: an event would
 * stand before its manifest for ever. Throws UserError `environment`.
 */
export function refuseWrongClock(deliveries: readonly RecordedDelivery[], now: Date): void {
	const signed = deliveries.flatMap(({ manifest, events, queries }) => [
		...(manifest === undefined ? [] : [manifest.value.at]),
		...events.map(({ value }) => value.at),
		...queries.map(({ query }) => query.value.at),
	]);
	const latest = Math.max(0, ...signed.map((at) => Date.parse(at)));
	if (now.getTime() + toleranceMinutes * 60_000 >= latest) return;
	throw new UserError(
		"environment",
		`The clock of this machine says ${formatMoment(now.toISOString())}, and the hub has recorded something at ${formatMoment(new Date(latest).toISOString())}. Set the clock right, then run this again. Nothing was recorded.`,
	);
}
