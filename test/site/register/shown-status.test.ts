import { describe, expect, it } from "vitest";
import type { Issue } from "../../../scripts/issue/issue.ts";
import type { DeliveryRecords } from "../../../scripts/records/deliveries.ts";
import {
	deliveryStatuses,
	projectStatuses,
	shownDelivery,
	shownProject,
} from "../../../scripts/site/register/shown-status.ts";

const records = {
	project: "sepsis",
	delivery: "0001",
	manifest: { value: {} },
	events: [{ value: { event: "published", at: "2026-03-31T09:00:00Z" } }],
	queries: [],
	answers: [],
} as unknown as DeliveryRecords;
const problem: Issue = { rule: "manifest", severity: "error", path: [], message: "wrong" };
const shown = (findings: readonly Issue[], verified = true) =>
	shownDelivery(records, { today: "2026-04-01", findings, verified, months: 12 });

describe("a delivery on a page", () => {
	it("has the status of its records, and says when it was published and how long it may be kept", () => {
		expect(shown([])).toMatchObject({
			status: "published",
			verifies: true,
			publishedAt: "2026-03-31T09:00:00Z",
			keptUntil: "2027-03-31",
		});
	});

	it("is doubtful where something does not verify, and verifies in spite of a warning", () => {
		expect(shown([problem])).toMatchObject({ status: "doubtful", verifies: false });
		expect(shown([{ ...problem, severity: "warning" }])).toMatchObject({ status: "published", verifies: true });
		expect(shown([], false)).not.toHaveProperty("verifies");
	});
});

describe("a project on a page", () => {
	const asked = { roles: [{ state: "approved" }], complete: true, doubtful: false };

	it("has the status of its approvals and deliveries", () => {
		expect(shownProject({ ...asked, deliveries: [{ status: "published" }] })).toBe("delivered");
		expect(shownProject({ ...asked, deliveries: [] })).toBe("approved");
	});

	it("is doubtful where something of it or of a delivery does not verify", () => {
		expect(shownProject({ ...asked, deliveries: [{ status: "published" }, { status: "doubtful" }] })).toBe("doubtful");
		expect(shownProject({ ...asked, deliveries: [], doubtful: true })).toBe("doubtful");
	});
});

describe("every status", () => {
	it("has words of its own", () => {
		const words = [...Object.values(deliveryStatuses), ...Object.values(projectStatuses)].map((status) => status.label);
		expect(new Set(words).size).toBe(words.length);
	});
});
