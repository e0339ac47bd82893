import { constants, inflateRawSync } from "node:zlib";
import dicomParser, { type DataSet } from "dicom-parser";

/** What the survey takes from an image's header, as it stands there. Only modality, body part and year are ever shown. */
export interface ImageHeader {
	readonly study: string;
	/** Patient's number and who gave it; undefined where the image has none. */
	readonly patient?: string;
	readonly modality?: string;
	readonly bodyPart?: string;
	readonly studyDate?: string;
}

/** Tags of DICOM PS3.6 in the order of a file. Nothing behind the study's number is looked at. */
const tags = {
	studyDate: "x00080020",
	modality: "x00080060",
	patientId: "x00100020",
	patientIdIssuer: "x00100021",
	bodyPart: "x00180015",
	study: "x0020000d",
} as const;

/** A header is far shorter; a hostile file may unpack to a thousand times its size. */
const maxInflatedBytes = 4_194_304;

/**
 * Reads the header of a DICOM file (PS3.10) from its first bytes.
 *
 * @returns undefined for anything else, and where the bytes end before the study's number. Never throws
 */
export function parseHeader(bytes: Uint8Array): ImageHeader | undefined {
	try {
		return pick(dicomParser.parseDicom(bytes, { untilTag: tags.study, inflater }));
	} catch {
		// The library throws texts, errors and its half-read data, which holds the patient's name.
		return undefined;
	}
}

function pick(data: DataSet): ImageHeader | undefined {
	const text = (tag: string) => data.string(tag)?.trim() || undefined;
	const study = text(tags.study);
	if (study === undefined) return undefined;
	const [patientId, modality, bodyPart, studyDate] = [tags.patientId, tags.modality, tags.bodyPart, tags.studyDate].map(
		text,
	);
	return {
		study,
		...(patientId && { patient: `${text(tags.patientIdIssuer) ?? ""}\0${patientId}` }),
		...(modality && { modality }),
		...(bodyPart && { bodyPart }),
		...(studyDate && { studyDate }),
	};
}

/** Unpacks what follows the file's own header (PS3.5, A.5). The library reads the result from its beginning. */
function inflater(bytes: Uint8Array, position: number): Uint8Array {
	return inflateRawSync(bytes.subarray(position), {
		// The bytes are only the first of the file.
		finishFlush: constants.Z_SYNC_FLUSH,
		maxOutputLength: maxInflatedBytes,
	});
}
