import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "./user-error.ts";

/**
 * The folder this hub is installed in: the nearest one above this file with a package.json. It is
 * the same whether the hub runs from its sources or from a released, bundled package.
 */
export function productFolder(): string {
	let folder = import.meta.dirname;
	while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
	return folder;
}

/** The hub's own name, from its package.json. */
export async function productName(): Promise<string> {
	return JSON.parse(await readFile(join(productFolder(), "package.json"), "utf8")).name;
}

/**
 * Packs this hub for release into a folder, as `npm pack` does.
 *
 * @returns the name of the file
 * @throws UserError `environment` if npm is not there or cannot pack it
 */
export async function packProduct(folder: string): Promise<string> {
	// An installed hub is built already, and has nothing to build itself with.
	const built = /[\\/]node_modules[\\/]/.test(import.meta.dirname) ? ["--ignore-scripts"] : [];
	const args = ["pack", "--silent", "--pack-destination", folder, ...built];
	try {
		const { stdout } = await promisify(execFile)("npm", args, { cwd: productFolder() });
		return stdout.trim().split("\n").at(-1) ?? "";
	} catch {
		const fix = `Run "npm pack" in ${productFolder()} to see why, or name a released hub with --hub.`;
		throw new UserError("environment", `npm cannot pack this hub. ${fix}`);
	}
}
