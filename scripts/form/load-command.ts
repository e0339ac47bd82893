import { readFile } from "node:fs/promises";
import { commitTree } from "../git/commit-tree.ts";
import { folderTree } from "../git/file-tree.ts";
import { openRepository, resolveCommit } from "../git/repository.ts";
import { formatIssue } from "../issue/format.ts";
import { error, hasErrors, type Issue, warning } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { counted } from "../text/count.ts";
import { type Book, readBook } from "./book.ts";
import { formatConflicts } from "./conflicts.ts";
import { type ParsedForm, parseForm } from "./parse.ts";
import { type LoadPlan, planLoad } from "./plan.ts";
import { describeChange, describeUntouched } from "./report.ts";
import { formLines } from "./text.ts";
import { replacePages, writeBeside } from "./write.ts";

/**
 * `hub load`: brings what colleagues wrote in a form into the dictionary of the working folder. Everything that
 * stands in the form is merged with what the dictionary said when it was made and what it says now; conflicts go
 * into a file of their own beside the form, the rest is written.
 *
 * @throws UserError `invalid` with every problem if there is an error, and then nothing is written; `invalid` too
 * if there were conflicts, after the rest was written; `environment` if git or a file cannot be used
 */
export async function loadCommand(options: {
	readonly root: string;
	readonly file: string;
	readonly dryRun: boolean;
	readonly print: (line: string) => void;
}): Promise<void> {
	const { root, file, dryRun, print } = options;
	const lines = formLines(await readForm(file), file);
	const form = parseForm(lines);
	const { book: base, commit, issues } = await readBase(root, form, file);
	const ours = await readBook(folderTree(root), base);
	const plan = planLoad({ base, ours, form, lines, file });
	const problems = inOrder([...ours.issues, ...issues, ...plan.issues]);
	for (const change of plan.changes) for (const line of describeChange(change, dryRun)) print(line);
	for (const conflict of plan.conflicts) for (const line of describeChange(conflict, true, "Conflict: ")) print(line);
	if (hasErrors(problems))
		throw new UserError("invalid", `${file}: nothing was loaded. Correct these and load it again:`, problems);
	for (const issue of problems) print(formatIssue(issue));
	if (!dryRun) {
		if (plan.conflicts.length > 0) {
			const names = conflictFiles(file);
			print(
				`Written side by side to ${await writeBeside(names, formatConflicts(form.name ?? "form", commit, plan.conflicts))}.`,
			);
		}
		await replacePages(root, plan.pages);
	}
	for (const line of summary(plan, dryRun)) print(line);
	if (plan.conflicts.length === 0) return;
	const what = `${counted(plan.conflicts.length, "place")} changed here and in the form differently.`;
	const next = dryRun
		? "Without --dry-run they go into a file to decide."
		: "Decide each in the file of conflicts and load that.";
	throw new UserError("invalid", `${what} ${next}`);
}

async function readForm(file: string): Promise<Buffer> {
	try {
		return await readFile(file);
	} catch (failure) {
		const { code } = failure as NodeJS.ErrnoException;
		throw new UserError("environment", `${file}: cannot be read (${code}). Name the form that came back.`);
	}
}

/** The dictionary as it was when the form was made. */
async function readBase(
	root: string,
	form: ParsedForm,
	file: string,
): Promise<{ book: Book; commit: string; issues: Issue[] }> {
	const refuse = (message: string, fix: string) =>
		new UserError("invalid", `${file}: nothing was loaded.`, [{ ...error("form", [], message, fix), file, line: 1 }]);
	if (form.commit === undefined) {
		if (form.parts.length === 0)
			throw refuse("this is no form of the hub", "Name the form or file of conflicts that came back.");
		throw refuse("the form does not say which commit it was made from", 'Put back its line "Made from commit".');
	}
	const repository = openRepository(root);
	const commit = await resolveCommit(repository, form.commit);
	if (commit === undefined) {
		throw refuse(
			"this repository does not have the commit that the form was made from",
			"Fetch it, or load the form where it was made.",
		);
	}
	const issues: Issue[] = [];
	if (form.parts.length === 0) {
		issues.push({
			...error("form", [], "the form has no heading of a table or field", "Save it as Markdown, with its headings."),
			file,
			line: 1,
		});
	}
	const head = await resolveCommit(repository, "HEAD");
	if (head === undefined || !(await repository.holds(["merge-base", "--is-ancestor", commit, head]))) {
		const message = "the form was made from a commit that is not part of this branch's history";
		issues.push({ ...warning("form", [], message, "See that it is the form you sent out."), file, line: 1 });
	}
	const came = form.parts.filter(({ kind }) => kind === "field").length;
	if (form.fields !== undefined && came < form.fields) {
		const message = `the form asked about ${counted(form.fields, "field")} and ${came} came back`;
		issues.push({ ...warning("form", [], message), file, line: 1 });
	}
	return { book: await readBook(commitTree(repository, commit)), commit, issues };
}

function* conflictFiles(file: string): Generator<string> {
	const stem = file.replace(/\.(?:md|markdown|txt)$/i, "");
	yield `${stem}.conflicts.md`;
	for (let number = 2; number < 100; number++) yield `${stem}.conflicts-${number}.md`;
}

function summary({ changes, pages, untouched }: LoadPlan, dryRun: boolean): string[] {
	const did = dryRun ? "would change" : "changed";
	const where = pages.size === 0 ? "" : ` on ${counted(pages.size, "page")}`;
	return [`${counted(changes.length, "place")} ${did}${where}.`, ...describeUntouched(untouched)];
}

function inOrder(issues: readonly Issue[]): Issue[] {
	return issues.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
