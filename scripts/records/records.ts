import type { Catalogue } from "../dictionary/catalogue.ts";
import { sha256Of } from "../document/digest.ts";
import { blobId } from "../git/blob.ts";
import { type FileTree, memoryTree } from "../git/file-tree.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { FormatName } from "../schema/formats.ts";
import { type RecordTypes, readRecord } from "../schema/read.ts";
import type {
	Agreement,
	OrganisationList,
	PeopleList,
	Policy,
	SharingRequest,
	SourceList,
	Vocabulary,
} from "../schema/types.ts";
import { readCatalogue } from "./catalogue.ts";
import {
	agreementAt,
	approvalsFolder,
	dictionaryFolder,
	governanceFolder,
	governancePath,
	requestAt,
	requestPath,
	requestsFolder,
	sourcesFile,
	termsAt,
	vocabularyAt,
} from "./paths.ts";

/** All records that requests are judged by, and the requests, as they stand in one tree. */
export interface Records {
	readonly sources: SourceList;
	readonly catalogue: Catalogue;
	readonly policy: Policy;
	readonly organisations: OrganisationList;
	readonly people: PeopleList;
	/** By id. */
	readonly agreements: ReadonlyMap<string, Agreement>;
	/** The SHA-256 of each text of terms, by name. */
	readonly terms: ReadonlyMap<string, string>;
	/** By file name, such as `purposes`. */
	readonly vocabularies: ReadonlyMap<string, Vocabulary>;
	/** By project; only those that can be read. */
	readonly requests: ReadonlyMap<string, SharingRequest>;
	/** The git object name of each of these files, by path. */
	readonly blobs: ReadonlyMap<string, string>;
}

/** Puts file, line and column into issues about one file's record. */
export type Locate = (issues: readonly Issue[]) => readonly Issue[];

/** What {@link readRecords} found. */
export interface RecordsRead {
	/** Absent if the source list, the policy, the organisations or the people are missing or invalid. */
	readonly records?: Records;
	/** Located problems of all files read. */
	readonly issues: readonly Issue[];
	/** By path of a file: locates issues that a rule found in its record. */
	readonly locators: ReadonlyMap<string, Locate>;
}

/**
 * Reads the dictionary, governance and all requests of a tree. What cannot be read is left out and reported; only
 * without the files that everything rests on are there no records at all.
 *
 * @param project the only project whose request is read; all of them without it
 */
export async function readRecords(tree: FileTree, project?: string): Promise<RecordsRead> {
	const files = await recordFiles(tree, project);
	const { catalogue, issues: dictionaryIssues } = await readCatalogue(memoryTree(tree.label, files));
	const issues: Issue[] = [...dictionaryIssues];
	const locators = new Map<string, Locate>();
	const read = <F extends FormatName>(format: F, path: string): RecordTypes[F] | undefined => {
		const bytes = files.get(path);
		if (bytes === undefined) {
			issues.push({
				...error("missing-file", [], "the file is missing", "Write it, or start with hub init."),
				file: path,
			});
			return undefined;
		}
		const record = readRecord(format, bytes, path);
		locators.set(path, record.locate);
		// The catalogue's reader has reported the source list's own issues.
		if (format !== "sources") issues.push(...record.issues);
		return record.value;
	};
	const readNamed = <F extends FormatName>(
		format: F,
		nameAt: (path: string) => string | undefined,
	): ReadonlyMap<string, RecordTypes[F]> => {
		const found = new Map<string, RecordTypes[F]>();
		for (const path of [...files.keys()].sort()) {
			const name = nameAt(path);
			const value = name === undefined ? undefined : read(format, path);
			if (name !== undefined && value !== undefined) found.set(name, value);
		}
		return found;
	};
	const sources = files.has(sourcesFile) ? read("sources", sourcesFile) : undefined;
	const policy = read("policy", governancePath("policy"));
	const organisations = read("organisations", governancePath("organisations"));
	const people = read("people", governancePath("people"));
	const agreements = readNamed("agreement", agreementAt);
	const vocabularies = readNamed("vocabulary", vocabularyAt);
	const requests = readNamed("request", requestAt);
	if (!sources || !policy || !organisations || !people) return { issues, locators };
	const terms = new Map([...files].flatMap(([path, bytes]) => termsEntry(path, bytes)));
	const blobs = new Map([...files].map(([path, bytes]) => [path, blobId(bytes)]));
	const records = {
		sources,
		catalogue,
		policy,
		organisations,
		people,
		agreements,
		terms,
		vocabularies,
		requests,
		blobs,
	};
	return { records, issues, locators };
}

/** The files that make up the records. Approvals and deliveries rest on them and are read by those who judge them. */
async function recordFiles(tree: FileTree, project?: string): Promise<ReadonlyMap<string, Buffer>> {
	const isRecord = (path: string): boolean =>
		path.startsWith(governanceFolder)
			? !path.startsWith(approvalsFolder("governance"))
			: project === undefined
				? requestAt(path) !== undefined
				: path === requestPath(project);
	return new Map([...(await tree.readAll(dictionaryFolder)), ...(await tree.readAll(requestsFolder, isRecord))]);
}

function termsEntry(path: string, bytes: Buffer): readonly (readonly [string, string])[] {
	const name = termsAt(path);
	return name === undefined ? [] : [[name, sha256Of(bytes)]];
}
