import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { PassThrough, Transform, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { UserError } from "../issue/user-error.ts";
import { damaged, readAt, type ZipEntry } from "./zip-directory.ts";

// WinZip's AES encryption (AE-1 and AE-2), https://www.winzip.com/en/support/aes-encryption/:
// 16 bytes of salt, 2 bytes to tell a wrong password, the data, 10 bytes of HMAC-SHA-1.
const saltBytes = 16;
const verifierBytes = 2;
const macBytes = 10;
const keyBytes = 32;
const iterations = 1000;
const blockBytes = 16;
const localHeaderSignature = 0x04034b50;
const localHeaderBytes = 30;
const stored = 0;
const deflated = 8;

/**
 * Writes one file of an encrypted archive to a stream, decrypted and inflated.
 *
 * What is written must be kept aside until this has resolved: only then is it certain that nobody
 * changed a byte.
 *
 * @throws UserError `key` for a wrong password, `invalid` for an entry that was changed, cut short,
 * or has another size than the directory says
 */
export async function extractZipEntry(
	archive: FileHandle,
	entry: ZipEntry,
	password: string,
	to: Writable,
): Promise<void> {
	const cipherAt = await findData(archive, entry);
	const cipherBytes = entry.storedBytes - saltBytes - verifierBytes - macBytes;
	if (cipherBytes < 0 || (entry.compression !== stored && entry.compression !== deflated)) throw damaged();
	const start = await readAt(archive, cipherAt, saltBytes + verifierBytes);
	const keys = pbkdf2Sync(password, start.subarray(0, saltBytes), iterations, 2 * keyBytes + verifierBytes, "sha1");
	if (!timingSafeEqual(keys.subarray(2 * keyBytes), start.subarray(saltBytes))) {
		throw new UserError(
			"key",
			"The password does not open this package: package and sealed password are not of the same delivery.",
		);
	}
	const dataAt = cipherAt + start.length;
	const mac = await readAt(archive, dataAt + cipherBytes, macBytes);
	try {
		await pipeline(
			readRange(archive, dataAt, cipherBytes),
			authenticated(keys.subarray(keyBytes, 2 * keyBytes), mac),
			decrypted(keys.subarray(0, keyBytes)),
			entry.compression === deflated ? createInflateRaw() : new PassThrough(),
			asDescribed(entry),
			to,
		);
	} catch (failure) {
		if (failure instanceof Error && "code" in failure && String(failure.code).startsWith("Z_")) throw damaged();
		throw failure;
	}
}

/** Where an entry's encrypted data begin, behind its own header, which must name the same file. */
async function findData(archive: FileHandle, entry: ZipEntry): Promise<number> {
	const header = await readAt(archive, entry.headerAt, localHeaderBytes);
	if (header.readUInt32LE(0) !== localHeaderSignature) throw damaged();
	const name = await readAt(archive, entry.headerAt + localHeaderBytes, header.readUInt16LE(26));
	if (name.toString("utf8") !== entry.path) throw damaged();
	return entry.headerAt + localHeaderBytes + name.length + header.readUInt16LE(28);
}

async function* readRange(archive: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
	const chunkBytes = 128 * 1024;
	for (let at = 0; at < length; at += chunkBytes)
		yield await readAt(archive, start + at, Math.min(chunkBytes, length - at));
}

/** Passes encrypted bytes on and fails at the end if they do not match the authentication code stored with them. */
function authenticated(key: Buffer, expected: Buffer): Transform {
	const hmac = createHmac("sha1", key);
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			hmac.update(chunk);
			done(null, chunk);
		},
		flush(done) {
			done(timingSafeEqual(hmac.digest().subarray(0, macBytes), expected) ? null : damaged());
		},
	});
}

/** AES-256 in counter mode, the counter starting at 1 and growing from its first byte on, unlike Node's own. */
function decrypted(key: Buffer): Transform {
	const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
	let counter = 1n;
	let spare = Buffer.alloc(0);
	const keyStream = (length: number): Buffer => {
		const missing = length - spare.length;
		const blocks = Buffer.alloc(Math.max(0, Math.ceil(missing / blockBytes)) * blockBytes);
		for (let at = 0; at < blocks.length; at += blockBytes) blocks.writeBigUInt64LE(counter++, at);
		const stream = Buffer.concat([spare, cipher.update(blocks)]);
		spare = stream.subarray(length);
		return stream.subarray(0, length);
	};
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			const plain = keyStream(chunk.length);
			for (let at = 0; at < plain.length; at++) plain[at] = (plain[at] as number) ^ (chunk[at] as number);
			done(null, plain);
		},
	});
}

/** Passes a file's bytes on and fails as soon as they are more, or at the end if they are fewer or others, than described. */
function asDescribed(entry: ZipEntry): Transform {
	let bytes = 0;
	let crc = 0;
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			bytes += chunk.length;
			crc = crc32(chunk, crc);
			if (bytes > entry.bytes) done(damaged());
			else done(null, chunk);
		},
		flush(done) {
			const asWritten = bytes === entry.bytes && (!entry.hasCrc || crc === entry.crc32);
			done(asWritten ? null : damaged());
		},
	});
}
