import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

function readJson<T>(path: string): T {
	return JSON.parse(readFileSync(join(root, path), "utf8"));
}

describe("the list of packages", () => {
	const { packages } = readJson<{ packages: Record<string, { integrity?: string; resolved?: string }> }>(
		"package-lock.json",
	);
	const listed = Object.entries(packages).filter(([path]) => path !== "");

	it("says of each what it must hold, and binds nobody to a registry", () => {
		expect(listed.length).toBeGreaterThan(100);
		expect(listed.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual([]);
		expect(listed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
	});
});
