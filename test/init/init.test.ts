import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { initRecords } from "../../scripts/init/init.ts";
import { productFolder, productVersion } from "../../scripts/init/product.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { temporaryFolder } from "../support/folder.ts";

describe("starting a records repository", () => {
	it("pins exactly this hub as the one dependency", async () => {
		const folder = join(await temporaryFolder(), "hampton-records");
		await initRecords(folder, undefined);
		const { name, version } = await productVersion();
		expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies).toEqual({ [name]: version });
	});

	it("refuses a folder that holds something, and leaves it as it was", async () => {
		const folder = await temporaryFolder();
		writeFileSync(join(folder, "thesis.txt"), "mine");
		await expect(initRecords(folder, undefined)).rejects.toThrow(UserError);
		expect(readdirSync(folder)).toEqual(["thesis.txt"]);
	});

	it("takes an empty folder and leaves nothing beside it", async () => {
		const parent = await temporaryFolder();
		mkdirSync(join(parent, "records"));
		await initRecords(join(parent, "records"), undefined);
		expect(readdirSync(parent)).toEqual(["records"]);
	});
});

describe("the released hub", () => {
	it("runs from node_modules of a new records repository and says what is still to fill in", async () => {
		const parent = await temporaryFolder();
		const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", parent], {
			cwd: productFolder(),
			encoding: "utf8",
		}).trim();
		const records = join(parent, "records");
		await initRecords(records, `file:../${packed}`);
		const modules = join(records, "node_modules");
		mkdirSync(modules);
		for (const name of readdirSync(join(productFolder(), "node_modules"))) {
			symlinkSync(join(productFolder(), "node_modules", name), join(modules, name));
		}
		execFileSync("tar", ["-xzf", packed], { cwd: parent });
		execFileSync("mv", [join(parent, "package"), join(modules, "patient-data-sharing-hub")]);
		const hub = join(modules, "patient-data-sharing-hub/scripts/hub.js");
		expect(existsSync(hub)).toBe(true);
		let said = "";
		let code = 0;
		try {
			said = execFileSync(process.execPath, [hub, "check"], { cwd: records, encoding: "utf8", stdio: "pipe" });
		} catch (failure) {
			const { stdout, stderr, status } = failure as { stdout: string; stderr: string; status: number };
			said = stdout + stderr;
			code = status;
		}
		expect(said).toMatch(/requests\/governance\/policy\.yml:\d+:\d+ error: "recoveryKeys" must have 2 entries/);
		expect(code).toBe(3);
	}, 60_000);
});
