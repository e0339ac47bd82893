import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { generateIdentity, identityToRecipient } from "age-encryption";

const run = promisify(execFile);

/** One person's keys in the demonstration: the public halves, and where the secret ones lie. */
export interface PersonKeys {
	readonly signing: { readonly file: string; readonly publicKey: string };
	readonly age: { readonly file: string; readonly recipient: string };
}

/** Makes a new SSH signing key and a new age key for one person, in a folder that only its owner can enter. */
export async function makePersonKeys(keysFolder: string, person: string): Promise<PersonKeys> {
	const folder = join(keysFolder, person);
	await mkdir(folder, { mode: 0o700 });
	const file = join(folder, "signing-key");
	await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", person, "-f", file]);
	const [type, text] = (await readFile(`${file}.pub`, "utf8")).split(" ");
	return { signing: { file, publicKey: `${type} ${text}` }, age: await makeAgeKey(join(folder, "age-key.txt")) };
}

/** Makes a new age key and writes its secret half to `file`, in the form `age-keygen` writes. */
export async function makeAgeKey(file: string): Promise<{ file: string; recipient: string }> {
	const identity = await generateIdentity();
	const recipient = await identityToRecipient(identity);
	await writeFile(file, `# public key: ${recipient}\n${identity}\n`, { mode: 0o600, flag: "wx" });
	return { file, recipient };
}

/** Makes a random 256-bit key and writes it to `file` as 64 hexadecimal digits. */
export async function makeSecretKey(file: string): Promise<string> {
	await writeFile(file, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
	return file;
}
