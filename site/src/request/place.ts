import type { Issue } from "../../../scripts/issue/issue.ts";

/** Where something stands in a request: keys and positions from its root, as in the rules' findings. */
export type Place = Issue["path"];

/** The place of the project's name, which is no part of the request. */
export const projectPlace: Place = ["project"];

/** The value with another one at a place; without the key if there is none to put there. Nothing is changed in place. */
export function withValue<T>(root: T, place: Place, value: unknown): T {
	const [step, ...rest] = place;
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

/** The value with one more at the end of the list at a place, which is begun if there is none. */
export function withAdded<T>(root: T, place: Place, value: unknown): T {
	const list = valueAt(root, place);
	return withValue(root, place, [...(Array.isArray(list) ? list : []), value]);
}

/** The value without the list's entry, or the group's key, at a place. */
export function withoutValue<T>(root: T, place: Place): T {
	const [above, step] = [place.slice(0, -1), place.at(-1)];
	const list = valueAt(root, above);
	if (!Array.isArray(list)) return withValue(root, place, undefined);
	return withValue(
		root,
		above,
		list.filter((_, index) => index !== step),
	);
}

/** What stands at a place; undefined if nothing does. */
export function valueAt(root: unknown, place: Place): unknown {
	return place.reduce<unknown>((value, step) => {
		if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
		return (value as Record<string | number, unknown>)[step];
	}, root);
}

/** The id in the page of what is filled in for a place: one for each place, made of signs that an id may have. */
export function idOf(place: Place): string {
	return ["request", ...place].map((step) => String(step).replace(/[^A-Za-z0-9_]/gu, hex)).join("-");
}

/** Whether one place is the other or lies within it. */
export function isWithin(place: Place, outer: Place): boolean {
	return outer.every((step, index) => place[index] === step);
}

function hex(sign: string): string {
	return `.${sign.codePointAt(0)?.toString(16)}.`;
}
