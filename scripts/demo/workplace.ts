import { link, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "../database/running.ts";
import { UserError } from "../issue/user-error.ts";

/** The demonstration's folders and files, all inside one ignored folder. */
export interface Workplace {
	readonly folder: string;
	/** The bare repository that stands for the hospital's git server. */
	readonly origin: string;
	/** The records repository, a clone of `origin`. */
	readonly records: string;
	/** Every demonstration person's secret keys, one folder each. In real life nobody has them all. */
	readonly keys: string;
	readonly images: string;
	readonly staging: string;
	/** Where packages are published for recipients. */
	readonly outbox: string;
	/** What the recipients found in their packages. */
	readonly opened: string;
	/** The auditor's papers: trusted fingerprints and case reports. */
	readonly audit: string;
	/** The website over the records. */
	readonly site: string;
	/** The embedded database server's folder. */
	readonly postgres: string;
	readonly databaseLog: string;
	/** The settings of the demonstration's runner, as a file a shell can read. */
	readonly settings: string;
}

/** The demonstration's paths below `folder`. */
export function workplaceIn(folder: string): Workplace {
	return {
		folder,
		origin: join(folder, "origin.git"),
		records: join(folder, "records"),
		keys: join(folder, "keys"),
		images: join(folder, "images"),
		staging: join(folder, "staging"),
		outbox: join(folder, "outbox"),
		opened: join(folder, "opened"),
		audit: join(folder, "audit"),
		site: join(folder, "site"),
		postgres: join(folder, "postgres"),
		databaseLog: join(folder, "database.log"),
		settings: join(folder, "settings.env"),
	};
}

/**
 * Runs `work` in a freshly emptied workplace. A file with our process number keeps a second
 * demonstration out; one that a killed run left behind is taken over.
 *
 * @throws UserError when another demonstration is running in the same folder.
 */
export async function inFreshWorkplace<T>(folder: string, work: (workplace: Workplace) => Promise<T>): Promise<T> {
	await mkdir(folder, { recursive: true });
	const lock = join(folder, "lock");
	await takeLock(lock);
	try {
		for (const name of await readdir(folder)) {
			// The database folder knows a server that a killed run left behind; its own start clears it.
			if (name !== "lock" && name !== "postgres") await rm(join(folder, name), { recursive: true, force: true });
		}
		const workplace = workplaceIn(folder);
		for (const made of [workplace.keys, workplace.staging]) await mkdir(made, { mode: 0o700 });
		for (const made of [workplace.images, workplace.outbox, workplace.opened, workplace.audit]) await mkdir(made);
		return await work(workplace);
	} finally {
		await rm(lock, { force: true });
	}
}

async function takeLock(lock: string): Promise<void> {
	for (;;) {
		const claim = `${lock}.${process.pid}`;
		await writeFile(claim, `${process.pid}\n`);
		try {
			// Linking is atomic and the file already holds our number, so nobody sees an empty lock.
			await link(claim, lock);
			return;
		} catch (failure) {
			if ((failure as NodeJS.ErrnoException).code !== "EEXIST") throw failure;
		} finally {
			await rm(claim, { force: true });
		}
		const holder = Number(await readFile(lock, "utf8").catch(() => ""));
		if (holder > 0 && isRunning(holder)) {
			throw new UserError(
				"environment",
				`${lock}: another demonstration is running here (process ${holder}). End it with Ctrl+C first.`,
			);
		}
		await rm(lock, { force: true });
	}
}
