import { createCipheriv, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counterMode } from "../../../scripts/package/zip/counter-mode.ts";

const key = randomBytes(32);

/** What the mode is by its definition: block n is combined with the encrypted number n, least byte first. */
function byDefinition(bytes: Buffer): Buffer {
	const cipher = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
	return Buffer.from(
		Array.from({ length: Math.ceil(bytes.length / 16) }, (_, block) => {
			const counter = Buffer.alloc(16);
			counter.writeBigUInt64LE(BigInt(block + 1));
			const stream = cipher.update(counter);
			return [...bytes.subarray(16 * block, 16 * block + 16)].map((byte, at) => byte ^ stream.readUInt8(at));
		}).flat(),
	);
}

describe("WinZip's counter mode", () => {
	it("is what its definition says, however the bytes come in pieces", () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 12 }), (pieces) => {
				const encrypt = counterMode(key);
				const whole = Buffer.concat(pieces);
				expect(Buffer.concat(pieces.map((piece) => encrypt(Buffer.from(piece))))).toEqual(byDefinition(whole));
			}),
		);
	});

	it.each([15, 16, 17, 255 * 16, 256 * 16, 257 * 16 + 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 200_000])(
		"holds for %i bytes at once, and behind them",
		(length) => {
			const bytes = randomBytes(length + 40);
			const encrypt = counterMode(key);
			const pieces = [encrypt(bytes.subarray(0, length)), encrypt(bytes.subarray(length))];
			expect(Buffer.concat(pieces).equals(byDefinition(bytes))).toBe(true);
		},
	);

	it("decrypts what it encrypted, and leaves what it was given as it is", () => {
		const bytes = randomBytes(1000);
		const before = Buffer.from(bytes);
		expect(counterMode(key)(counterMode(key)(bytes))).toEqual(before);
		expect(bytes).toEqual(before);
	});
});
