import {
	aes256,
	aesField,
	aesMethod,
	deflated,
	descriptorSignature,
	directorySignature,
	endSignature,
	full16,
	full32,
	localSignature,
	locatorSignature,
	wideEndBytes,
	wideEndSignature,
	wideField,
} from "./format.ts";

/** One file of an archive that is being written. */
export interface WrittenEntry {
	readonly path: string;
	/** The time it carries, which a ZIP archive keeps to two seconds; here in UTC. */
	readonly at: Date;
	/** Whether its header was written before its sizes were known: they follow it then, in zip64 form. */
	readonly streamed: boolean;
	/** Size of the file itself, in bytes. */
	readonly bytes: number;
	/** Size of what stands in the archive, in bytes. */
	readonly storedBytes: number;
	/** Where its header begins. */
	readonly headerAt: number;
}

// AES needs version 5.1 of the format; made on Unix, by version 6.3.
const neededVersion = 51;
const madeBy = 0x033f;
const encryptedFlag = 0x0001;
const streamedFlag = 0x0008;
const utf8Flag = 0x0800;
/** A file that its owner alone may read and write. */
const attributes = (0o100600 << 16) >>> 0;

/** AE-2: the header has no checksum of the plain text, which would tell something of it; the HMAC stands for it. */
const aes = Buffer.concat([u16(aesField), u16(7), u16(2), Buffer.from("AE"), Buffer.from([aes256]), u16(deflated)]);

/** The header before an entry's data. */
export function localHeader({ path, at, streamed, bytes, storedBytes }: WrittenEntry): Buffer {
	const name = Buffer.from(path, "utf8");
	const wide = streamed ? wideExtra([0, 0]) : Buffer.alloc(0);
	const sizes = streamed ? [full32, full32] : [storedBytes, bytes];
	return Buffer.concat([
		u32(localSignature),
		u16(neededVersion),
		common(streamed, at),
		...sizes.map(u32),
		u16(name.length),
		u16(wide.length + aes.length),
		name,
		wide,
		aes,
	]);
}

/** What follows the data of an entry that was streamed. */
export function descriptor({ bytes, storedBytes }: WrittenEntry): Buffer {
	return Buffer.concat([u32(descriptorSignature), u32(0), u64(storedBytes), u64(bytes)]);
}

/** The archive's directory and its end, in zip64 form where a number needs it. */
export function directory(entries: readonly WrittenEntry[], at: number): Buffer {
	const headers = Buffer.concat(entries.map(directoryHeader));
	const count = entries.length;
	const wide = count >= full16 || headers.length >= full32 || at >= full32;
	return Buffer.concat([
		headers,
		wide ? wideEnd(count, headers.length, at) : Buffer.alloc(0),
		u32(endSignature),
		u16(0),
		u16(0),
		u16(Math.min(count, full16)),
		u16(Math.min(count, full16)),
		u32(Math.min(headers.length, full32)),
		u32(Math.min(at, full32)),
		u16(0),
	]);
}

function directoryHeader({ path, at, streamed, bytes, storedBytes, headerAt }: WrittenEntry): Buffer {
	const name = Buffer.from(path, "utf8");
	// In the format's order; only those that their own place is too small for move to the zip64 field.
	const tooWide = [bytes, storedBytes, headerAt].filter((number) => number >= full32);
	const wide = tooWide.length > 0 ? wideExtra(tooWide) : Buffer.alloc(0);
	return Buffer.concat([
		u32(directorySignature),
		u16(madeBy),
		u16(neededVersion),
		common(streamed, at),
		u32(Math.min(storedBytes, full32)),
		u32(Math.min(bytes, full32)),
		u16(name.length),
		u16(wide.length + aes.length),
		u16(0),
		u16(0),
		u16(0),
		u32(attributes),
		u32(Math.min(headerAt, full32)),
		name,
		wide,
		aes,
	]);
}

/** Flags, method, time, day, and the checksum that AE-2 leaves out. */
function common(streamed: boolean, at: Date): Buffer {
	const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
	const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
	const flags = encryptedFlag | utf8Flag | (streamed ? streamedFlag : 0);
	return Buffer.concat([u16(flags), u16(aesMethod), u16(time), u16(day), u32(0)]);
}

function wideEnd(count: number, bytes: number, at: number): Buffer {
	return Buffer.concat([
		u32(wideEndSignature),
		// Without the signature and this number itself.
		u64(wideEndBytes - 12),
		u16(madeBy),
		u16(neededVersion),
		u32(0),
		u32(0),
		u64(count),
		u64(count),
		u64(bytes),
		u64(at),
		u32(locatorSignature),
		u32(0),
		u64(at + bytes),
		u32(1),
	]);
}

function wideExtra(numbers: readonly number[]): Buffer {
	return Buffer.concat([u16(wideField), u16(8 * numbers.length), ...numbers.map(u64)]);
}

function u16(value: number): Buffer {
	const bytes = Buffer.allocUnsafe(2);
	bytes.writeUInt16LE(value);
	return bytes;
}

function u32(value: number): Buffer {
	const bytes = Buffer.allocUnsafe(4);
	bytes.writeUInt32LE(value);
	return bytes;
}

function u64(value: number): Buffer {
	const bytes = Buffer.allocUnsafe(8);
	bytes.writeBigUInt64LE(BigInt(value));
	return bytes;
}
