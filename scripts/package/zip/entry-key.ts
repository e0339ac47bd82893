import { pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

// WinZip's AES encryption, https://www.winzip.com/en/support/aes-encryption/: 16 bytes of salt, 2 bytes to tell a wrong
// password, the data, 10 bytes of HMAC-SHA-1.
export const saltBytes = 16;
export const verifierBytes = 2;
export const macBytes = 10;
const keyBytes = 32;
const iterations = 1000;

/** What one file of an archive is encrypted with. */
export interface EntryKey {
	readonly salt: Buffer;
	/** Stands behind the salt; by it a wrong password is told from a damaged file. */
	readonly verifier: Buffer;
	readonly encryption: Buffer;
	readonly authentication: Buffer;
}

const derive = promisify(pbkdf2);

/** The key that a password and a file's salt give: PBKDF2 with HMAC-SHA-1, some milliseconds on another thread. */
export async function deriveEntryKey(password: string, salt: Buffer): Promise<EntryKey> {
	const bytes = await derive(password, salt, iterations, 2 * keyBytes + verifierBytes, "sha1");
	return {
		salt,
		verifier: bytes.subarray(2 * keyBytes),
		encryption: bytes.subarray(0, keyBytes),
		authentication: bytes.subarray(keyBytes, 2 * keyBytes),
	};
}

/**
 * Keys with salts of their own for the files of an archive that is being written, some of them made ahead: deriving one
 * takes as long as packing a small file.
 */
export function entryKeys(password: string, ahead = 4): () => Promise<EntryKey> {
	const make = () => {
		const key = deriveEntryKey(password, randomBytes(saltBytes));
		// Told to whoever takes the key; a key that nobody takes must not end the process.
		key.catch(() => {});
		return key;
	};
	const ready = Array.from({ length: ahead }, make);
	return () => {
		ready.push(make());
		return ready.shift() ?? make();
	};
}
