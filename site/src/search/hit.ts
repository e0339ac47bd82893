import type { Sensitivity, TableClass } from "../../../scripts/schema/types.ts";

/** A table or a field that was found by its name. */
export interface Hit {
	readonly kind: "table" | "field";
	/** Id of the source. */
	readonly source: string;
	readonly sourceTitle: string;
	/** Id of the table. */
	readonly table: string;
	/** In people's words; the id where there are none. */
	readonly tableTitle: string;
	/** What the table is to a patient; absent where nobody has decided, and then it is not shared. */
	readonly tableClass?: TableClass["class"];
	/** Id of the field; absent for a table. */
	readonly field?: string;
	/** Exact name of the column; of the table for a table. */
	readonly name: string;
	/** Type in plain words; absent for a table. */
	readonly type?: string;
	/** Confirmed by a person; absent where nobody has, and for a table. */
	readonly sensitivity?: Sensitivity;
	/** Whether a request may ask for the field. */
	readonly canRequest: boolean;
	/** Whether the database has it no longer. */
	readonly retired: boolean;
	/** Titles of the terms of the glossary that the field is linked to. */
	readonly terms: readonly string[];
	/** Present where some word of the query is met only by what people tell of the field. */
	readonly told?: true;
	/** Present where no name meets all words of the query, and this one meets some. */
	readonly partial?: true;
	/** Its place on the site, from where the site begins: for `href`. */
	readonly address: string;
}

/** Searches all names: the best hits first, as many as `limit` at most, none for what no name has. */
export type NameSearch = (query: string, limit: number) => readonly Hit[];
