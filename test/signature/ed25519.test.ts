import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyEd25519 } from "../../scripts/signature/ed25519.ts";
import { checkSignature, fingerprintOf, namespaceName, sign } from "../../scripts/signature/ssh.ts";
import { temporaryFolder } from "../support/folder.ts";
import { makeKey } from "../support/repository.ts";

const folder = temporaryFolder();
const bytes = Buffer.from('{"decision":"approve"}\n');
const name = namespaceName("approval");
const ann = makeKey(folder, "ann");
let signature: Buffer;
beforeAll(async () => {
	signature = await sign(bytes, ann.file, "approval");
});

/** The fingerprint that ssh-keygen finds, or undefined if it does not call the signature good. */
function sshKeygen(input: Buffer, made: Buffer): string | undefined {
	const file = join(folder, "made.sig");
	writeFileSync(file, made);
	const { status, stdout } = spawnSync("ssh-keygen", ["-Y", "check-novalidate", "-n", name, "-s", file], { input });
	return status === 0 ? /key (SHA256:\S+)/.exec(stdout.toString())?.[1] : undefined;
}

/** A signature of a key of this type by ssh-keygen. */
function signedBy(type: string, ...options: string[]): Buffer {
	const key = join(folder, type);
	execFileSync("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", "", "-f", key]);
	const file = join(folder, `${type}.json`);
	writeFileSync(file, bytes);
	execFileSync("ssh-keygen", ["-q", "-Y", "sign", "-f", key, "-n", name, ...options, file], { stdio: "ignore" });
	return readFileSync(`${file}.sig`);
}

describe("an Ed25519 signature", () => {
	it("is told good or bad without ssh-keygen", () => {
		expect(verifyEd25519(bytes, signature, name)).toEqual(Buffer.from(ann.publicKey.split(" ")[1] ?? "", "base64"));
		expect(verifyEd25519(Buffer.from("{}"), signature, name)).toBe("bad");
		expect(verifyEd25519(bytes, signature, namespaceName("manifest"))).toBe("bad");
	});

	it("may be over a SHA-256 digest", () => {
		const made = signedBy("ed25519", "-O", "hashalg=sha256");
		expect(verifyEd25519(bytes, made, name)).toBeInstanceOf(Buffer);
		expect(verifyEd25519(Buffer.from("{}"), made, name)).toBe("bad");
	});

	it.each(["ecdsa", "rsa"])("of a key of type %s is left to ssh-keygen, which alone decides", async (type) => {
		const made = signedBy(type);
		expect(verifyEd25519(bytes, made, name)).toBe("unknown");
		const found = await checkSignature(bytes, made, "approval");
		expect(found).toBe(type === "rsa" ? undefined : fingerprintOf(readFileSync(join(folder, `${type}.pub`), "utf8")));
	});

	it("is never called good where ssh-keygen calls it bad, whatever is changed in it", () => {
		const text = signature.toString().split("\n");
		const blob = Buffer.from(text.slice(1, -2).join(""), "base64");
		const armoured = (changed: Buffer) =>
			Buffer.from(`${text[0]}\n${(changed.toString("base64").match(/.{1,70}/g) ?? []).join("\n")}\n${text.at(-2)}\n`);
		expect(armoured(blob)).toEqual(signature);
		const change = fc.record({
			at: fc.nat(blob.length - 1),
			to: fc.nat(255),
			how: fc.constantFrom("replace", "insert", "cut", "append"),
		});
		fc.assert(
			fc.property(change, ({ at, to, how }) => {
				const changed = Buffer.concat([
					blob.subarray(0, how === "append" ? blob.length : at),
					how === "cut" ? Buffer.alloc(0) : Buffer.from([to]),
					how === "append" ? Buffer.alloc(0) : blob.subarray(how === "insert" ? at : at + 1),
				]);
				const found = verifyEd25519(bytes, armoured(changed), name);
				const theirs = sshKeygen(bytes, armoured(changed));
				if (found instanceof Buffer) expect(theirs).toBe(fingerprintOf(`x ${found.toString("base64")}`));
				if (found === "bad") expect(theirs).toBeUndefined();
			}),
			{ numRuns: 60 },
		);
	});

	it("in another armour than ssh-keygen's own is left to ssh-keygen", () => {
		for (const other of [
			signature.toString().replaceAll("\n", "\r\n"),
			`${signature}\n`,
			signature.toString().trimEnd(),
			signature.toString().replace("SSH SIGNATURE", "PGP SIGNATURE"),
		])
			expect(verifyEd25519(bytes, Buffer.from(other), name)).toBe("unknown");
	});
});
