import { expect, it } from "vitest";
import { keptComment } from "../../../scripts/survey/postgresql/comment.ts";

it.each([
	["One row a visit.", "One row a visit."],
	["As for 999 000 0018, see the ward book.", "(left out: it looks like a person's detail)"],
	["Ask jo@example.org", "(left out: it looks like a person's detail)"],
])("a comment of the database is kept unless it looks like a person's detail: %s", (comment, kept) => {
	expect(keptComment(comment)).toBe(kept);
});

it("is cut to what a page takes, between characters", () => {
	expect(keptComment("a".repeat(20_000))).toBe("a".repeat(20_000));
	expect(keptComment("a".repeat(20_001))).toBe(`${"a".repeat(19_999)}…`);
	expect(keptComment(`${"a".repeat(19_998)}🏥🏥`)).toBe(`${"a".repeat(19_998)}…`);
});
