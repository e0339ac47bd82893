import type { Book } from "./book.ts";
import type { ParsedForm } from "./parse.ts";

/** The versions that are merged, and the form that brought the third. */
export interface LoadInput {
	/** The dictionary in the form's commit. */
	readonly base: Book;
	/** As it stands now. */
	readonly ours: Book;
	readonly form: ParsedForm;
	readonly lines: readonly string[];
	/** The form's file, for messages. */
	readonly file: string;
}
