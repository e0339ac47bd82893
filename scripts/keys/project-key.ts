import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { UserError } from "../issue/user-error.ts";
import { keyId } from "./hmac-key.ts";

/** Length of a project's key: that of SHA-256's output, which more would not strengthen (RFC 2104, section 3). */
const keyBytes = 32;

/** Where a project's key is kept, and who can open it. */
export interface ProjectKeyOptions {
	/** The key store: a folder outside git. */
	readonly folder: string;
	readonly project: string;
	/** File with the hub's own age identity. */
	readonly identityFile: string;
	/** Public age keys that can open the project's key should the hub's identity be lost. */
	readonly recovery: readonly string[];
	/** Whether to make the key where there is none yet. */
	readonly create: boolean;
}

/** A project's key, from which its pseudonyms and date shifts follow. */
export interface ProjectKey {
	readonly key: Buffer;
	/** Names the key in public records and tells nothing of it. */
	readonly id: string;
}

/**
 * The project's key from the key store. A new one is random, wrapped with age to the hub and the
 * recovery keys, and never overwritten: two runs that both make one end up with the same.
 *
 * @throws UserError `key` where the key is missing or cannot be opened, `environment` where the folder cannot be used
 */
export async function projectKey(options: ProjectKeyOptions): Promise<ProjectKey> {
	const { folder, project, create } = options;
	const identity = await readIdentity(options.identityFile);
	const file = join(folder, `${project}.key.age`);
	const stored = await readIfThere(file);
	if (stored !== undefined) return unwrap(stored, identity, project);
	if (!create) throw noKey(project);
	const wrapped = await wrap(randomBytes(keyBytes), [await identityToRecipient(identity), ...options.recovery]);
	await store(folder, file, wrapped);
	// Read back: another run may have been first, and then its key is the project's.
	return unwrap((await readIfThere(file)) ?? wrapped, identity, project);
}

/** Throws as {@link projectKey} would, and makes no key. */
export async function checkProjectKey(options: ProjectKeyOptions): Promise<void> {
	const { folder, project, create } = options;
	const identity = await readIdentity(options.identityFile);
	const stored = await readIfThere(join(folder, `${project}.key.age`));
	if (stored !== undefined) await unwrap(stored, identity, project);
	else if (!create) throw noKey(project);
}

function noKey(project: string): UserError {
	return new UserError("key", `The key store holds no key for ${project}. Check HUB_KEYS_DIR.`);
}

async function readIdentity(file: string): Promise<string> {
	const text = await readFile(file, "utf8").catch(() => "");
	const identity = text.split(/\r?\n/).find((line) => line.startsWith("AGE-SECRET-KEY-1"));
	if (identity !== undefined) return identity.trim();
	throw new UserError(
		"key",
		"The hub's age identity cannot be read, or its file holds none. Check HUB_AGE_IDENTITY_FILE; age-keygen makes such a file.",
	);
}

async function wrap(key: Buffer, recipients: readonly string[]): Promise<Uint8Array> {
	const encrypter = new Encrypter();
	for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient);
	return encrypter.encrypt(key);
}

async function unwrap(wrapped: Uint8Array, identity: string, project: string): Promise<ProjectKey> {
	const decrypter = new Decrypter();
	decrypter.addIdentity(identity);
	const key = await decrypter.decrypt(wrapped).then(Buffer.from, () => undefined);
	if (key?.length === keyBytes) return { key, id: keyId(key) };
	throw new UserError(
		"key",
		`The key of ${project} cannot be opened with the hub's age identity. Check HUB_AGE_IDENTITY_FILE, or recover the key with a recovery key.`,
	);
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
	try {
		return await readFile(file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw folderProblem(error);
	}
}

async function store(folder: string, file: string, wrapped: Uint8Array): Promise<void> {
	const draft = `${file}.${randomBytes(6).toString("hex")}.new`;
	try {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		const handle = await open(draft, "wx", 0o600);
		try {
			await handle.writeFile(wrapped);
			await handle.sync();
		} finally {
			await handle.close();
		}
		// A link fails where the name is taken: unlike a rename it never replaces a key.
		await link(draft, file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw folderProblem(error);
	} finally {
		await rm(draft, { force: true });
	}
}

function folderProblem(error: unknown): UserError {
	const code = (error as NodeJS.ErrnoException).code ?? "unknown";
	return new UserError("environment", `The key store cannot be used (${code}). Check HUB_KEYS_DIR and its rights.`);
}
