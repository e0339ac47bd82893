import type { FileTree } from "../git/file-tree.ts";
import { actIssues } from "../governance/data/act.ts";
import { hasErrors, type Issue } from "../issue/issue.ts";
import { decisionsFolder } from "../records/decision-paths.ts";
import { linkIssue } from "../records/link.ts";
import { dictionaryFolder, isAmongSigned, requestPath, requestsFolder } from "../records/paths.ts";
import { type Records, type RecordsRead, readRecords } from "../records/records.ts";
import { readSignedFiles } from "../records/signed-file.ts";
import { checkContext } from "./context.ts";
import { deliveredRequests } from "./delivered.ts";
import { checkDictionary, checkPage } from "./dictionary.ts";
import { checkFolders } from "./folders.ts";
import { checkGlossary } from "./glossary.ts";
import { checkGovernance } from "./governance.ts";
import { judge } from "./judge.ts";
import { checkProducts } from "./products.ts";

/** What {@link checkRepository} looked at and found. */
export interface RepositoryCheck {
	/** Located, in the order of files and places. */
	readonly issues: readonly Issue[];
	/**
	 * The records by which requests were judged. Absent if policy, people, organisations or source list cannot be read:
	 * then no request was judged.
	 */
	readonly records?: Records;
}

/**
 * Checks every record of a tree: its format, what it refers to, and each request against the rules.
 *
 * @param today The day in Europe/London.
 * @param founded Whether the records that these are to change are founded, so that no governing role may lack holders.
 */
export async function checkRepository(tree: FileTree, today: string, founded = false): Promise<RepositoryCheck> {
	const read = await readRecords(tree);
	const issues: Issue[] = [
		...read.issues,
		...checkFolders(await tree.list(requestsFolder)),
		...(await checkPages(tree)),
		...[...(await tree.links(requestsFolder)), ...(await tree.links(dictionaryFolder))].map(linkIssue),
	];
	// Such a file would count for nothing once merged, so no proposal may add one.
	const { files, strays } = await readSignedFiles(await tree.readAll(requestsFolder, isAmongSigned));
	issues.push(...strays.map((stray) => ({ ...stray, severity: "error" as const })));
	issues.push(...(await actIssues(await tree.readAll(decisionsFolder))));
	const { records } = read;
	issues.push(...(await checkGlossary(tree, records?.catalogue)), ...(await checkProducts(tree, records)));
	if (records !== undefined) {
		const dictionary = checkDictionary(records);
		issues.push(...located(checkGovernance(records, { today, founded }), read), ...located(dictionary, read));
		const delivered = deliveredRequests(files, records.people);
		for (const [project, request] of records.requests) {
			const file = requestPath(project);
			const context = checkContext(records, project, today, delivered.has(records.blobs.get(file) ?? ""));
			const found = judge(request, context, hasErrors(dictionary));
			issues.push(
				...located(
					found.map((issue) => ({ file, ...issue })),
					read,
				),
			);
		}
	}
	return { issues: sorted(issues), ...(records === undefined ? {} : { records }) };
}

async function checkPages(tree: FileTree): Promise<readonly Issue[]> {
	const pages = [...(await tree.readAll(dictionaryFolder))].filter(([path]) => path.endsWith(".md"));
	return pages.flatMap(([path, bytes]) => checkPage(path, bytes.toString("utf8")));
}

function located(issues: readonly Issue[], { locators }: RecordsRead): readonly Issue[] {
	return issues.flatMap((issue) => locators.get(issue.file ?? "")?.([issue]) ?? [issue]);
}

/** The issues in the order of files and places, each once: two requests may meet the same gap in the source list. */
function sorted(issues: readonly Issue[]): readonly Issue[] {
	const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
	return [...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values()].sort(
		(a, b) =>
			compare(a.file ?? "", b.file ?? "") ||
			(a.line ?? 0) - (b.line ?? 0) ||
			(a.column ?? 0) - (b.column ?? 0) ||
			compare(a.rule, b.rule),
	);
}
