import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, chmod, mkdir, mkdtemp, open, readFile, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sha256OfFile } from "../document/digest.ts";
import { UserError } from "../issue/user-error.ts";
import { readRecord } from "../schema/read.ts";
import type { Manifest } from "../schema/types.ts";
import { measure } from "./measure.ts";
import { unsealPassword } from "./password.ts";
import { readZipDirectory, type ZipEntry } from "./zip-directory.ts";
import { extractZipEntry } from "./zip-entry.ts";

/** A package that has been opened. */
export interface OpenedPackage {
	/** The folder its files are in, which only its owner may enter. */
	readonly folder: string;
	/** Paths of the files within the folder. */
	readonly files: readonly string[];
	/** The manifest beside the package, if there was one: package and files are then exactly what it says. */
	readonly manifest?: Manifest;
}

/**
 * Opens a package as its recipient: opens the sealed password beside it, decrypts the archive, and
 * compares archive and files with the manifest, if that lies beside it too. Needs neither 7-Zip nor
 * age. The files appear all at once or not at all.
 *
 * @param packageFile `<name>.zip`; beside it `<name>.password.age` and, if at hand, `<name>.manifest.json`
 * @param identityFile file with the recipient's secret age key
 * @param to the folder to make; the package's name without `.zip` when absent
 * @throws UserError `key` for a wrong key, `environment` for a missing file or a folder that is
 * already there, `invalid` for a damaged or changed package, or one that is not what the manifest says
 */
export async function openPackage(options: {
	readonly packageFile: string;
	readonly identityFile: string;
	readonly to?: string | undefined;
}): Promise<OpenedPackage> {
	const packageFile = resolve(options.packageFile);
	const name = packageFile.replace(/\.zip$/i, "");
	const folder = resolve(options.to ?? name);
	if (folder === packageFile || (await exists(folder))) {
		throw new UserError(
			"environment",
			`${folder} is already there. Name a new folder with --to, so that nothing is overwritten.`,
		);
	}
	const identity = await readNeeded(options.identityFile, "your secret age key; name its file with --identity");
	await access(packageFile).catch(() => {
		throw new UserError("environment", `${packageFile} cannot be read. Name the package's .zip file.`);
	});
	const sealed = await readNeeded(`${name}.password.age`, "the package's sealed password; put it beside the package");
	const manifest = await readManifest(`${name}.manifest.json`);
	if (manifest !== undefined) await comparePackage(packageFile, manifest);
	const password = await unsealPassword(sealed, identity.toString("utf8"));
	const files = await extractAll(packageFile, password, folder, manifest);
	return { folder, files, ...(manifest === undefined ? {} : { manifest }) };
}

async function extractAll(
	packageFile: string,
	password: string,
	folder: string,
	manifest: Manifest | undefined,
): Promise<readonly string[]> {
	await mkdir(dirname(folder), { recursive: true });
	const unfinished = await mkdtemp(join(dirname(folder), `.${basename(folder)}-`));
	const archive = await open(packageFile, "r");
	try {
		const entries = await readZipDirectory(archive);
		const salt = manifest === undefined ? undefined : await readSalt(archive, entries, password);
		const digests = new Map<string, string>();
		for (const entry of entries) {
			const target = join(unfinished, entry.path);
			await mkdir(dirname(target), { recursive: true, mode: 0o700 });
			const measured = measure([createHash("sha256").update(salt ?? "")]);
			const written = pipeline(measured.stream, createWriteStream(target, { flags: "wx", mode: 0o600 }));
			await Promise.all([extractZipEntry(archive, entry, password, measured.stream), written]);
			digests.set(entry.path, measured.digests()[0] ?? "");
		}
		if (manifest !== undefined) compareFiles(digests, manifest);
		await chmod(unfinished, 0o700);
		await rename(unfinished, folder);
		return entries.map(({ path }) => path);
	} finally {
		await archive.close();
		await rm(unfinished, { recursive: true, force: true });
	}
}

/** The delivery's salt, which the manifest's digests need; 32 bytes in hexadecimal. */
async function readSalt(
	archive: Parameters<typeof extractZipEntry>[0],
	entries: readonly ZipEntry[],
	password: string,
): Promise<Buffer> {
	const entry = entries.find(({ path }) => path === "salt.txt");
	if (entry === undefined || entry.bytes > 100) throw notAsRecorded("it has no salt.txt of the kind the hub writes");
	const parts: Buffer[] = [];
	const collect = new PassThrough().on("data", (part: Buffer) => parts.push(part));
	await extractZipEntry(archive, entry, password, collect);
	return Buffer.from(Buffer.concat(parts).toString("latin1").trim(), "hex");
}

async function comparePackage(packageFile: string, manifest: Manifest): Promise<void> {
	if ((await sha256OfFile(await realpath(packageFile))) !== manifest.package.sha256)
		throw notAsRecorded("its bytes are not the ones recorded");
}

function compareFiles(digests: ReadonlyMap<string, string>, manifest: Manifest): void {
	const recorded = new Map(manifest.outputs.map(({ path, saltedSha256 }) => [path, saltedSha256]));
	for (const [path, digest] of digests) {
		if (recorded.get(path) !== digest) throw notAsRecorded(`its file ${path} is not the one recorded`);
	}
	for (const path of recorded.keys()) if (!digests.has(path)) throw notAsRecorded(`its file ${path} is missing`);
}

function notAsRecorded(what: string): UserError {
	return new UserError(
		"invalid",
		`The package is not what the manifest beside it says: ${what}. Nothing was kept; tell the data custodian.`,
	);
}

async function readManifest(file: string): Promise<Manifest | undefined> {
	const bytes = await readFile(file).catch(() => undefined);
	if (bytes === undefined) return undefined;
	const { value, issues } = readRecord("manifest", bytes, file);
	if (value === undefined) throw new UserError("invalid", "The manifest beside the package cannot be read.", issues);
	return value;
}

async function readNeeded(file: string, what: string): Promise<Buffer> {
	return await readFile(file).catch(() => {
		throw new UserError("environment", `${resolve(file)} cannot be read: it should be ${what}.`);
	});
}

async function exists(path: string): Promise<boolean> {
	return await access(path).then(
		() => true,
		() => false,
	);
}
