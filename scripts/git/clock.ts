import type { Repository } from "./repository.ts";

/**
 * The clock of a history, commit by commit along first parents: the latest time that a commit or one before it names. A
 * commit cannot be older than what it stands on, whatever it says of itself.
 *
 * @returns seconds since 1970 by commit
 */
export async function historyClock(repo: Repository, head: string): Promise<ReadonlyMap<string, number>> {
	const log = await repo.raw(["log", "--first-parent", "--reverse", "--format=%H %ct", head]);
	const clock = new Map<string, number>();
	let latest = 0;
	for (const line of log.trim().split("\n")) {
		const [commit = "", seconds] = line.split(" ");
		latest = Math.max(latest, Number(seconds));
		clock.set(commit, latest);
	}
	return clock;
}
