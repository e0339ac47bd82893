import type { Repository } from "../git/repository.ts";
import type { PeopleList, Person } from "../schema/types.ts";

/** Path of a project's request. */
export function requestPath(project: string): string {
	return `requests/${project}/request.yml`;
}

/**
 * The names under which git knows the authors and co-authors of every version of a project's request that is part of
 * a commit's history. Whoever merged a version only is no author, unless the merge itself changed the text.
 */
export async function requestAuthors(repo: Repository, commit: string, project: string): Promise<readonly string[]> {
	const format = "--format=%an%n%(trailers:key=Co-authored-by,valueonly)";
	const options = ["log", "--no-mailmap", format, commit];
	const path = ["--", requestPath(project)];
	// The first leaves out merges, the second names those that agree with none of their parents.
	const logs = [
		await repo.raw([...options, "--full-history", "--no-merges", ...path]),
		await repo.raw([...options, ...path]),
	];
	const names = logs
		.join("\n")
		.split("\n")
		.map((line) => line.replace(/<[^>]*>\s*$/, "").trim());
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
