import { rm } from "node:fs/promises";
import { join } from "node:path";
import { commitFiles } from "../git/commit-files.ts";
import type { Repository } from "../git/repository.ts";
import { recordsBranch } from "./authority.ts";
import type { DeliveryChannel } from "./channel.ts";
import { outboxChannel } from "./outbox.ts";
import type { Runner } from "./runner.ts";
import { hubAuthor } from "./signed.ts";

/** Where a project's deliveries are recorded and made. */
export interface DeliveryContext {
	readonly repo: Repository;
	readonly project: string;
	readonly runner: Runner;
}

/** One run of a project's delivery, which alone holds the project's lock: what all its steps need. */
export interface DeliveryRun extends DeliveryContext {
	readonly now: () => Date;
	/** Throws UserError `environment` if another run may be working on the project by now. */
	readonly checkLock: () => Promise<void>;
	/** Told of each step as it begins. */
	readonly progress: (line: string) => void;
}

/** The channel by which a project's deliveries go out. */
export function channelOf({ runner }: DeliveryContext): DeliveryChannel {
	return outboxChannel(runner.outboxFolder);
}

/** The folder in which a delivery's package is made and kept until it has gone out. */
export function stagedFolder({ runner, project }: DeliveryContext, delivery: string): string {
	return join(runner.stagingFolder, project, delivery);
}

/** Throws away what is staged of a delivery that has gone out or never will; nothing where nothing is. */
export async function clearStaged(context: DeliveryContext, delivery: string): Promise<void> {
	await rm(stagedFolder(context, delivery), { recursive: true, force: true });
}

/** Records new files on the records' main branch, as the hub. */
export async function record(
	{ repo, now }: DeliveryRun,
	files: ReadonlyMap<string, Buffer>,
	message: string,
): Promise<string> {
	return (await commitFiles(repo, { ...recordsBranch, files, message, author: hubAuthor, now: now() })).commit;
}
