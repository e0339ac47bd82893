import { join } from "node:path";
import { type CheckContext, checkContext } from "../../scripts/check/context.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { type Records, readRecords } from "../../scripts/records/records.ts";
import type { SharingRequest } from "../../scripts/schema/types.ts";

/** The folder of a small hospital's records, with two requests that meet all rules on {@link today}. */
export const hospitalFolder = join(import.meta.dirname, "../fixtures/hospital");

/** The day on which the fixture's requests are judged. */
export const today = "2026-03-01";

/** The small hospital's records. */
export async function readHospital(): Promise<Records> {
	const { records, issues } = await readRecords(folderTree(hospitalFolder));
	if (records === undefined || issues.length > 0) throw new Error(`the fixture is broken: ${JSON.stringify(issues)}`);
	return records;
}

/** One of the hospital's requests with what it is checked against, to be changed at will. */
export interface Draft {
	request: Changeable<SharingRequest>;
	context: Changeable<CheckContext>;
}

/** A fresh copy of one of the hospital's requests. */
export function draft(records: Records, project: "sepsis-outcomes" | "heart-trial"): Draft {
	const request = records.requests.get(project);
	if (request === undefined) throw new Error("the fixture has no such request");
	return structuredClone({ request, context: checkContext(records, project, today) }) as Draft;
}

/** The type without its `readonly`. */
export type Changeable<T> =
	T extends ReadonlyMap<infer K, infer V>
		? Map<K, Changeable<V>>
		: T extends object
			? { -readonly [K in keyof T]: Changeable<T[K]> }
			: T;
