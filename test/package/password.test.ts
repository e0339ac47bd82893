import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { armor, generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { makePassword, sealPassword, unsealPassword } from "../../scripts/package/password.ts";
import { temporaryFolder } from "../support/folder.ts";

const hasAge = spawnSync("age", ["--version"]).status === 0;

async function keyPair() {
	const identity = await generateIdentity();
	return { identity, recipient: await identityToRecipient(identity) };
}

describe("a package's password", () => {
	it("has at least 160 random bits and is never the same", () => {
		const passwords = new Set(Array.from({ length: 50 }, makePassword));
		expect(passwords.size).toBe(50);
		for (const password of passwords) expect(password).toMatch(/^[0-9a-f]{48}$/);
	});

	it("is opened by each key it was sealed to, whatever comments stand in the key file", async () => {
		const [one, two] = [await keyPair(), await keyPair()];
		const sealed = await sealPassword("secret", [one.recipient, two.recipient]);
		expect(await unsealPassword(sealed, one.identity)).toBe("secret");
		expect(
			await unsealPassword(sealed, `# created: today\r\n# public key: ${two.recipient}\r\n\r\n  ${two.identity}\r\n`),
		).toBe("secret");
	});

	it("is armoured text that does not show it, and opens in binary form too", async () => {
		const { identity, recipient } = await keyPair();
		const sealed = await sealPassword("secret", [recipient]);
		expect(sealed.toString()).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
		expect(sealed.toString()).not.toContain("secret");
		expect(await unsealPassword(Buffer.from(armor.decode(sealed.toString())), identity)).toBe("secret");
	});

	it("is sealed to somebody", async () => {
		await expect(sealPassword("secret", [])).rejects.toThrow(RangeError);
	});

	it.each([
		["another key", async () => (await keyPair()).identity, "This key does not open the package's password"],
		["an empty file", async () => "# nothing here\n", "The key file holds no secret age key"],
		[
			"a key cut short",
			async () => (await keyPair()).identity.slice(0, -4),
			"a line that is not a whole secret age key",
		],
	])("refuses %s with exit key and without showing it", async (_case, identity, says) => {
		const text = await identity();
		const sealed = await sealPassword("secret", [(await keyPair()).recipient]);
		const failure = await unsealPassword(sealed, text).catch((error: unknown) => error);
		expect(failure).toMatchObject({ name: "UserError", exit: "key", message: expect.stringContaining(says) });
		expect(String(failure)).not.toMatch(/AGE-SECRET-KEY-1\w/);
	});

	it("refuses a damaged sealed file with exit key", async () => {
		const { identity, recipient } = await keyPair();
		const sealed = await sealPassword("secret", [recipient]);
		const damaged = Buffer.from(sealed.toString().replace(/^(.{200})./s, "$1#"));
		await expect(unsealPassword(damaged, identity)).rejects.toMatchObject({ exit: "key" });
	});

	it.skipIf(!hasAge)(
		`is opened by the age program${hasAge ? "" : " (skipped: age is not installed here)"}`,
		async () => {
			const { identity, recipient } = await keyPair();
			const folder = temporaryFolder();
			writeFileSync(join(folder, "key.txt"), `${identity}\n`, { mode: 0o600 });
			writeFileSync(join(folder, "sealed.age"), await sealPassword("secret", [recipient]));
			expect(execFileSync("age", ["-d", "-i", "key.txt", "sealed.age"], { cwd: folder, encoding: "utf8" })).toBe(
				"secret",
			);
		},
	);
});
