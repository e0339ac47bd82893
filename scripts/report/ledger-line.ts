/**
 * How many tables and fields stand in one place, those gone from the database included; of an image folder, its pages
 * and the groups that its images are counted in.
 */
export interface Count {
	readonly tables: number;
	readonly fields: number;
}

/** One line of the ledger. */
export interface LedgerLine extends Count {
	/** Id of the source. */
	readonly source: string;
	/** An image folder, not a database. */
	readonly images?: true;
	/** Where it was counted, such as `survey` or `Markdown`. */
	readonly countedIn: string;
}

/** The reports as written, by format: they are read again to count what is really in them. */
export interface ReportTexts {
	readonly markdown: string;
	readonly csv: string;
	readonly json: string;
	/** By source. */
	readonly odcs: ReadonlyMap<string, string>;
}

/**
 * The lines of a report as Markdown that are no code. Read line by line: parsing a document of this size takes
 * minutes. In what `reportMarkdown` writes, only headings and lines of code begin with hashes, so that only blocks of
 * code that are not indented have to be left out.
 */
export function linesOutsideCode(text: string): readonly string[] {
	let fence: string | undefined;
	return text.split("\n").filter((line) => {
		const marks = /^`{3,}/.exec(line)?.[0];
		if (fence !== undefined) {
			if (marks === line && marks.length >= fence.length) fence = undefined;
			return false;
		}
		fence = marks;
		return marks === undefined;
	});
}
