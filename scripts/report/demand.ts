import { formatFieldId, parseFieldId } from "../dictionary/field-id.ts";
import type { FileTree } from "../git/file-tree.ts";
import { requestAt, requestsFolder } from "../records/paths.ts";
import { touchedFieldIds } from "../request/touched-fields.ts";
import { readRecord } from "../schema/read.ts";
import type { SharingRequest } from "../schema/types.ts";

/** How many requests ask for each field, by source and field id; fields that nobody asks for are not in it. */
export type Demand = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** All requests of a tree that can be read; `hub check` tells of the others. */
export async function readRequests(tree: FileTree): Promise<readonly SharingRequest[]> {
	const files = await tree.readAll(requestsFolder, (path) => requestAt(path) !== undefined);
	return [...files].flatMap(([path, bytes]) => readRecord("request", bytes, path).value ?? []);
}

/** Counts the requests that ask for a field or choose patients or rows by it; each request counts once. */
export function fieldDemand(requests: readonly SharingRequest[]): Demand {
	const demand = new Map<string, Map<string, number>>();
	for (const request of requests) {
		const counts = demand.get(request.source) ?? new Map<string, number>();
		demand.set(request.source, counts);
		for (const id of fieldsOf(request)) counts.set(id, (counts.get(id) ?? 0) + 1);
	}
	return demand;
}

function fieldsOf(request: SharingRequest): ReadonlySet<string> {
	return new Set(
		touchedFieldIds(request).flatMap((id) => {
			const name = parseFieldId(id);
			return name === undefined ? [] : [formatFieldId(name)];
		}),
	);
}
