import type { ImageFolder } from "../../schema/types.ts";
import type { SourceKind } from "../source-kind.ts";
import { surveyImages } from "./survey.ts";

/** Folders of DICOM images. */
export const imageFolder: SourceKind<ImageFolder> = {
	noun: "folder",
	reads: "the headers of the images",
	variable: ({ folder }) => folder,
	location: "the path of the image folder",
	survey: async (source, location, { tree, edges, day, progress }) => ({
		...(await surveyImages(tree, source, location, edges, day, progress)),
		notes: [],
	}),
};
