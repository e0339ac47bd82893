import type { RootContent } from "mdast";
import { code, heading, list, paragraph, table, text } from "../document/markdown.ts";
import { imageProperties, imagesShared, type ReportedImages } from "./images.ts";
import type { DocumentLinks } from "./markdown-field.ts";

/** An image folder's section: people's words, what is known of it, and what there is by each of its properties. */
export function describeImageFolder(images: ReportedImages, links: DocumentLinks): readonly RootContent[] {
	const { id, title, owner, description, facts } = images;
	const lines: readonly (readonly [string, string])[] = [
		["Kind", "folder of DICOM images"],
		["Department", owner ?? "nobody yet"],
		["Shared", imagesShared],
		...(facts === undefined
			? []
			: ([
					["Files", facts.files],
					["Studies", facts.studies],
					["Megabytes", facts.megabytes],
					["Files that cannot be read", facts.unreadable],
					...(facts.closedFolders === undefined ? [] : [["Folders not looked into", facts.closedFolders] as const]),
					["Last change of these facts", facts.surveyed],
				] as const)),
	];
	const blank = paragraph({ type: "emphasis", children: [text("Not described yet.")] });
	return [
		heading(2, [title], links.images(id)),
		...(description === "" ? [blank] : links.prose(description)),
		list([
			{ line: [text("Source: "), code(id)] },
			...lines.map(([label, words]) => ({ line: [text(`${label}: ${words}`)] })),
		]),
		...(facts === undefined ? [paragraph("Not surveyed yet, or its page cannot be read.")] : []),
		...imageProperties(images).flatMap(({ label, meaning, groups }) => [
			heading(3, [label]),
			paragraph(`${meaning}. What fewer people share than the lowest band begins with counts as other.`),
			table(
				[label, "Files", "Studies"],
				groups.map(({ value, files, studies }) => [value, files, studies]),
			),
		]),
	];
}
