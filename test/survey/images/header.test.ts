import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHeader } from "../../../scripts/survey/images/header.ts";
import { dicomVariant, syntaxes } from "./dicom-variant.ts";

const dated = { "00080020": ["DA", "20240229"], "00100020": ["LO", "H0012"], "00100021": ["LO", "HAMPTON"] } as const;

describe("reads a header", () => {
	it.each(Object.keys(syntaxes) as (keyof typeof syntaxes)[])("written in the %s way", (syntax) => {
		expect(parseHeader(dicomVariant({ modality: "MR", bodyPart: "BRAIN" }, dated, syntax))).toEqual({
			study: "2.25.2",
			patient: "HAMPTON\0H0012",
			modality: "MR",
			bodyPart: "BRAIN",
			studyDate: "20240229",
		});
	});

	it("that leaves out all but the study's number", () => {
		expect(
			parseHeader(dicomVariant({}, { "00080060": null, "00180015": ["CS", ""], "00100020": ["LO", "  "] })),
		).toEqual({
			study: "2.25.2",
		});
	});

	it("without the pixels behind it, and without looking at them", () => {
		const whole = dicomVariant({ rows: 64, columns: 64 });
		const end = whole.indexOf("2.25.2.1") - 8;
		expect(parseHeader(whole.subarray(0, end))).toEqual(parseHeader(whole));
	});

	it("with a sequence before the study's number, with and without a length", () => {
		const item = "\xfe\xff\x00\xe0\x00\x00\x00\x00";
		const open = "\xfe\xff\x00\xe0\xff\xff\xff\xff\xfe\xff\x0d\xe0\x00\x00\x00\x00\xfe\xff\xdd\xe0\x00\x00\x00\x00";
		const closed = dicomVariant({}, { "00082218": ["SQ", Buffer.from(item, "latin1")] });
		expect(parseHeader(closed)?.study).toBe("2.25.2");
		const unknown = dicomVariant({}, { "00082218": ["SQ", Buffer.from(open, "latin1")] });
		unknown.writeUInt32LE(0xffffffff, unknown.indexOf("SQ") + 4);
		expect(parseHeader(unknown)?.study).toBe("2.25.2");
	});
});

describe("takes nothing from", () => {
	const good = dicomVariant({});
	const nested = Buffer.from("\xfe\xff\x00\xe0\xff\xff\xff\xff\x08\x00\x18\x22SQ\0\0\xff\xff\xff\xff", "latin1");
	it.each([
		["no bytes", Buffer.alloc(0)],
		["a short text", Buffer.from("hello")],
		["a text as long as a header", Buffer.from("x".repeat(5000))],
		["zeros", Buffer.alloc(5000)],
		["the mark alone", good.subarray(0, 132)],
		["a file cut off before the study's number", good.subarray(0, good.indexOf("\x20\0\x0d\0"))],
		["a file cut off within the study's number", good.subarray(0, good.lastIndexOf("2.25.2") - 12)],
		["an image without a study's number", dicomVariant({}, { "0020000d": null })],
		["an empty study's number", dicomVariant({}, { "0020000d": ["UI", ""] })],
		["a file that does not say how it is written", dicomVariant({}, { "00020010": null })],
		["deflated data that are none", dicomVariant({}, { "00020010": ["UI", syntaxes.deflated] })],
		[
			"deflated data that unpack to far more",
			dicomVariant({}, { "00081111": ["UN", Buffer.alloc(9_000_000)] }, "deflated"),
		],
		[
			"sequences within sequences without end",
			dicomVariant({}, { "00082218": ["SQ", Buffer.concat(Array<Buffer>(40_000).fill(nested))] }),
		],
	])("%s", (_, bytes) => {
		expect(parseHeader(bytes)).toBeUndefined();
	});

	it("whatever bytes there are, and never fails", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(good.length), (bytes, at) => {
				parseHeader(bytes);
				const broken = Buffer.from(good);
				broken.set(bytes.subarray(0, good.length - at), at);
				parseHeader(broken);
			}),
			{ numRuns: 500 },
		);
	});
});
