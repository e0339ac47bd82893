import { describe, expect, it } from "vitest";
import type { DeliveryStatus } from "../../scripts/lifecycle/event-kinds.ts";
import { type ProjectStatus, projectStatus } from "../../scripts/lifecycle/project-status.ts";

describe("the status of a project", () => {
	const roles = (state: string) => [{ state }, { state: "approved" }];
	it.each<[ProjectStatus, string, readonly DeliveryStatus[]]>([
		["waiting", "missing", []],
		["waiting", "void", []],
		["returned", "returned", []],
		["refused", "refused", []],
		["approved", "approved", []],
		["held", "approved", ["held"]],
		["held", "approved", ["stopped"]],
		["making", "approved", ["answered"]],
		["making", "approved", ["made"]],
		["delivered", "approved", ["published"]],
		["delivered", "approved", ["retention-ended", "published", "held"]],
		["changing", "void", ["published"]],
		["ended", "void", ["retention-ended"]],
		["ended", "approved", ["retention-ended"]],
	])("is %s", (status, role, deliveries) => {
		expect(projectStatus({ roles: roles(role), complete: role === "approved", deliveries })).toBe(status);
	});
});
