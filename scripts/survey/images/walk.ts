import type { Dir } from "node:fs";
import { opendir } from "node:fs/promises";
import { UserError } from "../../issue/user-error.ts";

/** One thing found in an image folder: a file, or a place that is not looked into. */
export type FoundFile =
	| { readonly kind: "file"; readonly path: Buffer }
	| { readonly kind: "link" }
	| { readonly kind: "closed-folder" };

/** How deep folders may nest: archives by year, study and series need a handful. Each level keeps a folder open. */
const maxDepth = 64;

/**
 * Walks through a folder and all folders in it, entry by entry, so that a folder of millions takes no more memory than
 * a small one. Links are not followed: they could lead anywhere. Names are bytes: old archives are not all UTF-8.
 *
 * @throws UserError `incomplete` if the folder itself cannot be opened or read, at the beginning or once it has been
 * walked through: what vanishes on the way would otherwise pass for a smaller folder. The message names no path.
 */
export async function* walk(root: string): AsyncGenerator<FoundFile> {
	const top = Buffer.from(root);
	const open = [{ path: top, folder: await openFolder(top).catch(vanished) }];
	try {
		for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
			const entry = await level.folder.read().catch(open.length === 1 ? vanished : () => "failed" as const);
			if (entry === null || entry === "failed") {
				await level.folder.close();
				open.pop();
				if (entry === "failed") yield { kind: "closed-folder" };
				continue;
			}
			const path = Buffer.concat([level.path, Buffer.from("/"), entry.name as unknown as Buffer]);
			if (entry.isSymbolicLink()) yield { kind: "link" };
			else if (entry.isFile()) yield { kind: "file", path };
			else if (entry.isDirectory()) {
				const folder = open.length < maxDepth ? await openFolder(path).catch(closed) : undefined;
				if (folder === undefined) yield { kind: "closed-folder" };
				else if (folder !== "gone") open.push({ path, folder });
			}
		}
		await (await openFolder(top).catch(vanished)).close();
	} finally {
		for (const { folder } of open) await folder.close();
	}
}

function openFolder(path: Buffer): Promise<Dir> {
	return opendir(path, { encoding: "buffer" as BufferEncoding, bufferSize: 256 });
}

function closed(failure: NodeJS.ErrnoException): "gone" | undefined {
	return failure.code === "ENOENT" ? "gone" : undefined;
}

/** The file system's own error names the path, and paths of images may carry names of patients. */
function vanished({ code = "unknown error" }: NodeJS.ErrnoException): never {
	throw new UserError("incomplete", `the folder can no longer be read (${code})`);
}
