import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

const root = join(import.meta.dirname, "../..");

/** One import of a file. */
export interface Import {
	/** The file, from the root of the checkout. */
	readonly from: string;
	/** The imported file from the root, or a package's or built-in module's name. */
	readonly to: string;
	/** Whether only types are imported, of which nothing is left when the code runs. */
	readonly typeOnly: boolean;
}

/** Every import in the files that match, such as `scripts/**\/*.ts`. */
export function importsOf(...patterns: string[]): readonly Import[] {
	return globSync(patterns, { cwd: root }).sort().flatMap(importsIn);
}

function importsIn(file: string): readonly Import[] {
	const text = readFileSync(join(root, file), "utf8");
	const found: Import[] = [];
	const add = (target: string, typeOnly: boolean) => {
		const to = target.startsWith(".") ? relative(root, normalize(join(root, dirname(file), target))) : target;
		found.push({ from: file, to, typeOnly });
	};
	const statement =
		/^(?:import(?:\s+(type\s)?\s*([\w*{][^;"]*?)\s*from)?|export\s+(type\s)?\s*([{*][^;"]*?)\s*from)\s*"([^"\n]+)"/gm;
	for (const [, ofImport, imported, ofExport, exported, target = ""] of text.matchAll(statement)) {
		const names = imported ?? exported ?? "";
		const list = /^\{([^}]*)\}/.exec(names)?.[1]?.split(",") ?? [names];
		const onlyTypes = names !== "" && list.every((name) => name.trim() === "" || name.trim().startsWith("type "));
		add(target, (ofImport ?? ofExport) !== undefined || onlyTypes);
	}
	// What is looked up by its name is loaded or run afterwards.
	for (const [, target = ""] of text.matchAll(/(?:\bimport|\.resolve)\("([^"\n]+)"\)/g)) add(target, false);
	return found;
}

/** Groups of files that import each other in a circle, types included (Tarjan's strongly connected components). */
export function circlesOf(imports: readonly Pick<Import, "from" | "to">[]): readonly (readonly string[])[] {
	const targets = Map.groupBy(imports, ({ from }) => from);
	const index = new Map<string, number>();
	const lowest = new Map<string, number>();
	const stack: string[] = [];
	const circles: string[][] = [];
	const visit = (file: string): void => {
		index.set(file, index.size);
		lowest.set(file, index.size - 1);
		stack.push(file);
		for (const { to } of targets.get(file) ?? []) {
			if (!index.has(to)) visit(to);
			if (stack.includes(to)) lowest.set(file, Math.min(lowest.get(file) ?? 0, lowest.get(to) ?? 0));
		}
		if (lowest.get(file) !== index.get(file)) return;
		const circle = stack.splice(stack.indexOf(file));
		if (circle.length > 1) circles.push(circle.sort());
	};
	for (const { from } of imports) if (!index.has(from)) visit(from);
	return circles;
}

/** Imports that a running module brings along: of some files, and of all that these import, with the way there. */
export function reachableFrom(
	imports: readonly Import[],
	files: readonly string[],
): ReadonlyMap<string, readonly string[]> {
	const targets = Map.groupBy(
		imports.filter(({ typeOnly }) => !typeOnly),
		({ from }) => from,
	);
	const ways = new Map<string, readonly string[]>(files.map((file) => [file, [file]]));
	for (const [file, way] of ways)
		for (const { to } of targets.get(file) ?? []) if (!ways.has(to)) ways.set(to, [...way, to]);
	return ways;
}
