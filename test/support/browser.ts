import { execFile } from "node:child_process";
import { lstat, mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { madeOnce } from "./once.ts";

const run = promisify(execFile);

/** A browser to be started: its program, and what it needs to be told. */
export interface BrowserProgram {
	readonly file: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
}

/**
 * What a browser may not do on its own: ask its makers for anything, or look for a graphics card.
 * Root can start it only without its sandbox; it shows nothing but our own pages.
 */
const args = [
	"--no-sandbox",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-domain-reliability",
	"--disable-sync",
	"--disable-gpu",
	"--no-pings",
	"--no-first-run",
	"--font-render-hinting=none",
];

/** Starts a real Chromium without a window. The caller closes it. */
export async function startBrowser(): Promise<Browser> {
	const { file, args, env } = await browserProgram();
	return chromium.launch({ executablePath: file, args: [...args], env: { ...process.env, ...env } });
}

/**
 * The Chromium of this machine: the one that `CHROMIUM_PATH` names, else that of the npm package, unpacked the first
 * time into this person's own folder among the temporary ones.
 *
 * @throws Error where the package has none for this platform
 */
export async function browserProgram(): Promise<BrowserProgram> {
	const { CHROMIUM_PATH } = process.env;
	if (CHROMIUM_PATH) return { file: CHROMIUM_PATH, args, env: {} };
	if (process.platform !== "linux" || process.arch !== "x64") {
		throw new Error(
			`The Chromium that npm brings is for Linux on x64, not for ${process.platform} on ${process.arch}. Set CHROMIUM_PATH to the program of a Chrome or Chromium on this machine.`,
		);
	}
	const folder = await unpacked();
	return { file: join(folder, "chromium"), args, env: { FONTCONFIG_FILE: join(folder, "fonts.conf") } };
}

async function unpacked(): Promise<string> {
	const module = import.meta.resolve("@sparticuz/chromium");
	const about = await readFile(fileURLToPath(new URL("../package.json", module)), "utf8");
	const { version } = JSON.parse(about) as { version: string };
	const user = process.getuid?.() ?? 0;
	const folder = await madeOnce(join(tmpdir(), `hub-chromium-${version}-${user}`), async (unfinished) => {
		await mkdir(unfinished, { mode: 0o700 });
		// The package unpacks into whatever the temporary folder is when it is asked: a process of its own has its own.
		const ask = `(await import(${JSON.stringify(module)})).default.executablePath()`;
		await run(process.execPath, ["--input-type=module", "--eval", `await ${ask}`], {
			env: { ...process.env, TMPDIR: unfinished },
		});
		await writeFile(join(unfinished, "fonts.conf"), fonts);
	});
	const { uid } = await lstat(folder);
	if (uid !== user) throw new Error(`${folder} is not this user's own. Set CHROMIUM_PATH, or have it removed.`);
	return folder;
}

/** This machine's fonts, if it has any, and the one that comes along, for pages that ask for Arial. */
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
	<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
	<dir prefix="relative">fonts</dir>
	<cachedir prefix="relative">fonts-cache</cachedir>
	<alias binding="strong">
		<family>Arial</family>
		<prefer><family>Liberation Sans</family><family>Arimo</family><family>Open Sans</family></prefer>
	</alias>
</fontconfig>
`;
