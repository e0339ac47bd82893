import base, { notOurs } from "./vitest.config.ts";

/** The tests that take minutes by themselves: run before a release, not at each change. */
export default { ...base, test: { ...base.test, include: ["test/**/*.long.test.ts"], exclude: notOurs } };
