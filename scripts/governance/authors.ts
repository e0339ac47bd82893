import { arrivals } from "../git/arrivals.ts";
import { type LoggedCommit, readLog } from "../git/log.ts";
import type { Repository } from "../git/repository.ts";
import { requestPath } from "../records/paths.ts";
import type { PeopleList, Person } from "../schema/types.ts";

/** One commit that wrote or changed a request. */
export interface Authorship {
	readonly commit: string;
	/** The names under which git knows its author and co-authors. */
	readonly names: readonly string[];
	/** The request's path. */
	readonly path: string;
	/**
	 * The commit of the main line, the line of first parents, that took its version up. Absent where none ever did: such a
	 * version can be neither approved nor delivered, so nobody is an author through it.
	 */
	readonly since?: string;
}

/**
 * The names under which git knows the authors and co-authors of every version of a project's request that stood on a
 * commit's main line, and of all that came in with such a version. Whoever only merged a version is no author, unless
 * the merge itself changed the text. What came in with a merge that left the request as it was makes nobody an author:
 * anybody can write other people's names into a commit, and its edit undone would show in no comparison.
 */
export async function requestAuthors(repo: Repository, commit: string, project: string): Promise<readonly string[]> {
	const authorship = await authorsOf(repo, commit, requestPath(project));
	return [...new Set(authorship.flatMap(({ names, since }) => (since === undefined ? [] : names)))].sort();
}

/**
 * Who wrote every version of every request that is part of a commit's history, for all projects together. For one
 * project the names are those that {@link requestAuthors} gives, with those of versions that never counted.
 */
export function allRequestAuthors(repo: Repository, commit: string): Promise<readonly Authorship[]> {
	return authorsOf(repo, commit, `:(glob)${requestPath("*")}`);
}

async function authorsOf(repo: Repository, commit: string, requests: string): Promise<readonly Authorship[]> {
	// With -c a merge counts as a change only of files that differ from all its parents.
	const [changes, merges, line, cameWith] = await Promise.all([
		readLog(repo, commit, ["--full-history", "--no-merges"], [requests]),
		readLog(repo, commit, ["--full-history", "--merges", "-c"], [requests]),
		readLog(repo, commit, ["--first-parent", "-m", "--reverse"], [requests]),
		arrivals(repo, commit),
	]);
	const versions = new Map<string, Set<string>>();
	for (const logged of line) {
		for (const { path } of logged.changes) versions.set(path, (versions.get(path) ?? new Set()).add(logged.commit));
	}
	const adopted = new Map<string, Promise<ReadonlyMap<string, string>>>();
	const since = async (written: string, path: string): Promise<string | undefined> => {
		const arrival = cameWith.get(written);
		const own = versions.get(path) ?? new Set();
		if (arrival !== undefined && own.has(arrival)) return arrival;
		const later = adopted.get(path) ?? adoptedBy(repo, path, [...own]);
		adopted.set(path, later);
		return (await later).get(written);
	};
	const found: Authorship[] = [];
	for (const logged of [...changes, ...merges]) {
		const names = gitNames(logged);
		for (const path of new Set(logged.changes.map((change) => change.path))) {
			const from = await since(logged.commit, path);
			found.push({ commit: logged.commit, names, path, ...(from === undefined ? {} : { since: from }) });
		}
	}
	return found;
}

/**
 * For a request some of whose versions came in with a merge that took none of them: the commits that its versions on
 * the main line were made from all the same, each with the first such version. A later merge may take up what an
 * earlier one left aside.
 *
 * @param versions commits of the main line that changed the request, the oldest first
 */
async function adoptedBy(
	repo: Repository,
	path: string,
	versions: readonly string[],
): Promise<ReadonlyMap<string, string>> {
	const found = new Map<string, string>();
	for (const version of versions) {
		// Without --full-history git follows, of a merge's parents, the one that it has the text from.
		const log = await readLog(repo, version, [], [path]);
		for (const { commit } of log) if (!found.has(commit)) found.set(commit, version);
	}
	return found;
}

/** The names under which git knows a commit's author and co-authors, each once. */
export function gitNames({ author, coAuthors }: Pick<LoggedCommit, "author" | "coAuthors">): readonly string[] {
	const names = [author, ...coAuthors].map((name) => name.replace(/<[^>]*>\s*$/, "").trim());
	return [...new Set(names.filter((name) => name !== ""))].sort();
}

/** The people whom any of these git names may stand for. */
export function peopleNamed(names: readonly string[], people: PeopleList): readonly Person[] {
	const wanted = new Set(names.map(plain));
	return people.people.filter(({ name, gitNames }) =>
		[name, ...(gitNames ?? [])].some((own) => wanted.has(plain(own))),
	);
}

/** A name without differences in capitals, spaces and forms of the same character. */
function plain(name: string): string {
	return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
