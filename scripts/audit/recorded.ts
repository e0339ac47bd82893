import { createHash } from "node:crypto";
import { error, type Issue } from "../issue/issue.ts";
import { blobId } from "../records/blob.ts";
import { type RecordTypes, readRecord } from "../schema/read.ts";

/** One signed record. */
export interface RecordedFile<T> {
	readonly path: string;
	/** SHA-256 of the bytes: 64 hexadecimal digits. */
	readonly sha256: string;
	/** Git object name of the bytes. */
	readonly blob: string;
	readonly bytes: Buffer;
	/** The signature file's bytes, where there is one. */
	readonly signature?: Buffer;
	readonly value: T;
}

/** All that is recorded of one delivery. */
export interface RecordedDelivery {
	readonly project: string;
	/** Its number, four digits. */
	readonly delivery: string;
	readonly manifest?: RecordedFile<RecordTypes["manifest"]>;
	readonly events: readonly RecordedFile<RecordTypes["event"]>[];
	readonly queries: readonly RecordedFile<RecordTypes["query"]>[];
	readonly answers: readonly RecordedFile<RecordTypes["answer"]>[];
}

const kinds = {
	manifest: /^manifest\.json$/,
	event: /^events\/[1-9]\d*\.json$/,
	query: /^queries\/[1-9]\d*\.json$/,
	answer: /^queries\/[1-9]\d*\.answer\.json$/,
} as const;

/**
 * Sorts the files below `requests/` into deliveries, in the order of project and number. What is none of the known
 * records, cannot be read, or says another project or number than its folder, becomes an issue.
 */
export function recordedDeliveries(files: ReadonlyMap<string, Buffer>): {
	readonly deliveries: readonly RecordedDelivery[];
	readonly issues: readonly Issue[];
} {
	const issues: Issue[] = [];
	const found = new Map<string, { -readonly [K in keyof RecordedDelivery]: RecordedDelivery[K] }>();
	const refuse = (file: string, message: string): void =>
		void issues.push({ ...error("recorded-file", [], message), file });
	for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const place = /^requests\/([^/]+)\/deliveries\/(.+)$/.exec(path);
		if (place === null) continue;
		const [, project = "", rest = ""] = place;
		const [, delivery = "", name = ""] = /^(\d{4})\/(.+)$/.exec(rest) ?? [];
		const record = name.replace(/\.sig$/, "");
		const kind = (Object.keys(kinds) as (keyof typeof kinds)[]).find((candidate) => kinds[candidate].test(record));
		if (kind === undefined) {
			refuse(path, "this is no record of a delivery");
			continue;
		}
		if (name !== record) {
			if (!files.has(path.slice(0, -4))) refuse(path, "this is a signature of nothing");
			continue;
		}
		const at = `${project}/${delivery}`;
		const entry = found.get(at) ?? { project, delivery, events: [], queries: [], answers: [] };
		found.set(at, entry);
		const file = read(kind, path, bytes, files.get(`${path}.sig`), issues);
		if (file === undefined) continue;
		if (file.value.project !== project || file.value.delivery !== delivery) {
			refuse(path, `this says it is about delivery ${file.value.delivery} of ${file.value.project}`);
		}
		const add = <T>(list: readonly T[]): readonly T[] => [...list, file as T];
		if (kind === "manifest") entry.manifest = file as RecordedFile<RecordTypes["manifest"]>;
		else if (kind === "event") entry.events = add(entry.events);
		else if (kind === "query") entry.queries = add(entry.queries);
		else entry.answers = add(entry.answers);
	}
	return { deliveries: [...found.values()], issues };
}

function read<K extends keyof typeof kinds>(
	kind: K,
	path: string,
	bytes: Buffer,
	signature: Buffer | undefined,
	issues: Issue[],
): RecordedFile<RecordTypes[K]> | undefined {
	const { value, issues: problems } = readRecord(kind, bytes, path);
	issues.push(...problems);
	if (value === undefined) return undefined;
	const sha256 = createHash("sha256").update(bytes).digest("hex");
	return { path, sha256, blob: blobId(bytes), bytes, value, ...(signature === undefined ? {} : { signature }) };
}
