import { describe, expect, it } from "vitest";
import { deliveryStatus, publishedAt } from "../../scripts/lifecycle/delivery-status.ts";
import { type DeliveryStatus, eventKinds } from "../../scripts/lifecycle/event-kinds.ts";
import type { DeliveryRecords } from "../../scripts/records/deliveries.ts";
import event from "../../scripts/schema/event.schema.json" with { type: "json" };

const query = { number: 1, value: { query: 1 } };
const made = { manifest: { value: {} } };
const published = { ...made, events: [{ value: { event: "published", at: "2026-03-31T23:30:00Z" } }] };
const answered = (decision: string) => ({ queries: [query], answers: [{ number: 1, value: { query: 1, decision } }] });
const records = (parts: object) =>
	({
		project: "sepsis",
		delivery: "0001",
		events: [],
		queries: [],
		answers: [],
		...parts,
	}) as unknown as DeliveryRecords;

describe("the status of a delivery", () => {
	it.each<[DeliveryStatus, object, string?]>([
		["held", { queries: [query] }],
		["held", { queries: [query, { number: 2, value: { query: 2 } }], answers: answered("blank").answers }],
		["answered", answered("blank")],
		["answered", answered("release")],
		["stopped", answered("refuse")],
		["made", made],
		["made", { ...made, ...answered("refuse") }],
		["published", published],
		["published", published, "2027-04-01"],
		["retention-ended", published, "2027-04-02"],
	])("is %s", (status, parts, today = "2026-04-01") => {
		expect(deliveryStatus(records(parts), today, "2027-04-01")).toBe(status);
	});

	it("is not changed by an event that cannot follow on it", () => {
		expect(deliveryStatus(records({ events: published.events }), "2026-04-01")).toBe("answered");
	});

	it("tells when it was published, by the recorded event alone", () => {
		expect(publishedAt(records(published))).toBe("2026-03-31T23:30:00Z");
		expect(publishedAt(records(made))).toBeUndefined();
	});
});

describe("the kinds of event", () => {
	it("are those that a record can hold", () => {
		expect(Object.keys(eventKinds)).toEqual(event.properties.event.enum);
	});
});
