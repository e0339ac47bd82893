import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";

/** A new file that is written from its beginning to its end, and hashed on the way. */
export interface ArchiveFile {
	/** How many bytes have been written. */
	position(): number;
	/** Adds bytes; waits only while others before them are still on their way to the disk. Rejects if these could not be written. */
	write(bytes: Buffer): Promise<void>;
	/** Brings all to the disk, closes the file and returns its digest, in hexadecimal. */
	close(): Promise<string>;
	/** Closes the file as it is. */
	abort(): Promise<void>;
}

const writtenAtOnce = 256 * 1024;

/** Begins a file that must not exist yet and is readable by its owner only. A failure to do so is told by the first write. */
export function createArchiveFile(path: string): ArchiveFile {
	const hash = createHash("sha256");
	const opened = open(path, "wx", 0o600);
	let position = 0;
	let waiting: Buffer[] = [];
	let waitingBytes = 0;
	let underway: Promise<unknown> = opened;
	// Told by write() or close(); until one of them is called a failure must not end the process.
	underway.catch(() => {});
	const flush = () => {
		const bytes = Buffer.concat(waiting);
		waiting = [];
		waitingBytes = 0;
		underway = opened.then((handle) => handle.writeFile(bytes));
		underway.catch(() => {});
	};
	return {
		position: () => position,
		async write(bytes) {
			hash.update(bytes);
			position += bytes.length;
			waiting.push(bytes);
			waitingBytes += bytes.length;
			if (waitingBytes < writtenAtOnce) return;
			await underway;
			flush();
		},
		async close() {
			await underway;
			flush();
			await underway;
			const handle = await opened;
			await handle.sync();
			await handle.close();
			return hash.digest("hex");
		},
		async abort() {
			await underway.catch(() => {});
			await opened.then((handle: FileHandle) => handle.close()).catch(() => {});
		},
	};
}
