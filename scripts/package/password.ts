import { randomBytes } from "node:crypto";
import { armor, Decrypter, Encrypter } from "age-encryption";
import { UserError } from "../issue/user-error.ts";

/** Random bytes in a package's password: 192 bits. */
const passwordBytes = 24;

/**
 * A new password for one package: 48 hexadecimal digits, which a person can read out and no shell or
 * archive program misreads.
 */
export function makePassword(): string {
	return randomBytes(passwordBytes).toString("hex");
}

/**
 * Seals a password to age keys (https://age-encryption.org/v1, X25519), as armoured text that any
 * age program opens with one of the matching secret keys.
 *
 * @param recipients public age keys, `age1…`; at least one
 */
export async function sealPassword(password: string, recipients: readonly string[]): Promise<Buffer> {
	if (recipients.length === 0) throw new RangeError("a password is sealed to at least one key");
	const encrypter = new Encrypter();
	for (const recipient of recipients) encrypter.addRecipient(recipient);
	return Buffer.from(armor.encode(await encrypter.encrypt(password)), "utf8");
}

/**
 * Opens a sealed password, armoured or binary.
 *
 * @param identity the text of an age key file, as `age-keygen` writes it: `#` comments and one or
 * more lines `AGE-SECRET-KEY-1…`
 * @throws UserError `key` if the key file holds no key or none that the password was sealed to, and
 * if the sealed file is damaged
 */
export async function unsealPassword(sealed: Buffer, identity: string): Promise<string> {
	const decrypter = new Decrypter();
	for (const key of secretKeys(identity)) {
		try {
			decrypter.addIdentity(key);
		} catch {
			throw new UserError(
				"key",
				"The key file holds a line that is not a whole secret age key. Make the file with age-keygen.",
			);
		}
	}
	try {
		return await decrypter.decrypt(withoutArmour(sealed), "text");
	} catch {
		// The library's own words are dropped: nothing says that they never hold a part of a key.
		throw new UserError(
			"key",
			"This key does not open the package's password. Use the key that the hospital confirmed with you, or ask the data custodian which key that was.",
		);
	}
}

function secretKeys(identity: string): readonly string[] {
	const lines = identity.split(/\r?\n/).map((line) => line.trim());
	const keys = lines.filter((line) => line !== "" && !line.startsWith("#"));
	if (keys.length === 0) {
		throw new UserError("key", "The key file holds no secret age key: a line that starts with AGE-SECRET-KEY-1.");
	}
	return keys;
}

function withoutArmour(sealed: Buffer): Uint8Array {
	const text = sealed.toString("latin1");
	return text.trimStart().startsWith("-----BEGIN AGE") ? armor.decode(text) : sealed;
}
