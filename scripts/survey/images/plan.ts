import { isDeepStrictEqual } from "node:util";
import { formatEntry } from "../../dictionary/entry.ts";
import type { ImagePage } from "../../dictionary/image-page.ts";
import { escapeText } from "../../dictionary/seed.ts";
import type { ImageCollection, ImageGroup } from "../../schema/types.ts";
import type { PlannedPage } from "../source-kind.ts";

/**
 * Brings what a survey found together with the page there is. The words on the page stay as they are, byte for byte;
 * the day of the survey moves only if something else has changed.
 *
 * @param title heading of a new page
 * @param page one that can be read, or none
 */
export function planImagePage(page: ImagePage, title: string, found: ImageCollection): PlannedPage {
	const { path, metadata: before, body } = page;
	const planned = { table: "images", path };
	if (body === undefined) {
		return { ...planned, text: formatEntry(found, `\n# ${escapeText(title)}\n`), drift: ["new: it has no page"] };
	}
	if (before === undefined) {
		// Words that were there before the first survey begin below a blank line.
		const gap = /^[\r\n\uFEFF]/.test(body) ? "" : "\n";
		return { ...planned, text: formatEntry(found, gap + body), drift: ["its page has not been surveyed"] };
	}
	if (isDeepStrictEqual({ ...found, surveyed: before.surveyed }, before)) return { ...planned, drift: [] };
	return { ...planned, text: formatEntry(found, body), drift: describeImageDrift(before, found) };
}

/** What kinds of images came or went, a line each. Counts and years come and go with the data and do not count. */
function describeImageDrift(before: ImageCollection, after: ImageCollection): string[] {
	return [
		...compare("modality", before.modalities, after.modalities),
		...compare("body part", before.bodyParts, after.bodyParts),
	];
}

function compare(what: string, before: readonly ImageGroup[], after: readonly ImageGroup[]): string[] {
	const [old, now] = [before, after].map((groups) => groups.map(({ value }) => value).filter(isNamed));
	return [
		...(now ?? []).filter((value) => !old?.includes(value)).map((value) => `${what} ${value} is new`),
		...(old ?? []).filter((value) => !now?.includes(value)).map((value) => `${what} ${value} is gone, or rare by now`),
	];
}

function isNamed(value: string): boolean {
	return value !== "other" && value !== "not stated";
}
