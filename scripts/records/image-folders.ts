import { type ImagePage, parseImagePage } from "../dictionary/image-page.ts";
import { readOutline } from "../dictionary/sections.ts";
import type { FileTree } from "../git/file-tree.ts";
import type { ImageCollection } from "../schema/types.ts";
import { imageFoldersOf } from "./listed-sources.ts";
import { imagesPagePath } from "./paths.ts";
import { readSourceList } from "./source-list.ts";

/** All that the records say about one folder of images. */
export interface DescribedImages {
	/** Id of the source. */
	readonly id: string;
	/** The page's first heading, or the source's title where there is none. */
	readonly title: string;
	/** The department that answers for the images. */
	readonly owner?: string;
	/** Path of its page in the records repository. */
	readonly path: string;
	/** What people wrote on the page, as Markdown without its title; empty where nobody has yet. */
	readonly description: string;
	/** What the survey knows; undefined before the first survey, or where the page cannot be read. */
	readonly metadata?: ImageCollection;
}

/** Reads the page of an image folder. Never throws on bad content; a page that is not there is no problem. */
export async function readImagePage(tree: FileTree, source: string): Promise<ImagePage> {
	const path = imagesPagePath(source);
	const bytes = await tree.read(path);
	return bytes === undefined ? { path, issues: [] } : parseImagePage(bytes, path, source);
}

/** Reads the image folders of the source list with their pages, in the list's order. Never throws on bad content. */
export async function readImageFolders(tree: FileTree): Promise<readonly DescribedImages[]> {
	const { value } = await readSourceList(tree);
	const folders = value === undefined ? [] : imageFoldersOf(value);
	return Promise.all(
		folders.map(async ({ id, title, owner }) => {
			const { path, metadata, body = "" } = await readImagePage(tree, id);
			const outline = readOutline(body);
			return {
				id,
				title: outline.title ?? title,
				...(owner === undefined ? {} : { owner }),
				path,
				description: wordsBelowTitle(body, outline),
				...(metadata === undefined ? {} : { metadata: metadata }),
			};
		}),
	);
}

/** The whole of the page's words: here a heading with a name in code is a heading like any other. */
function wordsBelowTitle(body: string, { introduction, sections }: ReturnType<typeof readOutline>): string {
	const first = introduction[0]?.start ?? sections[0]?.span.start;
	return first === undefined ? "" : body.slice(first).trimEnd();
}
