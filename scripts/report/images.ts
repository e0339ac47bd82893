import type { DescribedImages } from "../records/image-folders.ts";
import type { ImageCollection, ImageGroup } from "../schema/types.ts";

/** One image folder as a report has it: what people say, and what the survey knows once there was one. */
export interface ReportedImages extends Omit<DescribedImages, "metadata"> {
	/** Its metadata, by the name that the report in JSON has for it. */
	readonly facts?: Omit<ImageCollection, "schemaVersion" | "source" | "kind">;
}

/** A property by which a survey counts images, and how many have each of its values. */
export interface ImageProperty {
	/** Its key in the metadata. */
	readonly key: "modalities" | "bodyParts" | "years";
	/** Its name for readers. */
	readonly label: string;
	/** What its values are. */
	readonly meaning: string;
	readonly groups: readonly ImageGroup[];
}

const properties = [
	{ key: "modalities", label: "Modality", meaning: "How the picture was made, by its code in DICOM" },
	{ key: "bodyParts", label: "Body part", meaning: "What the picture shows, by its term in DICOM" },
	{ key: "years", label: "Year", meaning: "Year of the examination" },
] as const satisfies readonly Omit<ImageProperty, "groups">[];

/** What every format says of whether images can be had. */
export const imagesShared = "described only: images cannot be requested yet";

/** An image folder as a report has it. */
export function reportedImages({ metadata: all, ...words }: DescribedImages): ReportedImages {
	if (all === undefined) return words;
	const { schemaVersion: _version, source: _source, kind: _kind, ...facts } = all;
	return { ...words, facts };
}

/** What an image folder is counted by; nothing before its first survey. */
export function imageProperties({ facts }: ReportedImages): readonly ImageProperty[] {
	return facts === undefined ? [] : properties.map((property) => ({ ...property, groups: facts[property.key] }));
}
