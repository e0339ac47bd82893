import { randomBytes } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { blockBytes, deflateBlocks, endOfDeflate } from "../../../scripts/package/zip/deflate-blocks.ts";

/** Words that compress about as data do. */
const words = Buffer.from(
	Array.from({ length: 4000 }, (_, at) => `${(at * 7919) % 1000},${(at * 31) % 97},blood-pressure\n`).join(""),
);
const ofLength = (length: number) => Buffer.alloc(length, words);

async function deflated(chunks: readonly Buffer[], onBlock: (block: Buffer) => void = () => {}) {
	const pieces: Buffer[] = [];
	for await (const piece of deflateBlocks(chunks, 1, onBlock)) pieces.push(piece);
	return pieces;
}

describe("compressing a file in blocks", () => {
	it.each([
		["nothing", 0, 0],
		["one byte", 1, 1],
		["a block but for a byte", blockBytes - 1, 1],
		["exactly one block", blockBytes, 1],
		["a block and a byte", blockBytes + 1, 2],
		["exactly five blocks", 5 * blockBytes, 5],
		["five blocks and a byte", 5 * blockBytes + 1, 6],
	])("gives one deflate stream: %s", async (_case, length, blocks) => {
		const bytes = ofLength(length);
		const pieces = await deflated([bytes]);
		expect(pieces).toHaveLength(blocks);
		expect(inflateRawSync(Buffer.concat([...pieces, endOfDeflate])).equals(bytes)).toBe(true);
	});

	it("keeps what cannot be compressed", async () => {
		const bytes = randomBytes(2 * blockBytes + 77);
		expect(inflateRawSync(Buffer.concat([...(await deflated([bytes])), endOfDeflate])).equals(bytes)).toBe(true);
	});

	it("gives the same pieces however the bytes come in chunks, and tells them in order", async () => {
		const bytes = Buffer.concat([ofLength(2 * blockBytes), randomBytes(blockBytes), ofLength(blockBytes + 9)]);
		const chunks = Array.from({ length: Math.ceil(bytes.length / 65_521) }, (_, at) =>
			bytes.subarray(at * 65_521, (at + 1) * 65_521),
		);
		const told: Buffer[] = [];
		const pieces = await deflated(chunks, (block) => told.push(Buffer.from(block)));
		expect(Buffer.concat(pieces).equals(Buffer.concat(await deflated([bytes])))).toBe(true);
		expect(Buffer.concat(told).equals(bytes)).toBe(true);
	});

	it("ends its source when nobody takes more, and tells when that breaks off", async () => {
		let ended = false;
		async function* source(fails: boolean) {
			try {
				for (let chunk = 0; chunk < 10; chunk++) yield ofLength(blockBytes);
				if (fails) throw new Error("the connection was lost");
			} finally {
				ended = true;
			}
		}
		const pieces = deflateBlocks(source(false), 1, () => {});
		await pieces.next();
		await pieces.return();
		expect(ended).toBe(true);
		const all = async () => {
			for await (const _ of deflateBlocks(source(true), 1, () => {}));
		};
		await expect(all()).rejects.toThrow("the connection was lost");
	});
});
