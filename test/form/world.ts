import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { formCommand } from "../../scripts/form/command.ts";
import { loadCommand } from "../../scripts/form/load-command.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { temporaryFolder } from "../support/folder.ts";
import { git, makeRepository } from "../support/repository.ts";

/** A scratch repository with Hampton's dictionary, committed, and ways to send forms out and take them in. */
export interface World {
	readonly root: string;
	/** Makes a form and gives its text. */
	form(slice?: Partial<Parameters<typeof formCommand>[0]>): Promise<string>;
	/** Loads a text as a form, and gives what was printed, the error's own lines included. */
	load(text: string | Buffer, dryRun?: boolean): Promise<Loaded>;
	page(path: string): string;
	write(path: string, text: string): void;
	/** The paths that differ from the last commit. */
	changed(): string[];
	commit(): void;
}

export interface Loaded {
	readonly exit: string;
	readonly lines: readonly string[];
}

export const patients = "dictionary/sources/hampton/clinical.patients.md";

/**
 * @param pages the file names of the pages to take, all of Hampton's without it
 */
export function makeWorld(pages?: readonly string[]): World {
	const root = makeRepository(join(temporaryFolder(), "records"));
	cpSync("dictionary", join(root, "dictionary"), {
		recursive: true,
		filter: (path) => pages === undefined || !path.includes("/hampton/") || pages.includes(basename(path)),
	});
	writeFileSync(join(root, ".gitignore"), ".hub/\n");
	const world = openWorld(root);
	world.commit();
	return world;
}

/** The same world once more, with its own files and history. */
export function copyWorld({ root }: World): World {
	const copy = join(temporaryFolder(), "records");
	cpSync(root, copy, { recursive: true });
	return openWorld(copy);
}

function openWorld(root: string): World {
	const folder = dirname(root);
	const run = async (work: (print: (line: string) => void) => Promise<void>): Promise<Loaded> => {
		const lines: string[] = [];
		const tidy = (line: string) => line.replaceAll(`${folder}/`, "").replaceAll(root, "records");
		const print = (line: string) => void lines.push(...tidy(line).split("\n"));
		try {
			await work(print);
			return { exit: "done", lines };
		} catch (failure) {
			if (!(failure instanceof UserError)) throw failure;
			print(failure.message);
			for (const issue of failure.issues) print(formatIssue(issue));
			return { exit: failure.exit, lines };
		}
	};
	return {
		root,
		form: async (slice = {}) => {
			const { exit, lines } = await run((print) => formCommand({ root, blankOnly: false, ...slice, print }));
			if (exit !== "done") throw new Error(lines.join("\n"));
			return `${lines.join("\n")}\n`;
		},
		load: (text, dryRun = false) => {
			const file = join(folder, "form.md");
			writeFileSync(file, text);
			return run((print) => loadCommand({ root, file, dryRun, print }));
		},
		page: (path) => readFileSync(join(root, path), "utf8"),
		write: (path, text) => writeFileSync(join(root, path), text),
		changed: () =>
			git(root, "diff", "--name-only")
				.split("\n")
				.filter((path) => path !== ""),
		commit: () => {
			git(root, "add", "--all");
			git(root, "commit", "--quiet", "-m", "Change");
		},
	};
}

/** Replaces one text that must be there. */
export function swap(text: string, from: string, to: string): string {
	const at = text.indexOf(from);
	if (at < 0) throw new Error(`not found: ${from}`);
	return text.slice(0, at) + to + text.slice(at + from.length);
}

/** Writes into a description or behind an attribute of one field of a form. */
export function fill(form: string, field: string, question: string, answer: string): string {
	const start = form.indexOf(`### Field \`hampton/${field}\``);
	if (start < 0) throw new Error(`not found: ${field}`);
	const rest = form.slice(start);
	const place =
		question === "Description"
			? /(#### Description [^\n]*\n\n)([\s\S]*?)(?=#### Details)/
			: new RegExp(`(\n- ${question} \\([^)]*\\):)([\\s\\S]*?)(?=\n- |\n\n)`);
	const found = place.exec(rest);
	if (found === null) throw new Error(`not found: ${question}`);
	const text = question === "Description" ? `${answer}\n\n` : ` ${answer}`;
	const at = start + found.index + (found[1] ?? "").length;
	return form.slice(0, at) + text + form.slice(at + (found[2] ?? "").length);
}
