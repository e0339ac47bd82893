import { spawnSync } from "node:child_process";
import { armor, Encrypter, generateHybridIdentity, generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { sealPassword } from "../../scripts/package/password.ts";
import { maxSealedBytes, sealedKeyCount } from "../../scripts/package/sealed-to.ts";

const recipient = async (): Promise<string> => identityToRecipient(await generateIdentity());
const recipients = (count: number): Promise<string[]> => Promise.all(Array.from({ length: count }, recipient));

describe("the number of keys that a password is sealed to", () => {
	it.each([1, 2, 7])("is %s where it was sealed to as many", async (count) => {
		const sealed = await sealPassword("secret", await recipients(count));
		expect(sealedKeyCount(sealed)).toBe(count);
		expect(sealedKeyCount(Buffer.from(armor.decode(sealed.toString())))).toBe(count);
	});

	it("counts a key twice that it was sealed to twice", async () => {
		const [one = ""] = await recipients(1);
		expect(sealedKeyCount(await sealPassword("secret", [one, one]))).toBe(2);
	});

	it.skipIf(spawnSync("age", ["--version"]).status !== 0)("is told of what the age program wrote", async () => {
		const keys = await recipients(2);
		const { stdout } = spawnSync("age", ["-a", ...keys.flatMap((key) => ["-r", key])], { input: "secret" });
		expect(sealedKeyCount(stdout)).toBe(2);
	});

	it("is unknown with a key of another kind or a passphrase", async () => {
		const [one = ""] = await recipients(1);
		const other = await identityToRecipient(await generateHybridIdentity());
		expect(sealedKeyCount(await sealPassword("secret", [one, other]))).toBeUndefined();
		const byPassphrase = new Encrypter();
		byPassphrase.setScryptWorkFactor(1);
		byPassphrase.setPassphrase("known to a stranger");
		expect(sealedKeyCount(Buffer.from(await byPassphrase.encrypt("secret")))).toBeUndefined();
	});

	it("is unknown where another file could stand beside it, and of what is no age file", async () => {
		const sealed = (await sealPassword("secret", await recipients(1))).toString();
		const others = [`${sealed}${sealed}`, `secret\n${sealed}`, `${sealed}secret\n`, sealed.slice(0, -40), "", "secret"];
		for (const text of others) expect(sealedKeyCount(Buffer.from(text))).toBeUndefined();
		const [, ...lines] = Buffer.from(armor.decode(sealed)).toString("latin1").split("\n");
		for (const first of ["age-encryption.org/v2", "-> secret"])
			expect(sealedKeyCount(Buffer.from([first, ...lines].join("\n"), "latin1"))).toBeUndefined();
		expect(sealedKeyCount(Buffer.alloc(maxSealedBytes + 1, sealed))).toBeUndefined();
	});
});
