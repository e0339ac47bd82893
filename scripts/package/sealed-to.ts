import { armor } from "age-encryption";

/** A sealed password takes a few hundred bytes a key; anything beyond this is none. */
export const maxSealedBytes = 65_536;

const firstLine = "age-encryption.org/v1";
/** One stanza of an X25519 recipient: 32 bytes each, its share and the wrapped key, in base64 without padding. */
const x25519Stanza = /^-> X25519 [A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}\n/;
const macLine = /^--- [A-Za-z0-9+/]{43}\n/;

/**
 * To how many X25519 keys a password is sealed, by the file's header: one stanza a key (https://age-encryption.org/v1,
 * "Header"). Whose keys they are cannot be told; but one more than the records name would be a stranger's.
 *
 * @returns undefined where it is no age file, or not wholly understood: with a stanza of any other kind, such as a
 * passphrase's or an SSH key's, or with text around its armour, which could be another sealed file
 */
export function sealedKeyCount(sealed: Buffer): number | undefined {
	const bytes = sealed.length > maxSealedBytes ? undefined : withoutArmour(sealed.toString("latin1"));
	if (!bytes?.startsWith(`${firstLine}\n`)) return undefined;
	let rest = bytes.slice(firstLine.length + 1);
	let count = 0;
	for (let found = x25519Stanza.exec(rest); found !== null; found = x25519Stanza.exec(rest)) {
		count++;
		rest = rest.slice(found[0].length);
	}
	return count > 0 && macLine.test(rest) ? count : undefined;
}

/** The file's bytes, each as one character; undefined where the armour is not exactly as age writes it. */
function withoutArmour(text: string): string | undefined {
	if (text.startsWith(firstLine)) return text;
	try {
		const bytes = armor.decode(text);
		return armor.encode(bytes).trim() === text.trim() ? Buffer.from(bytes).toString("latin1") : undefined;
	} catch {
		return undefined;
	}
}
