import { stringify } from "yaml";
import { imageProperties, imagesShared, type ReportedImages } from "./images.ts";
import { type ContractPart, custom, odcsHead, yamlOptions } from "./odcs.ts";

/**
 * An image folder as a data contract, as far as the Open Data Contract Standard v3.1.0 goes: one object of files, a
 * property for each thing that images are counted by. The standard has no words for DICOM nor for how many there are
 * of a value, so that these stand as custom properties, and the contract says so.
 */
export function reportImagesOdcs(images: ReportedImages): string {
	return stringify(imagesContract(images), yamlOptions);
}

/** The contract as plain data. */
export function imagesContract(images: ReportedImages): ContractPart {
	const { id, title, owner, description, facts } = images;
	return {
		...odcsHead(id, title, facts?.surveyed, {
			usage: "Images are described here and cannot be requested yet.",
			limitations:
				"The standard has no words for images: what there is of each value stands in custom properties, as bands of files and studies.",
		}),
		schema: [
			{
				id: "images",
				name: "images",
				physicalType: "file",
				logicalType: "object",
				businessName: title,
				...(description === "" ? {} : { description }),
				...custom({
					sharing: imagesShared,
					department: owner,
					format: "DICOM",
					surveyed: facts?.surveyed ?? "not yet",
					files: facts?.files,
					studies: facts?.studies,
					megabytes: facts?.megabytes,
					unreadable: facts?.unreadable,
					closedFolders: facts?.closedFolders,
				}),
				properties: imageProperties(images).map(({ key, label, meaning, groups }) => ({
					id: key,
					name: label,
					logicalType: "string",
					description: meaning,
					...custom({ groups }),
				})),
			},
		],
	};
}
