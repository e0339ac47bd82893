import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../issue/user-error.ts";
import { undefinedIfAbsent } from "./file-tree.ts";

/**
 * Makes sure that what is written to a path stays within the records: through a link it could land anywhere on the
 * machine. What is there on the way must be folders, and at the path itself no link.
 *
 * @param path relative to `root`, with forward slashes
 * @throws UserError `invalid`
 */
export async function refuseLinks(root: string, path: string): Promise<void> {
	const parts = path.split("/").filter((part) => part !== "");
	for (let depth = 1; depth <= parts.length; depth++) {
		const at = parts.slice(0, depth).join("/");
		const stats = await lstat(join(root, at)).catch(undefinedIfAbsent);
		if (stats === undefined) return;
		if (stats.isSymbolicLink())
			throw new UserError("invalid", `${at}: a link stands on the way. Records may not hold links: remove it.`);
		if (depth < parts.length && !stats.isDirectory())
			throw new UserError("invalid", `${at}: this must be a folder. Take out what stands in its place.`);
	}
}
