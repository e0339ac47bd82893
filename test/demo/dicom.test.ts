import { describe, expect, it } from "vitest";
import { type DicomImage, dicomFile } from "../../scripts/demo/dicom.ts";

const image: DicomImage = {
	imageUid: "2.25.123",
	studyUid: "2.25.45",
	modality: "CT",
	bodyPart: "CHEST",
	studyDate: "20260331",
	number: 2,
	rows: 3,
	columns: 5,
};

/** Reads the elements one after the other, as any DICOM reader would; fails where they do not add up. */
function readElements(bytes: Buffer): Map<string, Buffer> {
	const elements = new Map<string, Buffer>();
	let at = 132;
	while (at < bytes.length) {
		const tag = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)].map((part) => part.toString(16).padStart(4, "0"));
		const long = bytes.toString("latin1", at + 4, at + 6) === "OB";
		const length = long ? bytes.readUInt32LE(at + 8) : bytes.readUInt16LE(at + 6);
		const start = at + (long ? 12 : 8);
		elements.set(tag.join(), bytes.subarray(start, start + length));
		at = start + length;
	}
	expect(at).toBe(bytes.length);
	return elements;
}

describe("a made-up DICOM file", () => {
	const bytes = dicomFile(image);
	const elements = readElements(bytes);
	const text = (tag: string) =>
		elements
			.get(tag)
			?.toString("latin1")
			.replace(/[\0 ]$/, "");

	it("begins as the standard says", () => {
		expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
		expect(bytes.toString("latin1", 128, 132)).toBe("DICM");
	});

	it("has values of even length, in rising order of their tags", () => {
		expect([...elements.values()].filter(({ length }) => length % 2 === 1)).toEqual([]);
		expect([...elements.keys()]).toEqual([...elements.keys()].sort());
	});

	it("says how long its head is", () => {
		const head = [...bytes.subarray(144)].length;
		const length = elements.get("0002,0000")?.readUInt32LE() ?? 0;
		expect(length).toBeLessThan(head);
		// The first element after the head belongs to the image.
		expect(bytes.readUInt16LE(144 + length)).toBe(0x0008);
	});

	it("carries the image's own description and pixels", () => {
		expect(text("0008,0018")).toBe("2.25.123");
		expect(text("0002,0003")).toBe("2.25.123");
		expect(text("0020,000d")).toBe("2.25.45");
		expect(text("0008,0020")).toBe("20260331");
		expect(text("0008,0060")).toBe("CT");
		expect(text("0018,0015")).toBe("CHEST");
		expect(text("0020,0013")).toBe("2");
		expect(elements.get("0028,0010")?.readUInt16LE()).toBe(3);
		expect(elements.get("0028,0011")?.readUInt16LE()).toBe(5);
		// 15 pixels and a byte to make the number even.
		expect(elements.get("7fe0,0010")?.length).toBe(16);
	});

	it("leaves the patient empty", () => {
		expect(["0010,0010", "0010,0020", "0010,0030"].map(text)).toEqual(["", "", ""]);
	});
});
