import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { withHeartbeat } from "../../scripts/delivery/heartbeat.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

it("says what a long step is, and for how long it has gone on, but nothing while steps are short", async () => {
	const lines: string[] = [];
	await withHeartbeat(
		(line) => void lines.push(line),
		async (progress) => {
			vi.advanceTimersByTime(60_000);
			progress("Copying");
			vi.advanceTimersByTime(20_000);
			progress("Packing");
			vi.advanceTimersByTime(120_000);
		},
	);
	vi.advanceTimersByTime(120_000);
	expect(lines).toMatchInlineSnapshot(`
		[
		  "Copying",
		  "Packing",
		  "Still going on after 40 seconds: Packing",
		  "Still going on after 70 seconds: Packing",
		  "Still going on after 2 minutes: Packing",
		]
	`);
});
