import { type SignedKind, sha256Of } from "../delivery/signed.ts";
import { error, type Issue } from "../issue/issue.ts";
import { blobId } from "../records/blob.ts";
import { deliveryFile, deliveryFiles } from "../records/delivery-file.ts";
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
	for (const path of files.keys()) {
		if (!/^requests\/[^/]+\/deliveries\//.test(path)) continue;
		const record = path.replace(/\.sig$/, "");
		if (deliveryFile(record) === undefined) refuse(path, "this is no record of a delivery");
		else if (!files.has(record)) refuse(path, "this is a signature of nothing");
	}
	for (const { path, project, delivery, kind } of deliveryFiles(files.keys())) {
		const at = `${project}/${delivery}`;
		const entry = found.get(at) ?? { project, delivery, events: [], queries: [], answers: [] };
		found.set(at, entry);
		const file = read(kind, path, files, issues);
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

function read<K extends SignedKind>(
	kind: K,
	path: string,
	files: ReadonlyMap<string, Buffer>,
	issues: Issue[],
): RecordedFile<RecordTypes[K]> | undefined {
	const bytes = files.get(path) as Buffer;
	const signature = files.get(`${path}.sig`);
	const { value, issues: problems } = readRecord(kind, bytes, path);
	issues.push(...problems);
	if (value === undefined) return undefined;
	return { path, sha256: sha256Of(bytes), blob: blobId(bytes), bytes, value, ...(signature && { signature }) };
}
