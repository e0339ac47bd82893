import { promisify } from "node:util";
import { constants, deflateRaw, type ZlibOptions } from "node:zlib";

/** As many bytes are compressed by themselves: the blocks of one file on several cores at once. */
export const blockBytes = 1024 * 1024;
const blocksAtOnce = 3;
const deflate = promisify<Buffer, ZlibOptions, Buffer>(deflateRaw);

/** An empty last block in the deflate format (RFC 1951, 3.2.3): what ends a stream of blocks none of which says it is the last. */
export const endOfDeflate = Buffer.from([0x03, 0x00]);

/**
 * Compresses a file block by block and yields the pieces in order; together with {@link endOfDeflate} they are one
 * deflate stream, as pigz makes it. While some blocks are being compressed the next is read.
 *
 * @param onBlock told each block, in order, while it is being compressed
 * @param spare memory of blocks that are compressed, which serves for the next ones, and for the next file's
 */
export async function* deflateBlocks(
	content: AsyncIterable<Buffer> | Iterable<Buffer>,
	level: number,
	onBlock: (block: Buffer) => void,
	spare: Buffer[] = [],
): AsyncGenerator<Buffer, void, undefined> {
	const underway: Promise<Buffer>[] = [];
	for await (const block of inBlocks(content, () => spare.pop() ?? Buffer.allocUnsafeSlow(blockBytes))) {
		const piece = deflate(block, {
			level,
			// The most memory, a little faster for it.
			memLevel: constants.Z_MAX_MEMLEVEL,
			finishFlush: constants.Z_SYNC_FLUSH,
			// All that comes of a block at once: one turn on another thread.
			chunkSize: block.length + Math.ceil(block.length / 256) + 64,
		});
		// Told when it is its turn; one that nobody waits for any more must not end the process.
		piece.then(() => spare.push(Buffer.from(block.buffer))).catch(() => {});
		underway.push(piece);
		onBlock(block);
		if (underway.length >= blocksAtOnce) yield (await underway.shift()) as Buffer;
	}
	for (const piece of underway) yield await piece;
}

/**
 * The same bytes in blocks of one size, the last one shorter; none for an empty file.
 *
 * @param memory gives a block's memory, whatever it holds
 */
async function* inBlocks(
	content: AsyncIterable<Buffer> | Iterable<Buffer>,
	memory: () => Buffer,
): AsyncGenerator<Buffer, void, undefined> {
	let block = memory();
	let filled = 0;
	for await (const chunk of content) {
		for (let at = 0; at < chunk.length; ) {
			if (filled === blockBytes) {
				yield block;
				block = memory();
				filled = 0;
			}
			const taken = Math.min(chunk.length - at, blockBytes - filled);
			chunk.copy(block, filled, at, at + taken);
			at += taken;
			filled += taken;
		}
	}
	if (filled > 0) yield block.subarray(0, filled);
}
