import { band } from "../../records/count-band.ts";
import type { ImageCollection, ImageGroup } from "../../schema/types.ts";
import type { Counts, TalliedGroup } from "./tally.ts";

/** What a survey saw of an image folder besides its images, as exact counts. */
export interface Leftovers {
	/** Files that are no DICOM image, or could not be read. */
	readonly unreadable: number;
	readonly closedFolders: number;
}

/**
 * Puts together what the dictionary tells of an image folder: counts as bands only. A value that fewer people have
 * than the lowest band begins with is not named but counts as other, so that a rare kind of image singles nobody out.
 *
 * @param edges the policy's `countBands`
 * @param day the day to write as surveyed
 */
export function describeImages(
	source: string,
	counts: Counts,
	{ unreadable, closedFolders }: Leftovers,
	edges: readonly number[],
	day: string,
): ImageCollection {
	const few = edges[0] ?? 0;
	return {
		schemaVersion: 1,
		source,
		kind: "image collection",
		surveyed: day,
		files: band(counts.all.files, edges),
		studies: band(counts.all.studies.size, edges),
		megabytes: band(Math.ceil(counts.bytes / 1_000_000), edges),
		unreadable: band(unreadable, edges),
		...(closedFolders > 0 && { closedFolders: band(closedFolders, edges) }),
		modalities: describeGroups(counts.modalities, "other", few, edges),
		bodyParts: describeGroups(counts.bodyParts, "other", few, edges),
		years: describeGroups(counts.years, "other years", few, edges),
	};
}

/** Named values in the order of their names, then the others, then the images that state none. */
function describeGroups(
	groups: ReadonlyMap<string, TalliedGroup>,
	other: ImageGroup["value"],
	few: number,
	edges: readonly number[],
): ImageGroup[] {
	const folded = [...groups].filter(([value, { people }]) => value === other || people < few);
	const named = [...groups].filter(([value]) => !folded.some(([rare]) => rare === value));
	const rest = {
		files: folded.reduce((total, [, { files }]) => total + files, 0),
		studies: new Set(folded.flatMap(([, { studies }]) => [...studies])),
	};
	const listed = rest.files === 0 ? named : [...named, [other, rest] as const];
	const rank = (value: string) => (value === "not stated" ? 2 : Number(value === other));
	return listed
		.toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
		.map(([value, { files, studies }]) => ({ value, files: band(files, edges), studies: band(studies.size, edges) }));
}
