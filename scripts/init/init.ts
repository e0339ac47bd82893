import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { packProduct, productFolder, productName } from "../issue/product.ts";
import { UserError } from "../issue/user-error.ts";
import { termsFolder, vocabularyFolder } from "../records/paths.ts";
import { starterFiles } from "./starter-files.ts";

/** The folders of this product whose files a new repository gets as they are, unless {@link starterFiles} has its own. */
const shared = [vocabularyFolder, termsFolder] as const;

/**
 * Makes a new records repository's files in `folder`, which must not exist or be empty. The files
 * are made beside it and moved into place at the end, so that a killed run leaves nothing half made.
 *
 * @param hub What the repository pins as its one dependency: a version, or an npm package specifier. Without it, this
 * hub is packed into the repository and pinned there: no registry holds it, and a name there could be anybody's.
 * @returns The repository-relative paths of the files made.
 * @throws UserError `environment` when the folder already holds something, or this hub cannot be packed.
 */
export async function initRecords(folder: string, hub: string | undefined): Promise<readonly string[]> {
	await refuseUsed(folder);
	const building = `${folder}.new-${process.pid}`;
	try {
		await mkdir(building, { recursive: true });
		const packed = hub === undefined ? [await packProduct(building)] : [];
		const pinned = hub ?? `file:${packed.join("")}`;
		const files = starterFiles({ name: basename(folder), hubName: await productName(), hub: pinned });
		for (const [path, text] of Object.entries(files)) {
			await mkdir(dirname(join(building, path)), { recursive: true });
			await writeFile(join(building, path), text);
		}
		const copied = await copyShared(building, new Set(Object.keys(files)));
		// An empty folder only: files that came meanwhile must make this fail, not vanish.
		if (existsSync(folder)) await rmdir(folder);
		await rename(building, folder);
		return [...packed, ...Object.keys(files), ...copied].sort();
	} finally {
		await rm(building, { recursive: true, force: true });
	}
}

async function refuseUsed(folder: string): Promise<void> {
	let names: string[];
	try {
		names = await readdir(folder);
	} catch (failure) {
		if ((failure as NodeJS.ErrnoException).code === "ENOENT") return;
		throw new UserError("environment", `${folder}: is not a folder. Name a new or an empty folder.`);
	}
	if (names.length > 0)
		throw new UserError("environment", `${folder}: already holds files. Name a new or an empty folder.`);
}

async function copyShared(folder: string, own: ReadonlySet<string>): Promise<string[]> {
	const names = await Promise.all(
		shared.map(async (path) => (await readdir(join(productFolder(), path))).map((name) => `${path}${name}`)),
	);
	const copied = names.flat().filter((path) => !own.has(path));
	for (const path of copied) {
		await mkdir(join(folder, dirname(path)), { recursive: true });
		await copyFile(join(productFolder(), path), join(folder, path));
	}
	return copied;
}
