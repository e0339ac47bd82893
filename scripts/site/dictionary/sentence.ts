import { printable } from "../../text/control-characters.ts";

/** Something with a place on the site; without an address it has none, and is only named. */
export interface NamedLink {
	/** With control characters written as codes. */
	readonly name: string;
	readonly address?: string;
}

/** A piece of a sentence: words, a name of the database, or a link. */
export type SentencePart = string | { readonly code: string } | { readonly link: string; readonly address: string };

/** A name of the database within a sentence. */
export function databaseName(name: string): SentencePart {
	return { code: printable(name) };
}

/** Names of the database as a list within a sentence: `a`, `a and b`, `a, b and c`. */
export function databaseNames(names: readonly string[]): readonly SentencePart[] {
	return names.flatMap((name, at): SentencePart[] => {
		if (at === 0) return [databaseName(name)];
		return [at === names.length - 1 ? " and " : ", ", databaseName(name)];
	});
}
