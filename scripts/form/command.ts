import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { commitTree } from "../git/commit-tree.ts";
import { openRepository, resolveCommit } from "../git/repository.ts";
import { UserError } from "../issue/user-error.ts";
import { dictionaryFolder } from "../records/paths.ts";
import { counted } from "../text/count.ts";
import { readBook } from "./book.ts";
import { makeForm } from "./form.ts";
import { refuseTooLarge } from "./text.ts";

/**
 * `hub form`: writes a form for a part of the dictionary as it is committed, or prints it.
 *
 * @param options.out a new file; without it the form is printed
 * @throws UserError `invalid` if the dictionary has changes that are not committed, or pages that cannot be read;
 * `usage` if there is no such part or the file exists; `environment` if git or the file cannot be used
 */
export async function formCommand(options: {
	readonly root: string;
	readonly source?: string | undefined;
	readonly owner?: string | undefined;
	readonly table?: string | undefined;
	readonly blankOnly: boolean;
	readonly out?: string | undefined;
	readonly print: (line: string) => void;
}): Promise<void> {
	const { root, out, print } = options;
	const repository = openRepository(root);
	const commit = await resolveCommit(repository, "HEAD");
	if (commit === undefined)
		throw new UserError("invalid", `${resolve(root)}: nothing is committed yet. Commit the dictionary first.`);
	const changed = (
		await repository.raw(["status", "--porcelain", "-z", "--untracked-files=all", "--", dictionaryFolder])
	)
		.split("\0")
		.filter((line) => line !== "");
	if (changed.length > 0) {
		const what = `The dictionary has ${counted(changed.length, "change")} that ${changed.length === 1 ? "is" : "are"} not committed, such as ${changed[0]?.slice(3)}.`;
		throw new UserError("invalid", `${what} Commit them first: a form states the commit it was made from.`);
	}
	const book = await readBook(commitTree(repository, commit));
	if (book.issues.length > 0) {
		throw new UserError(
			"invalid",
			"The dictionary has pages that cannot be read, so the form would be incomplete.",
			book.issues,
		);
	}
	const { head, text } = makeForm(book, options, commit);
	refuseTooLarge(text);
	if (out === undefined) return print(text.trimEnd());
	await writeNew(out, text);
	print(`${out}: form ${head.name}, ${counted(head.tables, "table")}, ${counted(head.fields, "field")}.`);
}

/** Never over another file: it may be a form that somebody has filled in. */
async function writeNew(file: string, text: string): Promise<void> {
	try {
		await writeFile(file, text, { flag: "wx" });
	} catch (failure) {
		const { code } = failure as NodeJS.ErrnoException;
		if (code === "EEXIST") throw new UserError("usage", `${file}: the file exists. Name a new one.`);
		throw new UserError("environment", `${file}: cannot be written (${code}). Check the folder's rights and space.`);
	}
}
