import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { type ImageHeader, parseHeader } from "./header.ts";

/** A file of an image folder, read as far as its header. */
export interface ReadFile {
	/** Size of the whole file. */
	readonly bytes: number;
	/** Undefined for a file that is no DICOM image, or may not be read. */
	readonly header?: ImageHeader;
	/** The login may not read it, or the disk failed. */
	readonly closed: boolean;
}

/** Most headers end within the first of these lengths; no sound one is longer than the last. */
const headerBytes = [16_384, 1_048_576] as const;

/**
 * Reads a file's header: at most 1 MiB, and no pixel. Links are not followed and nothing is waited for, whatever the
 * path has become meanwhile.
 *
 * @returns undefined if the file is gone
 */
export async function readFileHeader(path: Buffer): Promise<ReadFile | undefined> {
	let handle: FileHandle | undefined;
	try {
		handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
		const stats = await handle.stat();
		if (!stats.isFile()) return undefined;
		for (const length of headerBytes) {
			const header = parseHeader(await firstBytes(handle, Math.min(length, stats.size)));
			if (header !== undefined) return { bytes: stats.size, header, closed: false };
			if (stats.size <= length) break;
		}
		return { bytes: stats.size, closed: false };
	} catch (failure) {
		return (failure as NodeJS.ErrnoException).code === "ENOENT" ? undefined : { bytes: 0, closed: true };
	} finally {
		await handle?.close();
	}
}

async function firstBytes(handle: FileHandle, length: number): Promise<Buffer> {
	const buffer = Buffer.alloc(length);
	let read = 0;
	while (read < length) {
		const { bytesRead } = await handle.read(buffer, read, length - read, read);
		if (bytesRead === 0) break;
		read += bytesRead;
	}
	return buffer.subarray(0, read);
}
