/** What a made-up image says of itself. */
export interface DicomImage {
	readonly imageUid: string;
	readonly studyUid: string;
	readonly modality: "CR" | "CT" | "MR" | "US";
	readonly bodyPart: string;
	/** Day of the examination, as DICOM writes it: 20260331. */
	readonly studyDate: string;
	/** Position in the study, from 1. */
	readonly number: number;
	/** Height in pixels. */
	readonly rows: number;
	/** Width in pixels. */
	readonly columns: number;
}

const explicitLittleEndian = "1.2.840.10008.1.2.1";

/** The kind of object each modality stores (DICOM PS3.4, annex B.5). */
const storageClasses = {
	CR: "1.2.840.10008.5.1.4.1.1.1",
	CT: "1.2.840.10008.5.1.4.1.1.2",
	MR: "1.2.840.10008.5.1.4.1.1.4",
	US: "1.2.840.10008.5.1.4.1.1.6.1",
} as const satisfies Record<DicomImage["modality"], string>;

/**
 * A well-formed DICOM file (PS3.10) with a grey pattern of 8-bit pixels, in explicit little-endian
 * transfer syntax. Patient name, number and birth date are there and empty.
 */
export function dicomFile(image: DicomImage): Buffer {
	const storageClass = storageClasses[image.modality];
	const meta = Buffer.concat([
		element(0x0002, 0x0001, "OB", Buffer.from([0, 1])),
		text(0x0002, 0x0002, "UI", storageClass),
		text(0x0002, 0x0003, "UI", image.imageUid),
		text(0x0002, 0x0010, "UI", explicitLittleEndian),
		text(0x0002, 0x0012, "UI", "2.25.160915062026"),
	]);
	return Buffer.concat([
		Buffer.alloc(128),
		Buffer.from("DICM", "latin1"),
		element(0x0002, 0x0000, "UL", uint32(meta.length)),
		meta,
		text(0x0008, 0x0016, "UI", storageClass),
		text(0x0008, 0x0018, "UI", image.imageUid),
		text(0x0008, 0x0020, "DA", image.studyDate),
		text(0x0008, 0x0060, "CS", image.modality),
		text(0x0010, 0x0010, "PN", ""),
		text(0x0010, 0x0020, "LO", ""),
		text(0x0010, 0x0030, "DA", ""),
		text(0x0012, 0x0062, "CS", "YES"),
		text(0x0018, 0x0015, "CS", image.bodyPart),
		text(0x0020, 0x000d, "UI", image.studyUid),
		text(0x0020, 0x000e, "UI", `${image.studyUid}.1`),
		text(0x0020, 0x0013, "IS", `${image.number}`),
		element(0x0028, 0x0002, "US", uint16(1)),
		text(0x0028, 0x0004, "CS", "MONOCHROME2"),
		element(0x0028, 0x0010, "US", uint16(image.rows)),
		element(0x0028, 0x0011, "US", uint16(image.columns)),
		element(0x0028, 0x0100, "US", uint16(8)),
		element(0x0028, 0x0101, "US", uint16(8)),
		element(0x0028, 0x0102, "US", uint16(7)),
		element(0x0028, 0x0103, "US", uint16(0)),
		element(0x7fe0, 0x0010, "OB", even(pattern(image), 0)),
	]);
}

function pattern({ rows, columns, number }: DicomImage): Buffer {
	return Buffer.from(
		Array.from({ length: rows * columns }, (_, at) => ((at % columns) * 16 + Math.floor(at / columns) * number) % 256),
	);
}

// Values are padded to an even length: UIDs with a zero byte, other texts with a space (PS3.5, 6.2).
function text(group: number, number: number, kind: string, value: string): Buffer {
	return element(group, number, kind, even(Buffer.from(value, "latin1"), kind === "UI" ? 0 : 0x20));
}

function even(value: Buffer, filler: number): Buffer {
	return value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.from([filler])]);
}

function element(group: number, number: number, kind: string, value: Buffer): Buffer {
	// Byte strings have a longer head, with four bytes for the length (PS3.5, 7.1.2).
	const length = kind === "OB" ? Buffer.concat([uint16(0), uint32(value.length)]) : uint16(value.length);
	return Buffer.concat([uint16(group), uint16(number), Buffer.from(kind, "latin1"), length, value]);
}

function uint16(value: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16LE(value);
	return bytes;
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}
