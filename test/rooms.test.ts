import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { circlesOf, type Import, importsOf, reachableFrom } from "./support/imports.ts";

const root = join(import.meta.dirname, "..");
const guide = readFileSync(join(root, ".github/CONTRIBUTING.md"), "utf8");
const [, list = ""] = /## The order of the rooms[\s\S]*?```\n([\s\S]*?)```/.exec(guide) ?? [];
/** The rooms in order, each with those that share its place. */
const order = list.split("·").map((cell) => cell.split(",").map((room) => room.trim()));
const place = new Map(order.flatMap((rooms, at) => rooms.map((room) => [room, at] as const)));

const scripts = importsOf("scripts/**/*.ts");
const site = importsOf("site/src/**/*.{ts,tsx}");

function roomOf(path: string): string | undefined {
	return /^scripts\/([^/]+)\//.exec(path)?.[1];
}

function against({ from, to }: Import): boolean {
	const [own, other] = [roomOf(from), roomOf(to)];
	if (own === undefined || other === undefined || own === other) return false;
	return (place.get(other) ?? Number.POSITIVE_INFINITY) >= (place.get(own) ?? Number.NEGATIVE_INFINITY);
}

function isNodes(module: string): boolean {
	return module.startsWith("node:") || builtinModules.includes(module) || ["pg", "simple-git"].includes(module);
}

/** Whether a path as CONTRIBUTING.md writes it is there: from the root, or within `scripts/`. */
function isThere(path: string): boolean {
	return globSync([path, `scripts/${path}`, `.github/${path}`], { cwd: root }).length > 0;
}

function exportedNames(text: string): readonly string[] {
	const declared = /^export (?:async )?(?:function\*?|const|interface|type|class) (\w+)/gm;
	return [...text.matchAll(declared)].map(([, name = ""]) => name);
}

