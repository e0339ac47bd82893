import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Decrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../scripts/issue/user-error.ts";
import { type ProjectKeyOptions, projectKey } from "../../scripts/keys/project-key.ts";
import { temporaryFolder } from "../support/folder.ts";

let options: ProjectKeyOptions;
let recoveryIdentity: string;

beforeEach(async () => {
	const folder = temporaryFolder();
	const identityFile = join(folder, "hub.key");
	writeFileSync(identityFile, `# made for a test\n${await generateIdentity()}\n`);
	recoveryIdentity = await generateIdentity();
	const recovery = [await identityToRecipient(recoveryIdentity), await identityToRecipient(await generateIdentity())];
	options = { folder: join(folder, "keys"), project: "sepsis-outcomes", identityFile, recovery, create: true };
});

async function refusalOf(work: Promise<unknown>): Promise<UserError> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (error instanceof UserError) return error;
	throw error ?? new Error("was not refused");
}

describe("projectKey", () => {
	it("makes a random key once, and finds it again", async () => {
		const made = await projectKey(options);
		expect(made.key).toHaveLength(32);
		expect(made.id).toMatch(/^[0-9a-f]{16}$/);
		expect(await projectKey(options)).toEqual(made);
		expect(await projectKey({ ...options, create: false })).toEqual(made);
		const other = await projectKey({ ...options, project: "another-one" });
		expect(other.key.equals(made.key)).toBe(false);
		expect(other.id).not.toBe(made.id);
	});

	it("gives two runs that make it at once the same key, and leaves no draft", async () => {
		const keys = await Promise.all(Array.from({ length: 8 }, () => projectKey(options)));
		expect(new Set(keys.map(({ key }) => key.toString("hex"))).size).toBe(1);
		expect(readdirSync(options.folder)).toEqual(["sepsis-outcomes.key.age"]);
	});

	it("writes it wrapped only, for nobody else to read, and so that a recovery key opens it", async () => {
		const { key } = await projectKey(options);
		const file = join(options.folder, "sepsis-outcomes.key.age");
		const wrapped = readFileSync(file);
		expect(wrapped.includes(key)).toBe(false);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		const decrypter = new Decrypter();
		decrypter.addIdentity(recoveryIdentity);
		expect(Buffer.from(await decrypter.decrypt(wrapped)).equals(key)).toBe(true);
	});

	it("refuses to go without a key", async () => {
		const refusal = await refusalOf(projectKey({ ...options, create: false }));
		expect([refusal.exit, refusal.message]).toMatchInlineSnapshot(`
			[
			  "key",
			  "The key store holds no key for sepsis-outcomes. Check HUB_KEYS_DIR.",
			]
		`);
	});

	it("refuses another identity, a broken key and a missing identity, without a word of any", async () => {
		await projectKey(options);
		const other = `${options.identityFile}.other`;
		const identity = await generateIdentity();
		writeFileSync(other, identity);
		const refusal = await refusalOf(projectKey({ ...options, identityFile: other }));
		expect([refusal.exit, refusal.message]).toMatchInlineSnapshot(`
			[
			  "key",
			  "The key of sepsis-outcomes cannot be opened with the hub's age identity. Check HUB_AGE_IDENTITY_FILE, or recover the key with a recovery key.",
			]
		`);
		expect((await refusalOf(projectKey({ ...options, identityFile: "/nowhere" }))).exit).toBe("key");
		writeFileSync(join(options.folder, "sepsis-outcomes.key.age"), "not age");
		expect((await refusalOf(projectKey(options))).exit).toBe("key");
	});

	it("says when the key store cannot be used", async () => {
		const refusal = await refusalOf(projectKey({ ...options, folder: join(options.identityFile, "inside-a-file") }));
		expect([refusal.exit, refusal.message]).toMatchInlineSnapshot(`
			[
			  "environment",
			  "The key store cannot be used (ENOTDIR). Check HUB_KEYS_DIR and its rights.",
			]
		`);
	});
});
