import { londonDay } from "../../document/day.ts";
import { sha256Of } from "../../document/digest.ts";
import type { FileTree } from "../../git/file-tree.ts";
import { error, type Issue } from "../../issue/issue.ts";
import { decisionAt, decisionPath, decisionsFolder } from "../../records/decision-paths.ts";
import { signaturePath } from "../../records/paths.ts";
import { hasLeft } from "../../records/person.ts";
import { strayFile } from "../../records/signed-file.ts";
import { readRecord } from "../../schema/read.ts";
import type { DataDecision, PeopleList, Person } from "../../schema/types.ts";
import { checkSignature } from "../../signature/ssh.ts";
import { personOfKey } from "../evidence.ts";

/** One signing act about data: well formed, named by its digest, with a signature that fits its bytes. */
export interface SigningAct {
	readonly path: string;
	/** SHA-256 of its bytes: 64 hexadecimal digits. */
	readonly sha256: string;
	readonly value: DataDecision;
	/** Fingerprint of the key that signed it. */
	readonly fingerprint: string;
}

/** Reads one signing act, or says as an issue why it is none. */
export async function readAct(
	sha256: string,
	files: ReadonlyMap<string, Buffer>,
	check = checkSignature,
): Promise<SigningAct | Issue> {
	const path = decisionPath(sha256);
	const [bytes, signature] = [files.get(path), files.get(signaturePath(path))];
	const stray = (says: string): Issue => ({
		...error(strayFile, [], says, "It counts for nothing: take it out, and ask who put it there."),
		file: bytes === undefined ? signaturePath(path) : path,
		line: 1,
		column: 1,
	});
	if (bytes === undefined) return stray("this is a signature of nothing");
	if (sha256Of(bytes) !== sha256) return stray("the file's name is not the SHA-256 of its bytes");
	const { value, issues } = readRecord("dataDecision", bytes, path);
	if (value === undefined) return stray(`this is no decision about data: ${issues[0]?.message}`);
	if (signature === undefined) return stray("this decision about data has no signature beside it");
	const fingerprint = await check(bytes, signature, "data-decision");
	if (fingerprint === undefined) return stray("the signature does not fit this decision's bytes");
	return { path, sha256, value, fingerprint };
}

/** The signing acts that some digests name, those that stand in a tree, in the order in which they were signed. */
export async function readActs(
	tree: FileTree,
	digests: readonly string[],
	check = checkSignature,
): Promise<readonly SigningAct[]> {
	if (digests.length === 0) return [];
	const wanted = new Set(digests);
	const files = await tree.readAll(decisionsFolder, (path) => wanted.has(decisionAt(path) ?? ""));
	const read = await Promise.all([...wanted].map((sha256) => readAct(sha256, files, check)));
	return read.flatMap((act) => ("value" in act ? [act] : [])).sort(inOrderOfSigning);
}

/** Acts by the time at which they were signed. */
export function inOrderOfSigning(one: SigningAct, other: SigningAct): number {
	const [a, b] = [`${one.value.at} ${one.sha256}`, `${other.value.at} ${other.sha256}`];
	return a < b ? -1 : Number(a > b);
}

/** What stands among the signing acts without being one: an issue for each, in the order of the paths. */
export async function actIssues(files: ReadonlyMap<string, Buffer>, check = checkSignature): Promise<readonly Issue[]> {
	const named = Map.groupBy([...files.keys()].sort(), (path) => decisionAt(path) ?? "");
	const issues: Issue[] = [];
	for (const [sha256, paths] of named) {
		if (sha256 === "") {
			const says = "this is not the name of a decision about data or of its signature";
			issues.push(
				...paths.map((file) => ({ ...error(strayFile, [], says, "Take it out."), file, line: 1, column: 1 })),
			);
			continue;
		}
		const read = await readAct(sha256, files, check);
		if (!("value" in read)) issues.push(read);
	}
	return issues;
}

/**
 * The person who signed an act; undefined where it counts as nobody's: its key does not count, or is not of the person
 * whom it names, or that person has left.
 *
 * @param people the people in force
 * @param relied the moment at which it is relied on
 */
export function actSigner(act: SigningAct, people: PeopleList, relied: Date): Person | undefined {
	const person = personOfKey(act, people, relied);
	if ("why" in person || person.id !== act.value.signer || hasLeft(person, londonDay(relied))) return undefined;
	return person;
}
