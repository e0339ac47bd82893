import { createHmac, timingSafeEqual } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { PassThrough, Transform, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { UserError } from "../issue/user-error.ts";
import { counterMode } from "./zip/counter-mode.ts";
import { deriveEntryKey, macBytes, saltBytes, verifierBytes } from "./zip/entry-key.ts";
import { deflated, localBytes, localSignature, stored } from "./zip/format.ts";
import { damaged, readAt, type ZipEntry } from "./zip-directory.ts";

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
	const key = await deriveEntryKey(password, start.subarray(0, saltBytes));
	if (!timingSafeEqual(key.verifier, start.subarray(saltBytes))) {
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
			authenticated(key.authentication, mac),
			decrypted(key.encryption),
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
	const header = await readAt(archive, entry.headerAt, localBytes);
	if (header.readUInt32LE(0) !== localSignature) throw damaged();
	const name = await readAt(archive, entry.headerAt + localBytes, header.readUInt16LE(26));
	if (name.toString("utf8") !== entry.path) throw damaged();
	return entry.headerAt + localBytes + name.length + header.readUInt16LE(28);
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

function decrypted(key: Buffer): Transform {
	const decrypt = counterMode(key);
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			done(null, decrypt(chunk));
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
