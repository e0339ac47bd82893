import { describe, expect, it } from "vitest";
import { checkFolders } from "../../scripts/check/folders.ts";

describe("the names of projects", () => {
	it.each([
		["access", "access is no project: the name is reserved"],
		["governance", "governance is no project: the name is reserved"],
	])("leave out %s, which has a place of its own", (project, message) => {
		expect(checkFolders([`requests/${project}/request.yml`]).map((issue) => issue.message)).toEqual([message]);
	});

	it("may hold such a word", () => {
		expect(checkFolders(["requests/access-to-care/request.yml"])).toEqual([]);
	});
});
