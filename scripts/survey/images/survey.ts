import { opendir } from "node:fs/promises";
import type { FileTree } from "../../git/file-tree.ts";
import { error, type Issue, warning } from "../../issue/issue.ts";
import { UserError } from "../../issue/user-error.ts";
import { band } from "../../records/count-band.ts";
import { readImagePage } from "../../records/image-folders.ts";
import type { ImageFolder } from "../../schema/types.ts";
import type { SurveyPlan } from "../source-kind.ts";
import { describeImages } from "./describe.ts";
import { planImagePage } from "./plan.ts";
import { readFileHeader } from "./read-file.ts";
import { startTally } from "./tally.ts";
import { walk } from "./walk.ts";

/** Files read at the same time: enough for a network drive, and at most 16 MiB of memory. */
const filesAtATime = 16;
/** How many files lie between two reports of progress: a multiple of {@link filesAtATime}. */
const filesBetweenReports = 16_000;

/**
 * Surveys one folder of DICOM images: what there is by modality, body part and year, in bands. Of every file only the
 * header is read. No path, identifier or text from a header is ever shown, not even in the issues.
 *
 * @param tree the records as they stand, for the page there is
 * @param folder the folder's path on this machine
 * @param edges the policy's `countBands`
 * @param day the day to write as surveyed
 * @param progress told how far it is, a line now and then
 * @returns the page to write; none if page or folder cannot be read, which the issues then say
 */
export async function surveyImages(
	tree: FileTree,
	source: ImageFolder,
	folder: string,
	edges: readonly number[],
	day: string,
	progress: (line: string) => void = () => {},
): Promise<Omit<SurveyPlan, "notes">> {
	const page = await readImagePage(tree, source.id);
	if (page.issues.length > 0) {
		const fix = "Mend it, or restore its front matter from git, and survey again. It was left as it is.";
		const issue = { ...error("survey", [], "the page cannot be brought up to date", fix), file: page.path, line: 1 };
		return { source: source.id, pages: [], issues: [...page.issues, issue] };
	}
	const problem = await findProblem(source, folder);
	if (problem !== undefined) return { source: source.id, pages: [], issues: [problem] };
	const report = (files: number) => progress(`${source.id}: ${files.toLocaleString("en-GB")} files seen`);
	const counted = await countImages(folder, edges[0] ?? 0, day, report).catch(orUserError);
	if (counted instanceof UserError) {
		const fix = "Is the drive still mounted? Survey again once it is. Nothing was written.";
		const issue = error("survey", [], `${source.id}: ${counted.message}: it went away during the survey`, fix);
		return { source: source.id, pages: [], issues: [issue] };
	}
	const { counts, closedFiles, links, ...leftovers } = counted;
	const issues = describeLimits(source, { ...leftovers, closedFiles, links }, edges);
	if (counts.all.files === 0) {
		const fix = `Is it mounted, and does ${source.folder} name the right folder? Nothing was written.`;
		const issue = error("survey", [], `${source.id}: the folder holds no DICOM image that can be read`, fix);
		return { source: source.id, pages: [], issues: [...issues, issue] };
	}
	const found = describeImages(source.id, counts, leftovers, edges, day);
	return { source: source.id, pages: [planImagePage(page, source.title, found)], issues };
}

/** Why the folder itself cannot be opened. */
async function findProblem(source: ImageFolder, folder: string): Promise<Issue | undefined> {
	try {
		await (await opendir(folder)).close();
		return undefined;
	} catch (failure) {
		const message = `${source.id}: the folder cannot be opened (${(failure as NodeJS.ErrnoException).code})`;
		return error("survey", [], message, `Set ${source.folder} to the path of a folder that the login may read.`);
	}
}

function orUserError(failure: unknown): UserError {
	if (failure instanceof UserError) return failure;
	throw failure;
}

async function countImages(folder: string, enough: number, day: string, report: (files: number) => void) {
	const tally = startTally(enough, Number(day.slice(0, 4)));
	let [files, unreadable, closedFiles, closedFolders, links] = [0, 0, 0, 0, 0];
	let waiting: Buffer[] = [];
	const readWaiting = async () => {
		for (const read of await Promise.all(waiting.map(readFileHeader))) {
			if (read?.header !== undefined) tally.add(read.header, read.bytes);
			else if (read !== undefined) unreadable += 1;
			if (read?.closed) closedFiles += 1;
		}
		files += waiting.length;
		waiting = [];
		if (files % filesBetweenReports === 0) report(files);
	};
	for await (const found of walk(folder)) {
		if (found.kind === "link") links += 1;
		else if (found.kind === "closed-folder") closedFolders += 1;
		else waiting.push(found.path);
		if (waiting.length === filesAtATime) await readWaiting();
	}
	if (waiting.length > 0) await readWaiting();
	return { counts: tally.counts(), unreadable, closedFiles, closedFolders, links };
}

/** What the survey did not look into. Places are not named: paths of images carry names and numbers of patients. */
function describeLimits(
	source: ImageFolder,
	found: { readonly closedFiles: number; readonly closedFolders: number; readonly links: number },
	edges: readonly number[],
): Issue[] {
	const say = (count: number, what: string) => `${source.id}: ${band(count, edges)} ${what}`;
	const grant = "Grant the login the right to read everything in the folder.";
	return [
		...(found.closedFolders > 0
			? [error("survey", [], say(found.closedFolders, "folders could not be looked into and are not counted"), grant)]
			: []),
		...(found.closedFiles > 0
			? [error("survey", [], say(found.closedFiles, "files could not be opened and count as unreadable"), grant)]
			: []),
		...(found.links > 0
			? [
					warning(
						"survey",
						[],
						say(found.links, "links were not followed"),
						"A folder elsewhere can be a source of its own.",
					),
				]
			: []),
	];
}
