import { describe, expect, it } from "vitest";
import { descriptor, directory, localHeader, type WrittenEntry } from "../../../scripts/package/zip/headers.ts";

const limit = 0xffffffff;
const entry: WrittenEntry = {
	path: "data/a.csv",
	at: new Date("2026-03-31T09:30:59Z"),
	streamed: false,
	bytes: 1000,
	storedBytes: 300,
	headerAt: 0,
};
/** The zip64 field's numbers in a header, none if it is absent. */
function wideNumbers(extra: Buffer): readonly bigint[] {
	if (extra.readUInt16LE(0) !== 1) return [];
	return Array.from({ length: extra.readUInt16LE(2) / 8 }, (_, at) => extra.readBigUInt64LE(4 + 8 * at));
}
const inLocal = (header: Buffer) => wideNumbers(header.subarray(30 + entry.path.length));
const inDirectory = (header: Buffer) => wideNumbers(header.subarray(46 + entry.path.length));

describe("the headers of an archive", () => {
	it("hold no checksum of the plain text, in any place", () => {
		for (const streamed of [false, true]) {
			const one = { ...entry, streamed };
			expect(localHeader(one).readUInt32LE(14)).toBe(0);
			expect(directory([one], 0).readUInt32LE(16)).toBe(0);
			expect(descriptor(one).readUInt32LE(4)).toBe(0);
		}
	});

	it("say of time what the format has room for: two seconds, without a zone, here UTC", () => {
		const [time, day] = [localHeader(entry).readUInt16LE(10), localHeader(entry).readUInt16LE(12)];
		expect([time >> 11, (time >> 5) & 63, (time & 31) * 2]).toEqual([9, 30, 58]);
		expect([1980 + (day >> 9), (day >> 5) & 15, day & 31]).toEqual([2026, 3, 31]);
	});

	it("have the sizes, or say that they follow", () => {
		expect(localHeader(entry).readUInt16LE(6)).toBe(0x0801);
		expect(localHeader(entry).readUInt32LE(18)).toBe(300);
		expect(localHeader(entry).readUInt32LE(22)).toBe(1000);
		expect(inLocal(localHeader(entry))).toEqual([]);
		const streamed = { ...entry, streamed: true };
		expect(localHeader(streamed).readUInt16LE(6)).toBe(0x0809);
		expect(inLocal(localHeader(streamed))).toEqual([0n, 0n]);
		expect(descriptor(streamed).readBigUInt64LE(8)).toBe(300n);
		expect(descriptor(streamed).readBigUInt64LE(16)).toBe(1000n);
	});

	it.each<[string, Partial<WrittenEntry>, readonly bigint[]]>([
		["nothing", { bytes: limit - 1, storedBytes: limit - 1, headerAt: limit - 1 }, []],
		["the size", { bytes: limit }, [BigInt(limit)]],
		["both sizes", { bytes: limit + 5, storedBytes: limit + 1 }, [BigInt(limit + 5), BigInt(limit + 1)]],
		["the place", { headerAt: limit }, [BigInt(limit)]],
		["all", { bytes: 2 ** 40, storedBytes: 2 ** 39, headerAt: 2 ** 38 }, [2n ** 40n, 2n ** 39n, 2n ** 38n]],
	])("use zip64 in the directory only for what needs it: %s", (_case, numbers, wide) => {
		expect(inDirectory(directory([{ ...entry, streamed: true, ...numbers }], 0))).toEqual(wide);
	});

	it("use zip64 at the end only where the directory needs it", () => {
		const signature = Buffer.from("504b0606", "hex");
		const many = (count: number) => Array.from({ length: count }, () => entry);
		expect(directory([entry], limit - 1).includes(signature)).toBe(false);
		expect(directory([entry], limit).includes(signature)).toBe(true);
		expect(directory(many(65_534), 0).includes(signature)).toBe(false);
		expect(directory(many(65_535), 0).includes(signature)).toBe(true);
	});
});
