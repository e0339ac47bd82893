import { error, type Issue } from "../issue/issue.ts";
import { quoted } from "../text/quote.ts";

/** The second and later entries of a list that have the id of an earlier one. */
export function repeated(ids: readonly string[], path: Issue["path"], key: string): readonly Issue[] {
	return ids.flatMap((id, index) =>
		ids.indexOf(id) === index
			? []
			: [error("repeated-id", [...path, index, key], `${quoted(id)} stands in the list twice`, "Ids must differ.")],
	);
}
