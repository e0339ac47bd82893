import { join } from "node:path";
import { commitFiles } from "../git/commit-files.ts";
import type { Repository } from "../git/repository.ts";
import { home } from "./authority.ts";
import type { Runner } from "./runner.ts";
import { hubAuthor } from "./signed.ts";

/** One run of a project's delivery: what all its steps need. */
export interface DeliveryRun {
	readonly repo: Repository;
	readonly project: string;
	readonly runner: Runner;
	readonly now: () => Date;
	/** Told of each step as it begins. */
	readonly progress: (line: string) => void;
}

/** The folder in which a delivery's package is made and kept until it has gone out. */
export function stagedFolder({ runner, project }: DeliveryRun, delivery: string): string {
	return join(runner.stagingFolder, project, delivery);
}

/** Records new files on the records' main branch, as the hub. */
export async function record(
	{ repo, now }: DeliveryRun,
	files: ReadonlyMap<string, Buffer>,
	message: string,
): Promise<string> {
	return (await commitFiles(repo, { ...home, files, message, author: hubAuthor, now: now() })).commit;
}
