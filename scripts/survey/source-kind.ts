import type { FileTree } from "../git/file-tree.ts";
import type { Issue } from "../issue/issue.ts";
import type { Renames } from "./rename.ts";

/** What a survey makes of one page. */
export interface PlannedPage {
	/** Id of the table. */
	readonly table: string;
	/** Path in the records repository. */
	readonly path: string;
	/** Where the page stood until now, if its table was renamed and the page with it. */
	readonly movedFrom?: string;
	/** The whole page as it should be; undefined if it is already. */
	readonly text?: string;
	/** How page and source differ in structure, one line for each difference, and what may have been renamed. */
	readonly drift: readonly string[];
}

/** What a survey makes of a source's pages. */
export interface SurveyPlan {
	readonly source: string;
	/** One for each table that was found, and for each that is gone. */
	readonly pages: readonly PlannedPage[];
	/** Errors are pages that could not be brought up to date. */
	readonly issues: readonly Issue[];
	/** What else a person should know, a line each. */
	readonly notes: readonly string[];
}

/** What one run of a survey works with, whatever the kind of source. */
export interface SurveyRun {
	/** The records as they stand. */
	readonly tree: FileTree;
	/** Lower edges of the bands in which counts are given. */
	readonly edges: readonly number[];
	/** The day to write as surveyed. */
	readonly day: string;
	/** What has another name now; nothing where nothing was renamed. */
	readonly renames: Renames;
	/** Whether differences are shown only, and nothing is written. */
	readonly check: boolean;
	/** Told how far it is, a line now and then. */
	readonly progress: (line: string) => void;
}

/**
 * One kind of source: how it is surveyed. To add a kind, give it a folder here and a row in `source-kinds.ts`; what it
 * finds becomes pages, as with any other.
 */
export interface SourceKind<S> {
	/** What it is called in a sentence. */
	readonly noun: string;
	/** What a survey reads of it, in a sentence. */
	readonly reads: string;
	/** The environment variable that says where the source is. */
	variable(source: S): string;
	/** What that variable is to be set to. */
	readonly location: string;
	/**
	 * Surveys one source.
	 *
	 * @param location what the variable says
	 * @throws UserError where the source cannot be surveyed at all
	 */
	survey(source: S, location: string, run: SurveyRun): Promise<SurveyPlan>;
}
