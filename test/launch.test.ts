import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
	chmodSync,
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "./support/folder.ts";

const root = join(import.meta.dirname, "..");

// A checkout of its own with the real launcher, since the tests install, break and kill things.
let checkout: string;
beforeEach(() => {
	checkout = temporaryFolder();
	mkdirSync(join(checkout, "scripts"));
	for (const name of ["hub.js", "launch.js", "setup.js", "start.js"])
		copyFileSync(join(root, "scripts", name), join(checkout, "scripts", name));
	writeFileSync(join(checkout, "package.json"), '{ "type": "module" }');
	writeFileSync(join(checkout, "package-lock.json"), "{}");
});

function run(script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [join(checkout, "scripts", script), ...args], {
		encoding: "utf8",
		env: { ...process.env, ...env },
	});
	return { status, stdout, stderr };
}

/** Stands in for npm: notes what it was asked, and installs this checkout's own packages. */
function stubNpm(): { env: Record<string, string>; calls(): string[] } {
	const bin = temporaryFolder();
	const log = join(bin, "calls");
	const script = `#!/bin/sh\necho "$*" >> '${log}'\n[ -e node_modules ] || { mkdir node_modules; ln -s '${root}/node_modules/node' node_modules/node; touch node_modules/.package-lock.json; }\n`;
	writeFileSync(join(bin, "npm"), script);
	chmodSync(join(bin, "npm"), 0o755);
	return {
		env: { PATH: `${bin}:${process.env.PATH}` },
		calls: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []),
	};
}

function useOurPackages(): void {
	symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
}

describe("the launcher", () => {
	it("says in one sentence that Node is too old", async () => {
		const script = `import { checkNode } from ${JSON.stringify(join(root, "scripts/launch.js"))}; checkNode("18.19.1");`;
		const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
		expect(status).toBe(8);
		expect(stderr).toMatchInlineSnapshot(`
			"This needs Node 20 or newer, and this is Node 18.19.1: get it from https://nodejs.org and run the command again.
			"
		`);
	});

	it("takes the oldest Node that it promises", async () => {
		const script = `import { checkNode } from ${JSON.stringify(join(root, "scripts/launch.js"))}; checkNode("20.0.0");`;
		const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
		expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
	});

	it("says what to do when nothing is installed", () => {
		const { status, stderr } = run("hub.js", ["check"]);
		expect(status).toBe(8);
		expect(stderr).toMatchInlineSnapshot(`
			"The packages of the hub are not installed: run "npm install" and then the command again.
			"
		`);
	});

	it("says what to do when npm left out its install scripts", () => {
		mkdirSync(join(checkout, "node_modules/node"), { recursive: true });
		writeFileSync(join(checkout, "node_modules/node/package.json"), "{}");
		const { status, stderr } = run("hub.js", ["check"]);
		expect(status).toBe(8);
		expect(stderr).toMatchInlineSnapshot(`
			"The Node 24 that the hub runs on is missing, since npm did not run its install script: run "npm rebuild node --ignore-scripts=false" and then the command again.
			"
		`);
	});

	it("runs the hub on Node 24 with its arguments as they are, and ends with its exit code", () => {
		useOurPackages();
		const hub =
			"console.log(JSON.stringify([process.version.slice(0, 4), ...process.argv.slice(2)])); process.exitCode = 7;";
		writeFileSync(join(checkout, "scripts/hub.ts"), hub);
		const { status, stdout } = run("hub.js", ["approve", "--reason", "a 'quoted' $reason", ""]);
		expect(status).toBe(7);
		expect(JSON.parse(stdout)).toEqual(["v24.", "approve", "--reason", "a 'quoted' $reason", ""]);
	});

	it.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)("hands %s on and waits for the hub to tidy up", async (signal) => {
		useOurPackages();
		const tidy = `process.on("${signal}", () => setTimeout(() => { console.log("tidied"); process.exit(6); }, 200));`;
		writeFileSync(join(checkout, "scripts/hub.ts"), `${tidy} setInterval(() => {}, 1000); console.log("ready");`);
		const child = spawn(process.execPath, [join(checkout, "scripts/hub.js")], { stdio: ["ignore", "pipe", "inherit"] });
		let said = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			if (said === "") child.kill(signal);
			said += text;
		});
		expect(await once(child, "close")).toEqual([6, null]);
		expect(said).toBe("ready\ntidied\n");
	});

	it("ends by the same signal as the hub", async () => {
		useOurPackages();
		writeFileSync(
			join(checkout, "scripts/hub.ts"),
			'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000);',
		);
		const child = spawn(process.execPath, [join(checkout, "scripts/hub.js")], { stdio: "inherit" });
		expect(await once(child, "close")).toEqual([null, "SIGTERM"]);
	});
});

describe("setting up", () => {
	it("installs once, and again when the list of packages is newer", () => {
		const npm = stubNpm();
		expect(run("setup.js", [], npm.env)).toMatchObject({ status: 0, stdout: "" });
		expect(run("setup.js", [], npm.env)).toEqual({ status: 0, stdout: "", stderr: "" });
		expect(npm.calls()).toHaveLength(1);
		const later = new Date(Date.now() + 60_000);
		utimesSync(join(checkout, "package-lock.json"), later, later);
		run("setup.js", [], npm.env);
		run("setup.js", [], npm.env);
		expect(npm.calls()).toHaveLength(2);
	});

	it("asks npm for all that start and test need, whatever its settings leave out, and for no change of the list", () => {
		const npm = stubNpm();
		run("setup.js", [], npm.env);
		expect(npm.calls()).toMatchInlineSnapshot(`
			[
			  "ci --no-audit --no-fund --include=dev --include=optional --loglevel=error",
			]
		`);
	});

	it("works in a checkout that is reached through a link", () => {
		const npm = stubNpm();
		const link = join(temporaryFolder(), "link");
		symlinkSync(checkout, link);
		spawnSync(process.execPath, [join(link, "scripts/setup.js")], { env: { ...process.env, ...npm.env } });
		expect(npm.calls()).toHaveLength(1);
	});

	it("leaves packages alone that are another checkout's", () => {
		const npm = stubNpm();
		const others = temporaryFolder();
		writeFileSync(join(others, "package.txt"), "theirs");
		symlinkSync(others, join(checkout, "node_modules"));
		const { status, stderr } = run("setup.js", [], npm.env);
		expect([status, npm.calls(), existsSync(join(others, "package.txt"))]).toEqual([8, [], true]);
		expect(stderr).toContain("is a link, and what it leads to is older than package-lock.json");
	});

	it("says what to do when npm fails", () => {
		const { status, stderr } = run("setup.js", [], { PATH: temporaryFolder() });
		expect(status).toBe(8);
		expect(stderr).toMatchInlineSnapshot(`
			"Installing packages with npm (once; a minute or two) ...
			npm could not install the packages: see its message above, check the network, and run the command again.
			"
		`);
	});

	it("starts the demonstration with the options it was given", () => {
		const npm = stubNpm();
		writeFileSync(join(checkout, "scripts/hub.ts"), "console.log(process.argv.slice(2).join(' '));");
		expect(run("start.js", ["--exit", "--patients", "50"], npm.env).stdout).toBe("demo --exit --patients 50\n");
	});
});
