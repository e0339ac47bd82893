// Plain JavaScript that old versions of Node can read too, since this file tells their users that they are too old.
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The oldest Node that can install this and start it; what it starts runs on the Node that npm installs. */
const oldestNode = 20;

/** The exit code for a machine that cannot run this, as in the guide's table. */
const environmentExit = 8;

/** Ends the process with one sentence if the Node it runs on is too old. */
export function checkNode(version = process.versions.node) {
	if (Number.parseInt(version, 10) >= oldestNode) return;
	endWith(
		`This needs Node ${oldestNode} or newer, and this is Node ${version}: get it from https://nodejs.org and run the command again.`,
	);
}

/** Prints one sentence for the person at the keyboard and ends the process. */
export function endWith(sentence) {
	process.stderr.write(`${sentence}\n`);
	process.exit(environmentExit);
}

/**
 * The path of the Node 24 that npm installed with the hub. Ends the process with one sentence if the
 * packages are not installed, or npm was told not to run the script that fetches that Node.
 */
export function installedNode() {
	const folder = nodePackage();
	if (folder === undefined)
		endWith('The packages of the hub are not installed: run "npm install" and then the command again.');
	const program = join(folder, "bin", "node");
	const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
	if (/^v24\./.test(stdout || "")) return program;
	endWith(
		'The Node 24 that the hub runs on is missing, since npm did not run its install script: run "npm rebuild node --ignore-scripts=false" and then the command again.',
	);
}

function nodePackage() {
	try {
		return dirname(createRequire(import.meta.url).resolve("node/package.json"));
	} catch {
		return undefined;
	}
}

/** The hub's program: its source or, in an installed package, where Node runs no TypeScript, the build of it. */
function hubProgram() {
	const source = fileURLToPath(new URL("hub.ts", import.meta.url));
	return /[\\/]node_modules[\\/]/.test(source) ? fileURLToPath(new URL("../dist/hub.js", import.meta.url)) : source;
}

/** Runs the `hub` command on the installed Node 24 and ends the process as it ends. */
export function runHub(args) {
	const child = spawn(installedNode(), [hubProgram(), ...args], { stdio: "inherit" });
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
		process.on(signal, () => {
			// A terminal sends Ctrl+C to this process and to the hub; a second one would end the hub before it has tidied up.
			if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
		});
	}
	child.on("error", () =>
		endWith("The hub's Node 24 could not be started: run npm install and then the command again."),
	);
	child.on("exit", (code, signal) => {
		if (signal === null) process.exit(code);
		for (const each of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(each);
		process.kill(process.pid, signal);
	});
}
