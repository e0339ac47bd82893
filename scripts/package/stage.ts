import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256Of } from "../document/digest.ts";
import { UserError } from "../issue/user-error.ts";
import type { ManifestOutput } from "../schema/types.ts";
import type { Share } from "../snapshot/share.ts";
import { type ArchivedFile, type ArchiveWriter, createArchive } from "./archive.ts";
import type { PackageContents, PackagedTable } from "./contents.ts";
import { describePackage } from "./descriptor.ts";
import { fieldDictionaryCsv, fieldDictionaryMarkdown } from "./field-dictionary.ts";
import { companions, type PackageFile, termsFile } from "./files.ts";
import { packageFormats } from "./formats.ts";
import { makePassword, sealPassword } from "./password.ts";
import { readMe } from "./read-me.ts";
import { readTables } from "./read-tables.ts";

/** A package that has been made and not yet published. Sizes are exact here and nowhere else. */
export interface StagedPackage {
	readonly package: { readonly file: string; readonly sha256: string; readonly bytes: number };
	/** The sealed password. */
	readonly password: { readonly file: string; readonly sha256: string };
	readonly outputs: readonly StagedOutput[];
}

/** One file in the package. */
export interface StagedOutput extends ArchivedFile {
	readonly role: ManifestOutput["role"];
	readonly mediaType: string;
}

/** What a package is made of. */
export interface PackageParts {
	readonly share: Share;
	readonly contents: PackageContents;
	/** The accepted terms by name, each the exact text. */
	readonly terms: ReadonlyMap<string, Buffer>;
	/** Public age keys that the password is sealed to. */
	readonly recipients: readonly string[];
	/** Told before each table is written. */
	readonly progress: (line: string) => void;
	/** How hard to compress, 0 to 9; fast where absent. */
	readonly level?: number;
}

/**
 * Makes a delivery's package in a folder that only its owner can enter: the encrypted archive
 * `<project>-<delivery>.zip` and `<project>-<delivery>.password.age`, the password sealed to the
 * recipients. What the folder held before is thrown away. Data go from the share straight into the
 * encrypted archive; the password goes nowhere but into both files.
 *
 * @throws UserError if the share cannot be read; `environment` if the folder cannot be written, as
 * when the disk is full: nothing of the package is then left
 */
export async function stagePackage(folder: string, parts: PackageParts): Promise<StagedPackage> {
	try {
		return await writePackage(folder, parts);
	} catch (failure) {
		await rm(folder, { recursive: true, force: true }).catch(() => {});
		const { code, syscall } = failure as NodeJS.ErrnoException;
		if (failure instanceof UserError || syscall === undefined) throw failure;
		throw new UserError(
			"environment",
			`${folder} cannot be written (${code}). See that the folder that HUB_STAGING_DIR names is there, is the hub's own and has room for the whole package, then run this again.`,
		);
	}
}

async function writePackage(folder: string, parts: PackageParts): Promise<StagedPackage> {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await chmod(folder, 0o700);
	const { contents, share, recipients, level } = parts;
	const name = `${contents.project}-${contents.delivery}`;
	const password = makePassword();
	const file = `${name}.zip`;
	const archive = createArchive({
		file: join(folder, file),
		password,
		salt: share.salt,
		at: contents.at,
		...(level === undefined ? {} : { level }),
	});
	let outputs: readonly StagedOutput[];
	let whole: { readonly sha256: string; readonly bytes: number };
	try {
		outputs = await fill(archive, parts);
		whole = await archive.close();
	} catch (failure) {
		await archive.abort();
		throw failure;
	}
	const sealed = await sealPassword(password, recipients);
	const passwordFile = `${name}.password.age`;
	await writeFile(join(folder, passwordFile), sealed, { flag: "wx", mode: 0o600, flush: true });
	return {
		package: { file, ...whole },
		password: { file: passwordFile, sha256: sha256Of(sealed) },
		outputs,
	};
}

async function fill(
	archive: ArchiveWriter,
	{ share, contents, terms, progress }: PackageParts,
): Promise<readonly StagedOutput[]> {
	const outputs: StagedOutput[] = [];
	const format = packageFormats[contents.format];
	const add = async (file: PackageFile, content: Parameters<ArchiveWriter["add"]>[1]) => {
		const { path, role, mediaType } = file;
		outputs.push({ ...(await archive.add(path, content)), role, mediaType });
	};
	const tables = contents.tables.map(({ name, columns, key }) => ({ schema: share.schema, table: name, columns, key }));
	await readTables(share.url, tables, format, async (bytes, index) => {
		const { file: path } = contents.tables[index] as PackagedTable;
		progress(`Packing ${path} (${index + 1} of ${tables.length})`);
		await add({ path, role: "data", mediaType: format.mediaType }, bytes);
	});
	await add(companions.descriptor, describePackage(contents, outputs));
	await add(companions.dictionary, fieldDictionaryMarkdown(contents));
	await add(companions.dictionaryTable, fieldDictionaryCsv(contents));
	for (const [name, text] of terms) await add(termsFile(name), text);
	await add(companions.readMe, readMe(contents, [...terms.keys()]));
	await add(companions.salt, Buffer.from(`${share.salt.toString("hex")}\n`, "utf8"));
	return outputs;
}
