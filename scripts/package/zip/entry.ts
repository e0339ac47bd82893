import { createHmac } from "node:crypto";
import type { ArchiveFile } from "./archive-file.ts";
import { counterMode } from "./counter-mode.ts";
import { endOfDeflate } from "./deflate-blocks.ts";
import { type EntryKey, macBytes, saltBytes, verifierBytes } from "./entry-key.ts";
import { descriptor, localHeader, type WrittenEntry } from "./headers.ts";

/**
 * Writes one file of an archive, encrypted. One that is of a single piece has its sizes in its header. Those of a longer
 * one are not known when its header is written, so they follow it in zip64 form, whatever they will be.
 *
 * @param pieces the compressed file without {@link endOfDeflate}; ended when writing fails
 * @param bytes asked at the end for the size of the file itself
 */
export async function writeEntry(
	file: ArchiveFile,
	{ path, at }: Pick<WrittenEntry, "path" | "at">,
	key: EntryKey,
	pieces: AsyncGenerator<Buffer, void, undefined>,
	bytes: () => number,
): Promise<WrittenEntry> {
	const headerAt = file.position();
	const { seal, end } = sealing(key);
	const entry = (streamed: boolean, sealedBytes: number): WrittenEntry => ({
		path,
		at,
		streamed,
		bytes: bytes(),
		storedBytes: saltBytes + verifierBytes + sealedBytes + macBytes,
		headerAt,
	});
	try {
		const first = (await pieces.next()).value ?? Buffer.alloc(0);
		const second = (await pieces.next()).value;
		if (second === undefined) {
			const sealed = seal(Buffer.concat([first, endOfDeflate]));
			const whole = entry(false, sealed.length);
			await file.write(Buffer.concat([localHeader(whole), key.salt, key.verifier, sealed, end()]));
			return whole;
		}
		await file.write(Buffer.concat([localHeader(entry(true, 0)), key.salt, key.verifier, seal(first)]));
		let sealedBytes = first.length;
		const add = async (piece: Buffer) => {
			sealedBytes += piece.length;
			await file.write(seal(piece));
		};
		await add(second);
		for await (const piece of pieces) await add(piece);
		await add(endOfDeflate);
		const whole = entry(true, sealedBytes);
		await file.write(Buffer.concat([end(), descriptor(whole)]));
		return whole;
	} finally {
		await pieces.return();
	}
}

/** Encrypts a file's pieces, and authenticates them as they are once encrypted. */
function sealing({ encryption, authentication }: EntryKey) {
	const encrypt = counterMode(encryption);
	const hmac = createHmac("sha1", authentication);
	return {
		seal: (piece: Buffer) => {
			const sealed = encrypt(piece);
			hmac.update(sealed);
			return sealed;
		},
		end: () => hmac.digest().subarray(0, macBytes),
	};
}
