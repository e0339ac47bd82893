import { expect, it } from "vitest";
import { refuseWrongClock } from "../../scripts/delivery/clock.ts";
import type { RecordedDelivery } from "../../scripts/delivery/read.ts";

const recorded = [{ delivery: "0001", manifest: { value: { at: "2026-03-31T09:00:00Z" } }, events: [], queries: [] }];
const refuse = (now: string) => () =>
	refuseWrongClock(recorded as unknown as readonly RecordedDelivery[], new Date(now));

it("lets a clock pass that is with what the hub has recorded, or a little behind", () => {
	expect(refuse("2026-04-01T09:00:00Z")).not.toThrow();
	expect(refuse("2026-03-31T08:55:00Z")).not.toThrow();
	expect(() => refuseWrongClock([], new Date("2000-01-01T00:00:00Z"))).not.toThrow();
});

it("refuses one that is further behind, before anything is recorded", () => {
	expect(refuse("2026-03-31T08:54:59Z")).toThrow(/The clock of this machine says .* Nothing was recorded/);
});
