import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
	checkSignature,
	fingerprintOf,
	type Namespace,
	namespaceName,
	publicKeyOf,
	sign,
} from "../../scripts/signature/ssh.ts";
import { temporaryFolder } from "../support/folder.ts";
import { makeKey } from "../support/repository.ts";

const folder = temporaryFolder();
const ann = makeKey(folder, "ann");
const bytes = Buffer.from('{"decision":"approve"}\n');

describe("a signature", () => {
	it("names the key that made it", async () => {
		const signature = await sign(bytes, ann.file, "approval");
		expect(await checkSignature(bytes, signature, "approval")).toBe(fingerprintOf(ann.publicKey));
	});

	it.each(["manifest", "event", "query", "answer"] satisfies Namespace[])(
		"made for an approval does not count for a %s",
		async (other) => {
			expect(await checkSignature(bytes, await sign(bytes, ann.file, "approval"), other)).toBeUndefined();
		},
	);

	it("does not count over other bytes, nor when it is damaged, empty or oversized", async () => {
		const signature = await sign(bytes, ann.file, "approval");
		expect(await checkSignature(Buffer.from('{"decision":"refuse"}\n'), signature, "approval")).toBeUndefined();
		const damaged = Buffer.from(signature.toString().replace(/\n(.)/, (_, first) => `\n${first === "U" ? "V" : "U"}`));
		for (const bad of [damaged, Buffer.alloc(0), Buffer.from("not a signature"), Buffer.alloc(100_000, 65)]) {
			expect(await checkSignature(bytes, bad, "approval")).toBeUndefined();
		}
	});

	it("made for another program's purpose does not count", async () => {
		const file = join(folder, "mail");
		writeFileSync(file, bytes);
		execFileSync("ssh-keygen", ["-q", "-Y", "sign", "-f", ann.file, "-n", "git", file], { stdio: "ignore" });
		expect(await checkSignature(bytes, readFileSync(`${file}.sig`), "approval")).toBeUndefined();
	});

	it("can be checked by an auditor with ssh-keygen alone", async () => {
		const data = join(folder, "1.json");
		const signers = join(folder, "signers");
		writeFileSync(data, bytes);
		writeFileSync(`${data}.sig`, await sign(bytes, ann.file, "approval"));
		writeFileSync(signers, `ann ${ann.publicKey}\n`);
		const args = ["-Y", "verify", "-f", signers, "-I", "ann", "-n", namespaceName("approval"), "-s", `${data}.sig`];
		expect(execFileSync("ssh-keygen", args, { input: bytes, encoding: "utf8" })).toContain("Good");
	});
});

describe("a key file", () => {
	it("gives its public half, from the file beside it or from the key itself", async () => {
		expect(await publicKeyOf(ann.file)).toBe(ann.publicKey);
		const copy = join(folder, "copy");
		execFileSync("cp", ["-p", ann.file, copy]);
		expect(await publicKeyOf(copy)).toBe(ann.publicKey);
	});

	it("has the fingerprint that ssh-keygen prints", () => {
		const printed = execFileSync("ssh-keygen", ["-l", "-f", `${ann.file}.pub`], { encoding: "utf8" });
		expect(printed).toContain(fingerprintOf(ann.publicKey));
	});

	it("that is missing or no key gives a clear error", async () => {
		const notKey = join(folder, "not-a-key");
		writeFileSync(notKey, "hello\n", { mode: 0o600 });
		await expect(sign(bytes, join(folder, "absent"), "approval")).rejects.toMatchObject({ exit: "key" });
		await expect(sign(bytes, notKey, "approval")).rejects.toMatchObject({ exit: "key" });
		await expect(publicKeyOf(notKey)).rejects.toMatchObject({ exit: "key" });
	});
});
