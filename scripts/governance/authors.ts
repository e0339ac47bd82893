import type { Repository } from "../git/repository.ts";
import { requestPath } from "../records/paths.ts";
import type { PeopleList, Person } from "../schema/types.ts";

/**
 * The names under which git knows the authors and co-authors of every version of a project's request that is part of
 * a commit's history. Whoever merged a version only is no author, unless the merge itself changed the text.
 */
export async function requestAuthors(repo: Repository, commit: string, project: string): Promise<readonly string[]> {
	const format = "--format=%an%n%(trailers:key=Co-authored-by,valueonly)";
	const options = ["log", "--no-mailmap", format, commit];
	const path = ["--", requestPath(project)];
	// The first leaves out merges, the second names those that agree with none of their parents.
	const logs = await Promise.all([
		repo.raw([...options, "--full-history", "--no-merges", ...path]),
		repo.raw([...options, ...path]),
	]);
	return namesIn(logs.join("\n"));
}

/** One commit that wrote or changed requests. */
export interface Authorship {
	readonly commit: string;
	/** As {@link requestAuthors} gives them. */
	readonly names: readonly string[];
	/** The requests' paths. */
	readonly paths: readonly string[];
}

/**
 * Who wrote every version of every request that is part of a commit's history, in two readings of the history for all
 * projects together; of a project's commits the names are those of {@link requestAuthors}.
 */
export async function allRequestAuthors(repo: Repository, commit: string): Promise<readonly Authorship[]> {
	const format = "--format=%x00@%H%x00%an%n%(trailers:key=Co-authored-by,valueonly)%x00";
	const options = ["log", "--no-mailmap", "-z", format, "--name-only", "--no-renames", "--full-history"];
	const requests = ["--", ":(glob)requests/*/request.yml"];
	// Of a merge only what agrees with none of its parents is its own.
	const logs = await Promise.all([
		repo.raw([...options, "--no-merges", commit, ...requests]),
		repo.raw([...options, "--merges", "-c", commit, ...requests]),
	]);
	return logs.flatMap(readAuthorship).filter(({ paths }) => paths.length > 0);
}

/** Reads what git prints, ended by zeros: nothing, `@` and the commit, the names, nothing, then the paths. */
function readAuthorship(log: string): readonly Authorship[] {
	const tokens = log.split("\0");
	const found: { commit: string; names: readonly string[]; paths: string[] }[] = [];
	for (let at = 0; at < tokens.length; at++) {
		const [, commit] = (tokens[at] === "" && /^@([0-9a-f]+)$/.exec(tokens[at + 1] ?? "")) || [];
		if (commit !== undefined) {
			found.push({ commit, names: namesIn(tokens[at + 2] ?? ""), paths: [] });
			at += 2;
		} else if (tokens[at] !== "") found.at(-1)?.paths.push((tokens[at] ?? "").replace(/^\n/, ""));
	}
	return found;
}

function namesIn(lines: string): readonly string[] {
	const names = lines.split("\n").map((line) => line.replace(/<[^>]*>\s*$/, "").trim());
	return [...new Set(names.filter((name) => name !== ""))].sort();
}

/** The people whom any of these git names may stand for. */
export function peopleNamed(names: readonly string[], people: PeopleList): readonly Person[] {
	const wanted = new Set(names.map(plain));
	return people.people.filter(({ name, gitNames }) =>
		[name, ...(gitNames ?? [])].some((own) => wanted.has(plain(own))),
	);
}

/** A name without what people write differently from one day to the next. */
function plain(name: string): string {
	return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
