import type { FileHandle } from "node:fs/promises";
import { UserError } from "../issue/user-error.ts";
import {
	aes256,
	aesField,
	aesMethod,
	directoryBytes,
	directorySignature,
	endBytes,
	endSignature,
	full16,
	full32,
	locatorBytes,
	locatorSignature,
	wideEndBytes,
	wideEndSignature,
	wideField,
} from "./zip/format.ts";

/** One file of a ZIP archive, as the archive's directory describes it. */
export interface ZipEntry {
	readonly path: string;
	/** 0 stored, 8 deflated; inside the encryption. */
	readonly compression: number;
	/** Whether the CRC-32 below is of use: WinZip AE-1 has it, AE-2 does not. */
	readonly hasCrc: boolean;
	readonly crc32: number;
	/** Size of what stands in the archive, in bytes. */
	readonly storedBytes: number;
	/** Size of the file itself, in bytes. */
	readonly bytes: number;
	/** Where the entry's own header begins. */
	readonly headerAt: number;
}

const longestComment = 0xffff;
const mostEntries = 10_000;
const largestDirectory = 16 * 1024 * 1024;

/** A path inside a package: at most one folder, no part that starts with a dot, so no way out of the folder. */
const safePath = /^[a-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)?$/;

/**
 * Reads the directory of a ZIP archive whose files are all encrypted with AES-256, zip64 included.
 * @throws UserError `invalid` if it is not such an archive, is cut short, or names a path that could
 * leave the folder it is opened in or that stands twice
 */
export async function readZipDirectory(archive: FileHandle): Promise<readonly ZipEntry[]> {
	const { size } = await archive.stat();
	const { count, bytes, at } = await findDirectory(archive, size);
	if (count > mostEntries || bytes > largestDirectory || at + bytes > size) throw damaged();
	const directory = await readAt(archive, at, bytes);
	const entries: ZipEntry[] = [];
	let position = 0;
	for (let index = 0; index < count; index++) {
		const { entry, next } = parseEntry(directory, position);
		entries.push(entry);
		position = next;
	}
	refuseTwins(entries);
	return entries;
}

async function findDirectory(archive: FileHandle, size: number): Promise<{ count: number; bytes: number; at: number }> {
	const tailAt = Math.max(0, size - endBytes - longestComment);
	const tail = await readAt(archive, tailAt, size - tailAt);
	for (let at = tail.length - endBytes; at >= 0; at--) {
		if (tail.readUInt32LE(at) !== endSignature || at + endBytes + tail.readUInt16LE(at + 20) !== tail.length) continue;
		const end = {
			count: tail.readUInt16LE(at + 10),
			bytes: tail.readUInt32LE(at + 12),
			at: tail.readUInt32LE(at + 16),
		};
		const wide = end.count === full16 || end.bytes === full32 || end.at === full32;
		return wide ? await findWideDirectory(archive, tailAt + at) : end;
	}
	throw damaged();
}

async function findWideDirectory(
	archive: FileHandle,
	endAt: number,
): Promise<{ count: number; bytes: number; at: number }> {
	const locator = await readAt(archive, endAt - locatorBytes, locatorBytes);
	if (locator.readUInt32LE(0) !== locatorSignature) throw damaged();
	const end = await readAt(archive, safeNumber(locator.readBigUInt64LE(8)), wideEndBytes);
	if (end.readUInt32LE(0) !== wideEndSignature) throw damaged();
	return {
		count: safeNumber(end.readBigUInt64LE(32)),
		bytes: safeNumber(end.readBigUInt64LE(40)),
		at: safeNumber(end.readBigUInt64LE(48)),
	};
}

function parseEntry(directory: Buffer, at: number): { entry: ZipEntry; next: number } {
	if (at + directoryBytes > directory.length || directory.readUInt32LE(at) !== directorySignature) throw damaged();
	const nameEnd = at + directoryBytes + directory.readUInt16LE(at + 28);
	const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
	const next = extraEnd + directory.readUInt16LE(at + 32);
	if (next > directory.length) throw damaged();
	const path = directory.toString("utf8", at + directoryBytes, nameEnd);
	if (!safePath.test(path)) {
		throw new UserError(
			"invalid",
			"The package names a file outside its own folder. It was not opened; tell the data custodian.",
		);
	}
	const fields = extraFields(directory.subarray(nameEnd, extraEnd));
	const aes = fields.get(aesField);
	if (directory.readUInt16LE(at + 10) !== aesMethod || aes === undefined || aes.length < 7 || aes[4] !== aes256) {
		throw new UserError(
			"invalid",
			`The package's file ${path} is not encrypted with AES-256, as the hub does. It was not opened; tell the data custodian.`,
		);
	}
	const wide = wideReader(fields.get(wideField));
	// The order is the format's: size, stored size, position (4.5.3).
	const bytes = wide(directory.readUInt32LE(at + 24));
	const storedBytes = wide(directory.readUInt32LE(at + 20));
	const headerAt = wide(directory.readUInt32LE(at + 42));
	const entry = {
		path,
		compression: aes.readUInt16LE(5),
		hasCrc: aes.readUInt16LE(0) === 1,
		crc32: directory.readUInt32LE(at + 16),
		storedBytes,
		bytes,
		headerAt,
	};
	return { entry, next };
}

function extraFields(extra: Buffer): ReadonlyMap<number, Buffer> {
	const fields = new Map<number, Buffer>();
	for (let at = 0; at + 4 <= extra.length; ) {
		const end = at + 4 + extra.readUInt16LE(at + 2);
		if (end > extra.length) throw damaged();
		fields.set(extra.readUInt16LE(at), extra.subarray(at + 4, end));
		at = end;
	}
	return fields;
}

/** Reads numbers that are moved, in turn, to the zip64 field when they are too large for their own place. */
function wideReader(field: Buffer | undefined): (narrow: number) => number {
	let at = 0;
	return (narrow) => {
		if (narrow !== full32) return narrow;
		if (field === undefined || at + 8 > field.length) throw damaged();
		at += 8;
		return safeNumber(field.readBigUInt64LE(at - 8));
	};
}

// Two names that differ in case only would overwrite each other on macOS and Windows.
function refuseTwins(entries: readonly ZipEntry[]): void {
	if (new Set(entries.map(({ path }) => path.toLowerCase())).size !== entries.length) throw damaged();
}

/** Reads exactly so many bytes at a place. Throws UserError `invalid` if the file is shorter. */
export async function readAt(archive: FileHandle, position: number, length: number): Promise<Buffer> {
	if (position < 0) throw damaged();
	const { buffer, bytesRead } = await archive.read(Buffer.alloc(length), 0, length, position);
	if (bytesRead !== length) throw damaged();
	return buffer;
}

function safeNumber(wide: bigint): number {
	if (wide > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged();
	return Number(wide);
}

/** What is said of a package that cannot be read to its end. */
export function damaged(): UserError {
	return new UserError(
		"invalid",
		"The package is damaged or is not one of the hub's. Fetch it again, then compare its SHA-256 with the manifest.",
	);
}
