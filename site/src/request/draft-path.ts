import type { Issue } from "../../../scripts/issue/issue.ts";
import { valueAt } from "../../../scripts/schema/violation.ts";

/** Where something stands in a request: keys and positions from its root, as in the rules' findings. */
export type DraftPath = Issue["path"];

/** The path of the project's name, which is no part of the request. */
export const projectPath: DraftPath = ["project"];

/** The value with another one at a path; without the key if there is none to put there. Nothing is changed in place. */
export function withValue<T>(root: T, path: DraftPath, value: unknown): T {
	const [step, ...rest] = path;
	if (step === undefined) return value as T;
	if (Array.isArray(root))
		return root.map((item, index) => (index === step ? withValue(item, rest, value) : item)) as T;
	const group = (root ?? {}) as Record<string, unknown>;
	if (rest.length === 0 && value === undefined) {
		const { [step]: _, ...others } = group;
		return others as T;
	}
	return { ...group, [step]: withValue(group[step], rest, value) } as T;
}

/** The value with one more at the end of the list at a path, which is begun if there is none. */
export function withAdded<T>(root: T, path: DraftPath, value: unknown): T {
	const list = valueAt(root, path);
	return withValue(root, path, [...(Array.isArray(list) ? list : []), value]);
}

/** The value without the list's entry, or the group's key, at a path. */
export function withoutValue<T>(root: T, path: DraftPath): T {
	const [above, step] = [path.slice(0, -1), path.at(-1)];
	const list = valueAt(root, above);
	if (!Array.isArray(list)) return withValue(root, path, undefined);
	return withValue(
		root,
		above,
		list.filter((_, index) => index !== step),
	);
}

/** The id in the page of what is filled in for a path: one for each path, made of characters that an id may have. */
export function idOf(path: DraftPath): string {
	return ["request", ...path].map((step) => String(step).replace(/[^A-Za-z0-9_]/gu, hex)).join("-");
}

/** Whether one path is the other or lies within it. */
export function isWithin(path: DraftPath, outer: DraftPath): boolean {
	return outer.every((step, index) => path[index] === step);
}

function hex(character: string): string {
	return `.${character.codePointAt(0)?.toString(16)}.`;
}
