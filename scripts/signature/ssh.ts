import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../issue/user-error.ts";
import { verifyEd25519 } from "./ed25519.ts";

/** The kinds of record that are signed, each by a file of its own; a kind is also the namespace of its signature. */
export type SignedKind = "approval" | "manifest" | "event" | "query" | "answer";

/** What a signature is for. One made for one purpose never counts for another. */
export type Namespace = SignedKind | "data-decision";

/** The namespace as `ssh-keygen -Y` takes it, with the hub's name, so that no other program's signature fits. */
export function namespaceName(namespace: Namespace): string {
	return `${namespace}@patient-data-sharing-hub`;
}

/** A signature takes a few hundred bytes; anything beyond this is none. */
const maxSignatureBytes = 16_384;

/**
 * Signs bytes with an OpenSSH private key (or with a key in the agent, if `keyFile` is its public half) and gives the
 * armoured signature. Follows OpenSSH's PROTOCOL.sshsig. Throws UserError `key` if the key cannot be used.
 */
export async function sign(bytes: Buffer, keyFile: string, namespace: Namespace): Promise<Buffer> {
	await checkReadable(keyFile);
	const result = await sshKeygen(["-Y", "sign", "-f", keyFile, "-n", namespaceName(namespace)], bytes);
	if (result.exit !== 0 || !result.output.includes("BEGIN SSH SIGNATURE")) {
		throw new UserError(
			"key",
			`${keyFile}: ssh-keygen could not sign with this key. Is it an SSH private key, and the passphrase right?`,
		);
	}
	return Buffer.from(result.output);
}

/**
 * The fingerprint of the key that made a signature over exactly these bytes for this purpose, or undefined if the
 * signature is not good. Whose key it is, and whether it counts, is for the caller to find out.
 */
export async function checkSignature(
	bytes: Buffer,
	signature: Buffer,
	namespace: Namespace,
): Promise<string | undefined> {
	if (signature.length > maxSignatureBytes) return undefined;
	const verified = verifyEd25519(bytes, signature, namespaceName(namespace));
	if (verified === "bad") return undefined;
	if (verified !== "unknown") return fingerprint(verified);
	const folder = await mkdtemp(join(tmpdir(), "hub-signature-"));
	try {
		const file = join(folder, "signature");
		await writeFile(file, signature);
		const name = namespaceName(namespace);
		const result = await sshKeygen(["-Y", "check-novalidate", "-n", name, "-s", file], bytes);
		if (result.exit !== 0) return undefined;
		// Certificates (-CERT) do not match: people.yml lists plain keys.
		const match = /^Good "([^"]*)" signature with (?:ED25519|ECDSA)(?:-SK)? key (SHA256:[A-Za-z0-9+/]{43})\s*$/.exec(
			result.output,
		);
		return match?.[1] === name ? match[2] : undefined;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** The fingerprint of a public key as `ssh-keygen -l` prints it, from its type and base64 text. */
export function fingerprintOf(publicKey: string): string {
	return fingerprint(Buffer.from(publicKey.trim().split(/\s+/)[1] ?? "", "base64"));
}

function fingerprint(blob: Buffer): string {
	return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/**
 * The public half of a key as type and base64 text: read from the file `.pub` beside it, else asked of ssh-keygen.
 * Throws UserError `key` if the file is no SSH key.
 */
export async function publicKeyOf(keyFile: string): Promise<string> {
	await checkReadable(keyFile);
	const beside = await readFile(keyFile.endsWith(".pub") ? keyFile : `${keyFile}.pub`, "utf8").catch(() => undefined);
	const text = beside ?? (await sshKeygen(["-y", "-f", keyFile], Buffer.alloc(0))).output;
	const match = /^((?:ssh|ecdsa|sk)-\S+) ([A-Za-z0-9+/]+={0,3})(?:\s|$)/.exec(text);
	if (!match) throw new UserError("key", `${keyFile}: this is not an SSH key. Make one with ssh-keygen -t ed25519.`);
	return `${match[1]} ${match[2]}`;
}

async function checkReadable(keyFile: string): Promise<void> {
	await access(keyFile).catch(() => {
		throw new UserError("key", `${keyFile}: the key file cannot be read. Name your SSH private key.`);
	});
}

/** Runs ssh-keygen on bytes. Its own messages are dropped: they may show paths or key comments. */
function sshKeygen(
	args: readonly string[],
	input: Buffer,
): Promise<{ readonly exit: number; readonly output: string }> {
	return new Promise((resolve, reject) => {
		const child = execFile("ssh-keygen", [...args], { encoding: "utf8", maxBuffer: 1 << 20 }, (error, output) => {
			if (error !== null && typeof error.code !== "number") {
				reject(new UserError("environment", "ssh-keygen could not be run. Install OpenSSH 8.2 or newer."));
			} else resolve({ exit: error === null ? 0 : Number(error.code), output });
		});
		child.stdin?.on("error", () => {});
		child.stdin?.end(input);
	});
}
