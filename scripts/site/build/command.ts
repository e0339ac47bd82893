import { join, resolve } from "node:path";
import { UserError } from "../../issue/user-error.ts";
import type { Audience } from "../audience/level.ts";
import { buildSite } from "./build.ts";
import { checkedPort, refuseTakenPort, serveSite } from "./serve.ts";
import { untilInterrupted } from "./until-interrupted.ts";

/** What `hub site build` and `hub site serve` are called with. */
export interface SiteCommandOptions {
	readonly root: string;
	readonly audience: Audience;
	readonly base: string;
	/** A folder; `.hub/site/<audience>` in the records repository without it. */
	readonly out?: string;
	readonly now: Date;
	readonly verify?: boolean;
	readonly print: (line: string) => void;
	readonly progress: (line: string) => void;
}

/** `hub site build`: builds the site and prints where it is. */
export async function buildCommand({ print, ...options }: SiteCommandOptions): Promise<void> {
	const { folder, pages, commit } = await buildSite({
		...options,
		out: outFolder(options),
		base: checkedBase(options.base),
	});
	print(`${pages} pages of the ${options.audience} site, made from commit ${commit.slice(0, 12)}, are in ${folder}`);
}

/** `hub site serve`: builds the site and serves it to this machine until Ctrl+C. */
export async function serveCommand({
	port,
	...options
}: SiteCommandOptions & { readonly port: string }): Promise<void> {
	const checked = checkedPort(port);
	await refuseTakenPort(checked);
	await buildCommand(options);
	const { url, stop } = await serveSite(outFolder(options), { base: checkedBase(options.base), port: checked });
	options.print(`The site is at ${url} for this machine only. Press Ctrl+C to end.`);
	await untilInterrupted();
	await stop();
}

function outFolder({ root, audience, out }: Pick<SiteCommandOptions, "root" | "audience" | "out">): string {
	return out === undefined ? join(resolve(root), ".hub", "site", audience) : resolve(out);
}

function checkedBase(base: string): string {
	if (/^\/(?:[A-Za-z0-9._~-]+\/)*$/.test(base) && !/\/\.{1,2}\//.test(base)) return base;
	throw new UserError(
		"usage",
		"--base: give the path at which the site begins on its server, with a slash at both ends, such as /data-hub/.",
	);
}
