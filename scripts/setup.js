// Plain JavaScript that old versions of Node read too; it needs nothing installed.
import { spawnSync } from "node:child_process";
import { lstatSync, realpathSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkNode, endWith, installedNode } from "./launch.js";

const root = fileURLToPath(new URL("..", import.meta.url));

const packages = join(root, "node_modules");
/** npm writes this file last, so it stands for an installation that went through. */
const installed = join(packages, ".package-lock.json");
const wanted = join(root, "package-lock.json");

/**
 * Makes a checkout ready to run: installs its packages if they are missing or older than the list of
 * them, and checks that the Node 24 among them works. Does nothing when all is in place.
 */
export function setUp() {
	checkNode();
	if (changedAt(installed) < changedAt(wanted)) install();
	installedNode();
}

function install() {
	// npm empties the folder first, and behind a link that may be another checkout's.
	if (lstatSync(packages, { throwIfNoEntry: false })?.isSymbolicLink())
		endWith(
			`${packages} is a link, and what it leads to is older than package-lock.json: install there, or remove the link.`,
		);
	process.stderr.write("Installing packages with npm (once; a minute or two) ...\n");
	// Tests need the development packages, and the database is an optional one, whatever NODE_ENV and npm's settings say.
	const args = ["ci", "--no-audit", "--no-fund", "--include=dev", "--include=optional", "--loglevel=error"];
	const { status } = spawnSync("npm", args, { cwd: root, stdio: ["ignore", 2, 2] });
	if (status !== 0)
		endWith("npm could not install the packages: see its message above, check the network, and run the command again.");
	// The list's time may lie in the future; without this, the check would find the installation too old each time.
	const newer = new Date(Math.max(Date.now(), changedAt(wanted) + 1000));
	utimesSync(installed, newer, newer);
}

function changedAt(file) {
	const entry = statSync(file, { throwIfNoEntry: false });
	return entry === undefined ? 0 : entry.mtimeMs;
}

// The real path: a checkout may be reached through a link.
if (realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) setUp();
