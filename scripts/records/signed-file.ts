import { sha256Of } from "../document/digest.ts";
import { blobId } from "../git/blob.ts";
import { mapConcurrently } from "../git/map-concurrently.ts";
import { type Issue, warning } from "../issue/issue.ts";
import { type RecordTypes, readRecord } from "../schema/read.ts";
import { checkSignature, type SignedKind } from "../signature/ssh.ts";
import { isAmongSigned, recordOf, type SignedPath, signaturePath, signedPaths } from "./paths.ts";

/**
 * A signed record: at a path of its kind, well formed, about the project, the delivery and the number that its path
 * says, with a signature that fits its bytes. Whose key it is, and whether that counts, has still to be judged.
 */
export interface SignedFile<K extends SignedKind = SignedKind> extends SignedPath<K> {
	readonly bytes: Buffer;
	/** The signature file's bytes. */
	readonly signature: Buffer;
	/** SHA-256 of the bytes: 64 hexadecimal digits. */
	readonly sha256: string;
	/** Git object name of the bytes. */
	readonly blob: string;
	readonly value: RecordTypes[K];
	/** Fingerprint of the key that signed it. */
	readonly fingerprint: string;
}

/** What stands where signed records stand. */
export interface SignedFiles {
	/** In the order of project, delivery, kind and number. */
	readonly files: readonly SignedFile[];
	/** What stands there without being a record: it counts for nothing, and is named. An issue for each file. */
	readonly strays: readonly Issue[];
}

/** The signed records of one kind in a list. */
export function ofKind<K extends SignedKind>(files: readonly SignedFile[], kind: K): readonly SignedFile<K>[] {
	return files.filter((file): file is SignedFile<K> => file.kind === kind);
}

/** Reads the signed records among some files. Whatever else stands in the folders of approvals and deliveries is a stray. */
export async function readSignedFiles(
	files: ReadonlyMap<string, Buffer>,
	check = checkSignature,
): Promise<SignedFiles> {
	const among = [...files.keys()].filter(isAmongSigned);
	const named = signedPaths(among);
	const records = new Set(named.map(({ path }) => path));
	const misplaced = among.flatMap((path) => {
		const record = recordOf(path);
		if (records.has(path) || (path !== record && records.has(record))) return [];
		const says =
			path === record ? "this is not the name of a record or of its signature" : "this is a signature of nothing";
		return [stray(path, says)];
	});
	const read = await mapConcurrently(named, (at) => readSignedFile(at, files, check));
	return {
		files: read.flatMap((found) => ("value" in found ? [found] : [])),
		strays: [...misplaced, ...read.flatMap((found) => ("value" in found ? [] : [found]))],
	};
}

/** Reads one signed record, or says as an issue why it is none. */
export async function readSignedFile<K extends SignedKind>(
	at: SignedPath<K>,
	files: ReadonlyMap<string, Buffer>,
	check = checkSignature,
): Promise<SignedFile<K> | Issue> {
	const { path, kind } = at;
	const [bytes, signature] = [files.get(path), files.get(signaturePath(path))];
	if (bytes === undefined) return stray(path, "this is a signature of nothing");
	const { value, issues } = readRecord(kind, bytes, path);
	const [problem] = issues;
	if (value === undefined)
		return { ...stray(path, `this is no ${kind}: ${problem?.message}`), ...lineAndColumn(problem) };
	const contradiction = contradictionOf(at, value);
	if (contradiction !== undefined) return stray(path, contradiction);
	if (signature === undefined) return stray(path, `this ${kind} has no signature beside it`);
	const fingerprint = await check(bytes, signature, kind);
	if (fingerprint === undefined) return stray(path, `the signature does not fit this ${kind}'s bytes`);
	return { ...at, bytes, signature, sha256: sha256Of(bytes), blob: blobId(bytes), value, fingerprint };
}

/** What a record says it is about, in words, if that is not what its path says: a copy elsewhere counts for nothing. */
function contradictionOf(
	{ kind, project, delivery, number }: SignedPath,
	value: RecordTypes[SignedKind],
): string | undefined {
	if ("subject" in value) {
		return value.subject === project ? undefined : `this approval is about ${value.subject}, not ${project}`;
	}
	if (value.project !== project || value.delivery !== delivery)
		return `this says it is about delivery ${value.delivery} of ${value.project}`;
	return "query" in value && value.query !== number ? `this ${kind} is numbered ${value.query}` : undefined;
}

/** The rule that is broken by a file that stands among signed records without being one. */
export const strayFile = "stray-file";

function stray(file: string, says: string): Issue {
	const fix = "It counts for nothing: take it out, and ask who put it there.";
	return { ...warning(strayFile, [], says, fix), file, line: 1, column: 1 };
}

function lineAndColumn(issue: Issue | undefined): Partial<Issue> {
	const { line, column } = issue ?? {};
	return { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}
