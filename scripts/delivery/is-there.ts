import { lstat } from "node:fs/promises";

/** Whether anything stands at a path, be it a folder or a link to nowhere. */
export async function isThere(path: string): Promise<boolean> {
	return (await lstat(path).catch(() => undefined)) !== undefined;
}
