import type { Sensitivity } from "../schema/types.ts";
import { explainSuggestion } from "../sensitivity/explain.ts";

/** What to judge a column by where no more of its table is at hand: never its values. */
export interface SuggestionBasis {
	/** Exact name of the column. */
	readonly name: string;
	/** The type values have in the end, as PostgreSQL writes it. */
	readonly type: string;
	/** Whether it is the key of a table about patients, or refers to one: it then leads to one patient. */
	readonly isRecordKey: boolean;
}

/**
 * Suggests a field's sensitivity from its name, its type and whether it is a key, as {@link explainSuggestion} does from
 * all facts of its table. Only a suggestion: it counts for nothing until a person has written one. Undefined where there
 * is no ground for any.
 */
export function suggestSensitivity({ name, type, isRecordKey }: SuggestionBasis): Sensitivity | undefined {
	const references = isRecordKey ? [{ fields: [name], table: "of.patients", to: [name] }] : [];
	const table = { schema: "of", table: "rows", key: [], references, fields: [] };
	return explainSuggestion({ name, type }, table)?.sensitivity;
}
