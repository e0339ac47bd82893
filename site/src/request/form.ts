import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { CheckContext } from "../../../scripts/check/context.ts";
import type { Issue } from "../../../scripts/issue/issue.ts";
import type { RequestContext } from "../../../scripts/site/request/request-context.ts";
import type { NameSearch } from "../search/hit.ts";
import type { Action } from "./actions.ts";
import type { Draft } from "./draft.ts";
import type { DraftPath } from "./draft-path.ts";
import { issuesAt } from "./issues.ts";

/** What every part of the page works with. */
export interface Form {
	readonly draft: Draft;
	dispatch(action: Action): void;
	readonly file: RequestContext;
	/** With the tables that have been fetched so far. */
	readonly context: CheckContext;
	/** Whether tables are still to come. */
	readonly loading: boolean;
	readonly search: NameSearch;
	/** All that is wrong, in the order of the checks; nothing while the rules are still to come. */
	readonly issues: readonly Issue[];
	/** Whether the rules have been applied. */
	readonly judged: boolean;
	/** Whether all of it is shown where it belongs: once somebody has asked for it. */
	readonly showIssues: boolean;
	/** The project that is being amended. */
	readonly amends?: string;
	/** Tells screen readers what has changed. */
	announce(text: string): void;
}

const FormContext = createContext<Form | undefined>(undefined);

/** Gives the form to all parts of the page. */
export const FormProvider = FormContext.Provider;

/** The form. */
export function useForm(): Form {
	const form = useContext(FormContext);
	if (form === undefined) throw new Error("a part of the form stands outside of it");
	return form;
}

/** What is to be said at a path: what looks like a patient's detail at once, all else once somebody has asked. */
export function useIssuesAt(path: DraftPath): readonly Issue[] {
	const { issues, showIssues } = useForm();
	return issuesAt(issues, path).filter(({ rule }) => showIssues || rule === "identifying-text");
}
