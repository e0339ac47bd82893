import { isAbsolute, normalize, relative, resolve } from "node:path";
import { londonDay } from "../document/day.ts";
import { changeSince, type ProposedChange } from "../git/changes.ts";
import { type FileTree, folderTree } from "../git/file-tree.ts";
import { openRepository } from "../git/repository.ts";
import { hasErrors, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { quoted } from "../text/quote.ts";
import { checkBroughtHistory } from "./brought-history.ts";
import { type CheckFormat, formatIssues } from "./format.ts";
import { governanceNotes, isFoundedAt } from "./governance-in-force.ts";
import { checkOneChange } from "./one-change.ts";
import { checkRepository, type RepositoryCheck } from "./repository.ts";

/** What a check has looked at: the records if they can be read, and the change if one was named. */
export interface Checked extends Pick<RepositoryCheck, "records"> {
	readonly change?: ProposedChange;
}

/**
 * `hub check`: prints every problem of the records in the working folder, or of the files and folders named, and
 * whether the governance there is in force, see {@link governanceNotes}.
 *
 * @param options.files Paths relative to the repository, or absolute; all records if there are none.
 * @param options.base A version, such as `origin/main`: what is committed since it left that version must be one change,
 * see {@link checkOneChange}, and bring nothing harmful into the history, see {@link checkBroughtHistory}. Reported whatever files are named.
 * @param options.notes What else is to be said of what was checked, beside its problems.
 * @throws UserError `invalid` after printing, if there are errors; `usage` if a file named does not exist.
 */
export async function checkCommand(options: {
	readonly root: string;
	readonly files: readonly string[];
	readonly base?: string | undefined;
	readonly format: CheckFormat;
	readonly now: Date;
	readonly notes?: (checked: Checked) => Promise<readonly string[]>;
	readonly print: (line: string) => void;
}): Promise<void> {
	const tree = folderTree(options.root);
	const chosen = await Promise.all(options.files.map((file) => chosenPath(options.root, file, tree)));
	const change = options.base === undefined ? undefined : await changeSince(openRepository(options.root), options.base);
	const founded = await isFoundedAt(options.root, change?.from ?? "HEAD");
	const { issues, records } = await checkRepository(tree, londonDay(options.now), founded);
	// Where the records that requests are judged by cannot be read, no request is judged: then every problem is shown.
	const about =
		chosen.length === 0 || records === undefined ? issues : issues.filter((issue) => isChosen(issue, chosen));
	const brought = change && (await checkBroughtHistory(openRepository(options.root), change, records));
	const shown = [...checkOneChange(change?.paths ?? []), ...(brought ?? []), ...about];
	const checked = { ...(records && { records }), ...(change && { change }) };
	const notes = [...(await governanceNotes(options.root)), ...((await options.notes?.(checked)) ?? [])];
	for (const line of formatIssues(shown, options.format, notes)) options.print(line);
	if (hasErrors(shown)) throw new UserError("invalid", "");
}

async function chosenPath(root: string, file: string, tree: FileTree): Promise<string> {
	const path = (isAbsolute(file) ? relative(resolve(root), file) : normalize(file)).replace(/\/+$/, "");
	if (path === ".") return "";
	const exists = (await tree.read(path)) !== undefined || (await tree.list(`${path}/`)).length > 0;
	if (exists) return path;
	throw new UserError("usage", `${quoted(file)} is no file or folder of the records in ${resolve(root)}.`);
}

function isChosen({ file = "" }: Issue, chosen: readonly string[]): boolean {
	return chosen.some((path) => path === "" || file === path || file.startsWith(`${path}/`));
}
