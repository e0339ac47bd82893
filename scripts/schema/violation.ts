/** One failure as Ajv's compiled validators report it; only what is used here. */
export interface Violation {
	/** JSON Pointer to the value. */
	readonly instancePath: string;
	readonly keyword: string;
	readonly params: Readonly<Record<string, unknown>>;
}

/** A violation with its JSON Pointer read into keys and positions. */
export interface LocatedViolation extends Violation {
	readonly path: readonly (string | number)[];
}

/** Reads the violation's JSON Pointer (RFC 6901) against the value: a step into a list is a number. */
export function locateViolation(violation: Violation, root: unknown): LocatedViolation {
	const path: (string | number)[] = [];
	let value = root;
	for (const part of violation.instancePath.split("/").slice(1)) {
		const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
		path.push(Array.isArray(value) ? Number(key) : key);
		value = childAt(value, key);
	}
	return { ...violation, path };
}

/** The value at a path of a record, or undefined. */
export function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
	return path.reduce<unknown>((value, step) => childAt(value, String(step)), root);
}

function childAt(value: unknown, key: string): unknown {
	if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
	return (value as Record<string, unknown>)[key];
}
