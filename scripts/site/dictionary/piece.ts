import { printable } from "../../text/control-characters.ts";

/** Something with a place on the site; without an address it has none, and is only named. */
export interface NamedPlace {
	/** Fit to be shown. */
	readonly name: string;
	readonly address?: string;
}

/** A piece of a sentence: words, a name of the database, or a link. */
export type Piece = string | { readonly code: string } | { readonly link: string; readonly address: string };

/** A name of the database within a sentence. */
export function code(name: string): Piece {
	return { code: printable(name) };
}

/** Names of the database as a list within a sentence: `a`, `a and b`, `a, b and c`. */
export function codes(names: readonly string[]): readonly Piece[] {
	return names.flatMap((name, at): Piece[] => {
		if (at === 0) return [code(name)];
		return [at === names.length - 1 ? " and " : ", ", code(name)];
	});
}
