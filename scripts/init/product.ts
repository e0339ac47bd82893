import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * The folder this hub is installed in: the nearest one above this file with a package.json. It is
 * the same whether the hub runs from its sources or from a released, bundled package.
 */
export function productFolder(): string {
	let folder = import.meta.dirname;
	while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
	return folder;
}

/** The hub's own name and version, from its package.json. */
export async function productVersion(): Promise<{ name: string; version: string }> {
	const { name, version } = JSON.parse(await readFile(join(productFolder(), "package.json"), "utf8"));
	return { name, version };
}
