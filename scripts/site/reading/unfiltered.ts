import type { FileTree } from "../../git/file-tree.ts";
import type { Repository } from "../../git/repository.ts";
import type { Records } from "../../records/records.ts";
import type { Shown } from "../audience/audience.ts";

/** What a reading was filtered from: all records, whoever may see what. */
export interface Unfiltered {
	readonly repo: Repository;
	/** All files of the commit's records. */
	readonly tree: FileTree;
	readonly records: Records;
}

const kept = new WeakMap<Shown, Unfiltered>();

/** Remembers what a reading was filtered from. */
export function keepUnfiltered(reading: Shown, unfiltered: Unfiltered): void {
	kept.set(reading, unfiltered);
}

/**
 * What a reading was filtered from, to judge by and to filter from again. It stands apart so that no page takes it for
 * what it may show: `test/rooms.test.ts` lists the few modules that ask for it.
 */
export function unfiltered(reading: Shown): Unfiltered {
	const found = kept.get(reading);
	if (found === undefined) throw new RangeError("this reading was not made by readSite");
	return found;
}
