/** One thing that is wrong with a record, and what to do about it. Never holds a patient's value. */
export interface Issue {
	/** Which rule found it, such as `schema` or `agreement-ended`; stable, for machines. */
	readonly rule: string;
	/** An error stops the request; a warning does not. */
	readonly severity: "error" | "warning";
	/** Path of the file in the records repository, with forward slashes. */
	readonly file?: string;
	/** Where in the record: the keys and positions from its root, such as `["fields", 3, "treatment"]`. */
	readonly path: readonly (string | number)[];
	/** Line in the file, from 1, once located. */
	readonly line?: number;
	/** Column in the line, from 1, once located. */
	readonly column?: number;
	/** What is wrong, in plain English, without a full stop unless it is several sentences. */
	readonly message: string;
	/** What to do about it. */
	readonly fix?: string;
}

/** An error at one place of a record, ready for a rule to return. */
export function error(rule: string, path: Issue["path"], message: string, fix?: string): Issue {
	return { rule, severity: "error", path, message, ...(fix === undefined ? {} : { fix }) };
}

/** A warning at one place of a record, ready for a rule to return. */
export function warning(rule: string, path: Issue["path"], message: string, fix?: string): Issue {
	return { rule, severity: "warning", path, message, ...(fix === undefined ? {} : { fix }) };
}

/** Whether any of the issues is an error. */
export function hasErrors(issues: readonly Issue[]): boolean {
	return issues.some(({ severity }) => severity === "error");
}