describe("the rooms of scripts/", () => {
	it("are all in the order of rooms, and no room is there that does not exist", () => {
		const folders = new Set(globSync("scripts/*/*", { cwd: root }).map((path) => path.split("/")[1]));
		expect([...place.keys()].sort()).toEqual([...folders].sort());
	});

	it("import only from rooms to their left", () => {
		expect(scripts.filter(against).map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
	});

	it("would be found out", () => {
		const one = (from: string, to: string): Import => ({ from, to, typeOnly: true });
		expect(against(one("scripts/git/a.ts", "scripts/database/b.ts"))).toBe(true);
		expect(against(one("scripts/plan/a.ts", "scripts/check/b.ts"))).toBe(true);
		expect(against(one("scripts/nowhere/a.ts", "scripts/issue/b.ts"))).toBe(true);
		expect(against(one("scripts/check/a.ts", "scripts/plan/b.ts"))).toBe(false);
	});

	it("have folders at most two deep", () => {
		expect(globSync("scripts/*/*/*/*", { cwd: root })).toEqual([]);
	});
});

describe("CONTRIBUTING.md", () => {
	it("names only paths that are there, and names of the code that some module exports", () => {
		const written = [...guide.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
		const paths = written.filter((code) => /^[\w./*-]+\/[\w./*-]*$|^[\w/-]+\.(?:ts|js|json|mdx)$/.test(code));
		expect(paths.length).toBeGreaterThan(40);
		expect(paths.filter((path) => !path.startsWith(".hub/") && !isThere(path))).toEqual([]);
		const exported = globSync("scripts/**/*.ts", { cwd: root }).flatMap((file) =>
			exportedNames(readFileSync(join(root, file), "utf8")),
		);
		const names = [...guide.matchAll(/\(`(\w+)`\)/g)].map(([, name = ""]) => name);
		expect(names).toContain("FileTree");
		expect(names.filter((name) => !exported.includes(name))).toEqual([]);
	});
});

describe("files", () => {
	it("do not import each other in a circle", () => {
		expect(circlesOf([...scripts, ...site])).toEqual([]);
	});

	it("in a circle would be found", () => {
		const arrow = (from: string, to: string) => ({ from, to });
		expect(circlesOf([arrow("a", "b"), arrow("b", "c"), arrow("c", "a"), arrow("c", "d")])).toEqual([["a", "b", "c"]]);
	});

	it("of one folder and of another below scripts/site do not import each other in a circle", () => {
		const folders = scripts
			.filter(({ from, to }) => roomOf(from) === "site" && roomOf(to) === "site")
			.map(({ from, to }) => ({ from: from.split("/")[2] ?? "", to: to.split("/")[2] ?? "" }))
			.filter(({ from, to }) => from !== to);
		expect(circlesOf(folders)).toEqual([]);
	});
});

describe("names", () => {
	it("mean one thing each: no two modules export the same one", () => {
		const files = globSync(["scripts/**/*.ts", "site/src/**/*.{ts,tsx}"], { cwd: root, exclude: ["**/generated/**"] });
		const exported = files.flatMap((file) => {
			return exportedNames(readFileSync(join(root, file), "utf8")).map((name) => ({ name, file }));
		});
		expect(exported.length).toBeGreaterThan(1000);
		const twice = [...Map.groupBy(exported, ({ name }) => name)].filter(([, by]) => by.length > 1);
		expect(twice.map(([name, by]) => `${name}: ${by.map(({ file }) => file).join(", ")}`)).toEqual([]);
	});
});

describe("the templates", () => {
	// The compiler does not read them, and a type that is gone is missed by nothing that runs.
	it("import only names that exist", () => {
		const unknown = globSync("site/src/**/*.{astro,mdx}", { cwd: root }).flatMap((file) => {
			const text = readFileSync(join(root, file), "utf8");
			const imports = text.matchAll(/^import (?:type )?\{([^}]*)\} from "(\.[^"]+)"/gm);
			return [...imports].flatMap(([, list = "", from = ""]) => {
				const exported = exportedNames(readFileSync(join(root, dirname(file), from), "utf8"));
				const names = list.split(",").map((name) => name.replace(/^\s*(?:type )?| as .*|\s*$/g, ""));
				return names.filter((name) => name !== "" && !exported.includes(name)).map((name) => `${file}: ${name}`);
			});
		});
		expect(unknown).toEqual([]);
	});
});

describe("the pages", () => {
	// Each filters again, or judges; none shows what it was given.
	const asking = [
		"scripts/site/dictionary/form-files.ts",
		"scripts/site/dictionary/report.ts",
		"scripts/site/reading/reading.ts",
		"scripts/site/register/agreements-contents.ts",
		"scripts/site/register/audience-view.ts",
		"scripts/site/register/cases.ts",
		"scripts/site/request/files.ts",
	];

	it("are made from what their audience may see: few modules ask for the rest, and no template", () => {
		const found = importsOf("scripts/**/*.ts", "site/src/**/*.{ts,tsx,astro,mdx}")
			.filter(({ to }) => to === "scripts/site/reading/unfiltered.ts")
			.map(({ from }) => from);
		expect(found).toEqual(asking);
	});

	it("ask nowhere for whom a site is: that is decided once, by the audience's level", () => {
		const texts = globSync("{scripts/site,site/src}/**/*.{ts,tsx,astro}", { cwd: root });
		const deciding = texts.filter((file) => /audience [!=]== "/.test(readFileSync(join(root, file), "utf8")));
		expect(deciding).toEqual([]);
	});
});

describe("what runs in a browser", () => {
	const all = [...scripts, ...site];
	const files = (...patterns: string[]) => globSync(patterns, { cwd: root });
	// It reads what the pages show while they are made, and never runs in a browser.
	const whileMade = "site/src/contents.ts";

	it.each([["text/"], ["treatment/"], ["plan/"], ["check/rules/"]])("needs nothing of Node: scripts/%s", (folder) => {
		const reached = reachableFrom(all, files(`scripts/${folder}**/*.ts`));
		expect([...reached].filter(([module]) => isNodes(module)).map(([, way]) => way.join(" > "))).toEqual([]);
	});

	it("needs nothing of Node: the scripts of the pages", () => {
		const own = files("site/src/**/*.{ts,tsx}").filter((file) => file !== whileMade);
		const reached = reachableFrom(all, own);
		expect(reached.size).toBeGreaterThan(100);
		expect([...reached].filter(([module]) => isNodes(module)).map(([, way]) => way.join(" > "))).toEqual([]);
	});
});
