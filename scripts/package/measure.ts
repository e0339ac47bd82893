import type { Hash } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";

/** A stream that passes bytes on unchanged. */
export interface Measure {
	readonly stream: Transform;
	/** How many bytes have passed. */
	bytes(): number;
	/** The digests of all bytes that passed, in hexadecimal, in the hashes' order. To be asked once, at the end. */
	digests(): readonly string[];
}

/** A stream that counts and hashes the bytes that pass through it. */
export function measure(hashes: readonly Hash[]): Measure {
	let bytes = 0;
	const stream = new Transform({
		transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
			bytes += chunk.length;
			for (const hash of hashes) hash.update(chunk);
			done(null, chunk);
		},
	});
	return { stream, bytes: () => bytes, digests: () => hashes.map((hash) => hash.digest("hex")) };
}
