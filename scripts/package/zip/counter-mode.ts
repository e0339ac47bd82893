import { createCipheriv } from "node:crypto";

const blockBytes = 16;
const batchBytes = 64 * 1024;
const limit32 = 2 ** 32;
// Used and done with within one call, so one of each serves for all files.
const counters = Buffer.alloc(batchBytes);
const counterWords = new Uint32Array(counters.buffer, counters.byteOffset, batchBytes / 4);
const stream = new Uint32Array(batchBytes / 4);
const streamBytes = new Uint8Array(stream.buffer);

/**
 * AES-256 in WinZip's counter mode: a function to encrypt or decrypt the pieces of one file, one after the other.
 *
 * The counter starts at 1 and grows from its first byte on, where Node's own counter mode grows from the last: so the
 * counters are encrypted as they are (ECB) and combined with the data here. Both go through whole words, which is as fast
 * as Node's own.
 */
export function counterMode(key: Buffer): (piece: Buffer) => Buffer {
	const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
	let position = 0;

	return (piece) => {
		// The piece is laid where its first block begins, so that blocks and words of data and key stream coincide.
		const before = position % blockBytes;
		const work = Buffer.allocUnsafeSlow(Math.ceil((before + piece.length) / blockBytes) * blockBytes);
		work.set(piece, before);
		const words = new Uint32Array(work.buffer, work.byteOffset, work.length / 4);
		let counter = (position - before) / blockBytes + 1;
		for (let at = 0; at < work.length; at += batchBytes) {
			const length = Math.min(batchBytes, work.length - at);
			for (let block = 0; block < length / 4; block += 4, counter++) {
				counterWords[block] = counter % limit32;
				counterWords[block + 1] = Math.floor(counter / limit32);
			}
			streamBytes.set(cipher.update(counters.subarray(0, length)));
			for (let word = 0; word < length / 4; word++) {
				const there = at / 4 + word;
				words[there] = (words[there] as number) ^ (stream[word] as number);
			}
		}
		position += piece.length;
		return work.subarray(before, before + piece.length);
	};
}
