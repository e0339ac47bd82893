import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { describe, expect, it } from "vitest";
import { importsOf, reachableFrom } from "./support/imports.ts";

const root = join(import.meta.dirname, "..");

interface Packages {
	readonly dependencies: Readonly<Record<string, string>>;
	readonly optionalDependencies: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
}

const { dependencies, optionalDependencies, devDependencies } = readJson<Packages>("package.json");
const imports = importsOf("scripts/**/*.ts", "site/*.js", "site/src/**/*.{ts,tsx,astro,mdx}");

function readJson<T>(path: string): T {
	return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/** The module of every command of the hub, as its entry file loads it. */
const commands = [
	...new Set(
		imports.filter(({ from, to }) => from === "scripts/hub.ts" && /^scripts\/(?!issue\/)/.test(to)).map(({ to }) => to),
	),
];
const optionalCommands = commands.filter((path) => /^scripts\/(?:demo|site)\//.test(path));
const everydayCommands = commands.filter((path) => !optionalCommands.includes(path));

/** The package that a module belongs to: `minisearch` for `minisearch/SearchableMap`. */
function packageOf(module: string): string {
	return module
		.split("/")
		.slice(0, module.startsWith("@") ? 2 : 1)
		.join("/");
}

/** The packages that some files load or may load when they run, each with the way to it. */
function loadedBy(files: readonly string[]): ReadonlyMap<string, string> {
	const reached = [...reachableFrom(imports, files)].filter(([module]) => isPackage(module));
	return new Map(reached.map(([module, way]) => [packageOf(module), way.join(" > ")]));
}

function isPackage(module: string): boolean {
	return !/^(?:node:|scripts\/|site\/|astro:)/.test(module);
}

/** Of the packages that some files load those that are on none of the lists, by the way to them. */
function loadedBesides(files: readonly string[], ...lists: object[]): readonly string[] {
	return [...loadedBy(files)]
		.filter(([name]) => !lists.some((list) => Object.hasOwn(list, name)))
		.map(([, way]) => way);
}

/** Every external module that a command's part of a released hub loads or may load. */
function loadedByRelease({ outputs }: Metafile, command: string): ReadonlySet<string> {
	const [entry] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === command) ?? [];
	const reached = new Set([entry ?? expect.unreachable(`the released hub has no part for ${command}`)]);
	for (const path of reached) for (const each of outputs[path]?.imports ?? []) reached.add(each.path);
	return new Set([...reached].map(packageOf));
}

/**
 * What archives without patient rows are to be written with, such as form bundles, reports and evidence. No command
 * writes one yet; the tests write archives with it that `hub open` must read.
 */
const forOtherArchives = ["archiver", "archiver-zip-encrypted"];

describe("packages that an installation may leave out", () => {
	it("are those of the website and the demonstration: every other command does without", () => {
		expect(everydayCommands).toContain("scripts/delivery/command.ts");
		expect(loadedBesides(everydayCommands, dependencies)).toEqual([]);
	});

	it.each(optionalCommands)("would be found where they are loaded: %s", (command) => {
		expect(loadedBesides([command], dependencies)).not.toEqual([]);
	});

	it("are all that the website and the demonstration need besides, and no development package", () => {
		const pages = globSync(["site/*.js", "site/src/**/*.{ts,tsx,astro,mdx}"], { cwd: root });
		expect(loadedBesides([...optionalCommands, ...pages], dependencies, optionalDependencies)).toEqual([]);
	});

	it("are loaded by no other command of a released hub either, where modules share files", async () => {
		// As the script "prepack" makes it.
		const { metafile } = await build({
			absWorkingDir: root,
			entryPoints: ["scripts/hub.ts"],
			bundle: true,
			packages: "external",
			platform: "node",
			format: "esm",
			splitting: true,
			outdir: "dist",
			write: false,
			metafile: true,
		});
		const optional = (command: string) =>
			[...loadedByRelease(metafile, command)].filter((name) => Object.hasOwn(optionalDependencies, name));
		expect(everydayCommands.flatMap(optional)).toEqual([]);
		expect(optionalCommands.map((command) => optional(command).length > 0)).not.toContain(false);
	});

	it("are in a checkout development packages, which npm installs whatever Node the machine has", () => {
		expect(devDependencies).toMatchObject(optionalDependencies);
	});

	it("are all that can be left out: every other package is needed by another command", () => {
		const own = imports.filter(({ from }) => from === "scripts/hub.ts").map(({ to }) => packageOf(to));
		// The launcher, which is plain JavaScript, starts the hub on it.
		const needed = new Set(["node", ...own, ...loadedBy(everydayCommands).keys(), ...forOtherArchives]);
		expect(Object.keys(dependencies).filter((name) => !needed.has(name))).toEqual([]);
	});
});

describe("the list of packages", () => {
	const { packages } = readJson<{ packages: Record<string, { integrity?: string; resolved?: string }> }>(
		"package-lock.json",
	);
	const listed = Object.entries(packages).filter(([path]) => path !== "");

	it("says of each what it must hold, and binds nobody to a registry", () => {
		expect(listed.length).toBeGreaterThan(100);
		expect(listed.filter(([, { integrity }]) => !integrity?.startsWith("sha512-")).map(([path]) => path)).toEqual([]);
		expect(listed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
	});
});

describe("a package that may have to be replaced", () => {
	it("writes no archive with patient rows: these the hub writes itself", () => {
		const importing = imports.filter(({ to }) => forOtherArchives.includes(packageOf(to)));
		expect(importing.filter(({ from }) => from.startsWith("scripts/package/"))).toEqual([]);
	});

	it.each([
		["gray-matter", "scripts/document/front-matter.ts"],
		["simple-git", "scripts/git/repository.ts"],
	])("is imported in one file: %s", (name, file) => {
		expect(imports.filter(({ to }) => packageOf(to) === name).map(({ from }) => from)).toEqual([file]);
	});
});
