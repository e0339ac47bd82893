import { blobId } from "../git/blob.ts";
import { requestPath } from "../records/paths.ts";
import type { RecordsRead } from "../records/records.ts";
import { readRecord } from "../schema/read.ts";

/** Records that were read without requests, with one project's added, as if they had been read together. */
export function withRequest(read: RecordsRead, project: string, bytes: Buffer | undefined): RecordsRead {
	if (bytes === undefined) return read;
	const path = requestPath(project);
	const { value, issues, locate } = readRecord("request", bytes, path);
	const { records } = read;
	return {
		...(records === undefined
			? {}
			: {
					records: {
						...records,
						requests: new Map(value === undefined ? [] : [[project, value]]),
						blobs: new Map([...records.blobs, [path, blobId(bytes)]]),
					},
				}),
		issues: [...read.issues, ...issues],
		locators: new Map([...read.locators, [path, locate]]),
	};
}
