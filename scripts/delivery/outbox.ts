import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { lstat, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sha256Of, sha256OfFile } from "../document/digest.ts";
import { UserError } from "../issue/user-error.ts";
import { measure } from "../package/measure.ts";
import type { SignedFile } from "../records/signed-file.ts";
import type { DeliveryChannel } from "./channel.ts";
import { isThere } from "./is-there.ts";

/** A file that a recipient gets. */
export interface OutboxFile {
	/** Its name in the project's folder. */
	readonly name: string;
	/** What its SHA-256 must be. */
	readonly sha256: string;
	/** Its bytes, where they stand in the records. */
	readonly bytes?: Buffer;
}

/** The files that a recipient gets of a delivery. */
export function outboxFiles({
	value: manifest,
	bytes,
	sha256,
	signature,
}: SignedFile<"manifest">): readonly OutboxFile[] {
	const name = manifest.package.file.replace(/\.zip$/, "");
	return [
		{ name: manifest.package.password.file, sha256: manifest.package.password.sha256 },
		{ name: `${name}.manifest.json`, sha256, bytes },
		{ name: `${name}.manifest.json.sig`, sha256: sha256Of(signature), bytes: signature },
		// The package comes last: once it is there, all of it is there.
		{ name: manifest.package.file, sha256: manifest.package.sha256 },
	];
}

/** The folder that recipients fetch packages from, a folder of its own for each project. */
export function outboxChannel(outboxFolder: string): DeliveryChannel {
	return {
		has: (manifest) => isThereWhole(outboxFolder, manifest),
		put: (stagedFolder, manifest) => putInto(stagedFolder, outboxFolder, manifest),
		withdraw: (manifest) => takeFrom(outboxFolder, manifest),
	};
}

async function isThereWhole(outboxFolder: string, manifest: SignedFile<"manifest">): Promise<boolean> {
	const folder = join(outboxFolder, manifest.value.project);
	for (const { name, sha256 } of outboxFiles(manifest))
		if ((await sha256OfFile(join(folder, name))) !== sha256) return false;
	return true;
}

/**
 * Puts a recorded delivery into `<outbox>/<project>/`: sealed password, manifest, its signature and,
 * last, the package. Each file appears whole or not at all, and only with exactly the recorded bytes.
 * What is there already stays; run again, it ends with the same files.
 */
async function putInto(stagedFolder: string, outboxFolder: string, manifest: SignedFile<"manifest">): Promise<void> {
	const folder = join(outboxFolder, manifest.value.project);
	await ownFolder(folder);
	const files = outboxFiles(manifest);
	const missing = [];
	for (const file of files) if (!(await standsAsRecorded(join(folder, file.name), file.sha256))) missing.push(file);
	for (const { name, sha256, bytes } of missing) {
		const source = bytes === undefined ? createReadStream(join(stagedFolder, name)) : Readable.from([bytes]);
		await putWhole(source, join(folder, name), sha256);
	}
}

/** The package goes first, so that what is left of a withdrawal that was cut short is no package. */
async function takeFrom(outboxFolder: string, manifest: SignedFile<"manifest">): Promise<void> {
	const folder = join(outboxFolder, manifest.value.project);
	for (const { name, sha256 } of outboxFiles(manifest).toReversed()) {
		const file = join(folder, name);
		if ((await sha256OfFile(file)) === sha256) await rm(file);
	}
}

async function ownFolder(folder: string): Promise<void> {
	await mkdir(folder, { mode: 0o750 }).catch((failure: NodeJS.ErrnoException) => {
		if (failure.code !== "EEXIST")
			throw new UserError(
				"environment",
				`${folder} cannot be made (${failure.code}). Check the folder that HUB_OUTBOX_DIR names.`,
			);
	});
	if (!(await lstat(folder)).isDirectory()) throw inTheWay(folder);
	// What a killed run left half-written.
	for (const name of await readdir(folder)) if (name.startsWith(unfinishedPrefix)) await rm(join(folder, name));
}

const unfinishedPrefix = ".unfinished-";

/** Whether a file's name is one that a file has until all of it is in the outbox. */
export function isUnfinishedName(name: string): boolean {
	return name.startsWith(unfinishedPrefix) && /^[0-9a-f]{16}$/.test(name.slice(unfinishedPrefix.length));
}

async function standsAsRecorded(file: string, sha256: string): Promise<boolean> {
	if (!(await isThere(file))) return false;
	if ((await sha256OfFile(file)) !== sha256) throw inTheWay(file);
	return true;
}

async function putWhole(source: Readable, target: string, sha256: string): Promise<void> {
	const unfinished = join(target, "..", `${unfinishedPrefix}${randomBytes(8).toString("hex")}`);
	const measured = measure([createHash("sha256")]);
	try {
		await pipeline(source, measured.stream, createWriteStream(unfinished, { flags: "wx", mode: 0o640, flush: true }));
		if (measured.digests()[0] !== sha256) throw changedMeanwhile(target);
		await rename(unfinished, target);
	} catch (failure) {
		await rm(unfinished, { force: true });
		if (failure instanceof UserError) throw failure;
		const { code } = failure as NodeJS.ErrnoException;
		throw new UserError(
			"environment",
			`${target} cannot be written (${code ?? "unknown"}). Check the folders that HUB_OUTBOX_DIR and HUB_STAGING_DIR name, then run it again.`,
		);
	}
}

function inTheWay(file: string): UserError {
	return new UserError(
		"held",
		`${file} is in the way: it is not what the manifest records. Find out who put it there, move it away and run it again. Nothing was overwritten.`,
	);
}

function changedMeanwhile(target: string): UserError {
	return new UserError(
		"held",
		`${target} was not published: the staged bytes are not the ones that the manifest records.`,
	);
}
