import { createHash, createPublicKey, verify } from "node:crypto";

/** The beginning of every signed message and every signature (PROTOCOL.sshsig, "Blob format"). */
const magic = Buffer.from("SSHSIG");
/** As ssh-keygen writes it: base64 in lines of 70 characters. Whatever differs from that is left to ssh-keygen. */
const armour =
	/^-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/]{70}\n)*[A-Za-z0-9+/]{1,70}={0,2}\n)-----END SSH SIGNATURE-----\n$/;
/** A public key in DER up to its 32 bytes (RFC 8410, section 4). */
const derPrefix = Buffer.from("302a300506032b6570032100", "hex");

/**
 * Verifies a signature by an Ed25519 key, as nearly all are, without starting a program for it: an audit has thousands.
 * Follows OpenSSH's PROTOCOL.sshsig; tests hold it against ssh-keygen.
 *
 * @param signature in armour
 * @param namespace what it must have been made for
 * @returns the public key that made it, as OpenSSH writes it in bytes; "bad" if the signature does not fit; "unknown"
 * where only ssh-keygen can tell, such as for another kind of key
 */
export function verifyEd25519(bytes: Buffer, signature: Buffer, namespace: string): Buffer | "bad" | "unknown" {
	const text = armour.exec(signature.toString("latin1"))?.[1];
	const blob = Buffer.from(text ?? "", "base64");
	if (text === undefined || !blob.subarray(0, 6).equals(magic) || blob.length < 10 || blob.readUInt32BE(6) !== 1)
		return "unknown";
	const fields = strings(blob.subarray(10));
	const [publicKey, name, reserved, hash, made] = fields ?? [];
	const key = publicKey && strings(publicKey);
	const proof = made && strings(made);
	if (fields?.length !== 5 || publicKey === undefined || key?.length !== 2 || proof?.length !== 2) return "unknown";
	const [[keyType, point], [proofType, value]] = [key, proof];
	if (keyType?.toString() !== "ssh-ed25519" || point?.length !== 32) return "unknown";
	if (proofType?.toString() !== "ssh-ed25519" || value?.length !== 64) return "unknown";
	const algorithm = hash?.toString() ?? "";
	if (algorithm !== "sha512" && algorithm !== "sha256") return "unknown";
	if (name?.toString() !== namespace) return "bad";
	const digest = createHash(algorithm).update(bytes).digest();
	const signed = Buffer.concat([magic, ...[name, reserved ?? Buffer.alloc(0), hash as Buffer, digest].map(string)]);
	const spki = createPublicKey({ key: Buffer.concat([derPrefix, point]), format: "der", type: "spki" });
	return verify(null, signed, spki, value) ? publicKey : "bad";
}

/** The strings that a buffer is made of, each after its length (RFC 4251, section 5); undefined unless they fill it. */
function strings(buffer: Buffer): readonly Buffer[] | undefined {
	const found: Buffer[] = [];
	for (let at = 0; at < buffer.length; ) {
		if (at + 4 > buffer.length) return undefined;
		const end = at + 4 + buffer.readUInt32BE(at);
		if (end > buffer.length) return undefined;
		found.push(buffer.subarray(at + 4, end));
		at = end;
	}
	return found;
}

function string(bytes: Buffer): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	return Buffer.concat([length, bytes]);
}
