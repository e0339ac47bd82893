import { imageProperties, imagesShared, type ReportedImages } from "../../report/images.ts";
import { onOneLine } from "../../text/quote.ts";
import { notDescribed } from "./not-described.ts";
import type { PageProse } from "./page-prose.ts";

/** The page of one folder of images. */
export interface ImageFolderPage {
	readonly id: string;
	readonly title: string;
	/** HTML; empty where nobody has described it. */
	readonly description: string;
	readonly blank?: string;
	/** Short facts, each a label and its text. */
	readonly facts: readonly (readonly [label: string, words: string])[];
	readonly properties: readonly {
		readonly label: string;
		readonly meaning: string;
		readonly groups: readonly { readonly value: string; readonly files: string; readonly studies: string }[];
	}[];
	/** Day of the survey that the facts are from; absent before the first. */
	readonly surveyed?: string;
}

/** The page of a folder of images. */
export function imagePage(images: ReportedImages, prose: PageProse): ImageFolderPage {
	const { id, title, owner, path, description, facts } = images;
	const known: readonly (readonly [string, string])[] =
		facts === undefined
			? []
			: [
					["Studies", facts.studies],
					["Files", facts.files],
					["Megabytes", facts.megabytes],
					["Files that cannot be read", facts.unreadable],
					...(facts.closedFolders === undefined ? [] : [["Folders not looked into", facts.closedFolders] as const]),
				];
	return {
		id,
		title: onOneLine(title),
		description: prose(path, description),
		...(description.trim() === "" ? { blank: notDescribed(owner) } : {}),
		facts: [
			["Kind", "Folder of DICOM images"],
			["Department", onOneLine(owner ?? "nobody yet")],
			["Can be shared", `${imagesShared.slice(0, 1).toUpperCase()}${imagesShared.slice(1)}`],
			...known,
		],
		properties: imageProperties(images).map(({ label, meaning, groups }) => ({ label, meaning, groups })),
		...(facts === undefined ? {} : { surveyed: facts.surveyed }),
	};
}
