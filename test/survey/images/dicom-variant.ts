import { deflateRawSync } from "node:zlib";
import { type DicomImage, dicomFile } from "../../../scripts/demo/dicom.ts";

/** Transfer syntaxes that differ in how a header is written (PS3.5, annex A). */
export const syntaxes = {
	explicit: "1.2.840.10008.1.2.1",
	implicit: "1.2.840.10008.1.2",
	bigEndian: "1.2.840.10008.1.2.2",
	deflated: "1.2.840.10008.1.2.1.99",
	jpeg: "1.2.840.10008.1.2.4.50",
} as const;

export interface Element {
	/** Eight hexadecimal digits. */
	readonly tag: string;
	readonly vr: string;
	readonly value: Buffer;
}

/** Elements by tag: a text with its kind, such as `["PN", "DOE^JANE"]`, or null to leave one out. */
export type Changes = Readonly<Record<string, readonly [vr: string, value: string | Buffer] | null>>;

const plain: DicomImage = {
	imageUid: "2.25.1",
	studyUid: "2.25.2",
	modality: "CT",
	bodyPart: "CHEST",
	studyDate: "",
	number: 1,
	rows: 4,
	columns: 4,
};

/** A file of scripts/demo/dicom.ts with some elements changed, in any of the ways to write a header. */
export function dicomVariant(
	image: Partial<DicomImage>,
	changes: Changes = {},
	syntax: keyof typeof syntaxes = "explicit",
): Buffer {
	const elements = splitElements(dicomFile({ ...plain, ...image }));
	const byTag = new Map(elements.map((element) => [element.tag, element]));
	for (const [tag, change] of Object.entries({ "00020010": ["UI", syntaxes[syntax]] as const, ...changes })) {
		if (change === null) byTag.delete(tag);
		else byTag.set(tag, { tag, vr: change[0], value: even(change[1], change[0]) });
	}
	const inOrder = [...byTag.values()].sort((a, b) => (a.tag < b.tag ? -1 : 1));
	const meta = inOrder.filter(({ tag }) => tag.startsWith("0002") && tag !== "00020000").map((one) => encode(one));
	const length = Buffer.alloc(4);
	length.writeUInt32LE(meta.reduce((sum, bytes) => sum + bytes.length, 0));
	const data = Buffer.concat(
		inOrder.filter(({ tag }) => !tag.startsWith("0002")).map((element) => encode(element, syntax)),
	);
	return Buffer.concat([
		Buffer.alloc(128),
		Buffer.from("DICM"),
		encode({ tag: "00020000", vr: "UL", value: length }),
		...meta,
		syntax === "deflated" ? deflateRawSync(data) : data,
	]);
}

function splitElements(bytes: Buffer): Element[] {
	const elements: Element[] = [];
	for (let at = 132; at < bytes.length; ) {
		const vr = bytes.toString("latin1", at + 4, at + 6);
		const [start, length] = vr === "OB" ? [at + 12, bytes.readUInt32LE(at + 8)] : [at + 8, bytes.readUInt16LE(at + 6)];
		const tag = [bytes.readUInt16LE(at), bytes.readUInt16LE(at + 2)].map((part) => part.toString(16).padStart(4, "0"));
		elements.push({ tag: tag.join(""), vr, value: bytes.subarray(start, start + length) });
		at = start + length;
	}
	return elements;
}

function even(value: string | Buffer, vr: string): Buffer {
	const bytes = Buffer.from(value as string, "latin1");
	return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(vr === "UI" ? "\0" : " ")]);
}

function encode({ tag, vr, value }: Element, syntax: keyof typeof syntaxes = "explicit"): Buffer {
	const big = syntax === "bigEndian";
	const number = (amount: number, bytes: 2 | 4) => {
		const buffer = Buffer.alloc(bytes);
		if (big) buffer.writeUIntBE(amount, 0, bytes);
		else buffer.writeUIntLE(amount, 0, bytes);
		return buffer;
	};
	const name = [number(Number.parseInt(tag.slice(0, 4), 16), 2), number(Number.parseInt(tag.slice(4), 16), 2)];
	if (syntax === "implicit") return Buffer.concat([...name, number(value.length, 4), value]);
	const long = ["OB", "SQ", "UN", "UT"].includes(vr);
	const length = long ? [number(0, 2), number(value.length, 4)] : [number(value.length, 2)];
	return Buffer.concat([...name, Buffer.from(vr), ...length, value]);
}
