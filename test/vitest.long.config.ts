import { mergeConfig } from "vitest/config";
import base from "./vitest.config.ts";

/** The tests that take minutes by themselves: run before a release, not at each change. */
const long = mergeConfig(base, { test: {} });
long.test.include = ["test/**/*.long.test.ts"];
long.test.exclude = ["**/node_modules/**", ".hub/**"];

export default long;
