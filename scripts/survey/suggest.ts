import type { Sensitivity } from "../schema/types.ts";

/** What to judge a column by: never its values. */
export interface SuggestionBasis {
	/** Exact name of the column. */
	readonly name: string;
	/** The type values have in the end, as PostgreSQL writes it. */
	readonly type: string;
	/** Whether it is the key of a table about patients, or refers to one: it then leads to one patient. */
	readonly isRecordKey: boolean;
}

const textual = /^(?:text|character varying|character|citext|name)\b/;
const opaque = /^(?:jsonb?|xml|bytea|tsvector|hstore)\b/;
const dateLike = /^(?:date|timestamp)/;

/**
 * Words in a column's name; the first line that fits counts. Direct identifiers follow the list in
 * 45 CFR 164.514(b)(2)(i), with the NHS's own; special categories are those of GDPR Article 9(1).
 */
const byName: readonly (readonly [Sensitivity, RegExp])[] = [
	[
		"direct-identifier",
		/(?:^|_)(?:nhs|nhs_?(?:number|no|num)|mrn|hospital_(?:number|no)|given_names?|first_?name|last_?name|family_?name|middle_?names?|surname|forenames?|full_?name|staff_number|subject_number|maiden_?name|e?mail|phone|telephone|mobile|address(?:_line.*)?|street|passport|ni_number|national_insurance|ip_address|login|username)(?:_|$)/,
	],
	[
		"free-text",
		/(?:^|_)(?:notes?|comments?|free_?text|narrative|remarks?|letter|impression|findings|history|reason|report|complaint|instructions|description|text)(?:_|$)/,
	],
	[
		"special-category",
		/(?:^|_)(?:ethnicity|ethnic|race|religion|belief|sexual|orientation|disability|diagnos[ei]s|icd(?:10|9)?|snomed|condition|disease|symptoms?|allerg(?:y|ies)|medication|drug|dose|treatment|procedure|result|outcome|discharge_method|hiv|genotype|genetic|pregnan(?:t|cy)|smoking|alcohol)(?:_|$)/,
	],
	[
		"quasi-identifier",
		/(?:^|_)(?:birth|dob|born|death|died|deceased|age|sex|gender|post_?code|zip|lsoa|ward|city|town|county|country|occupation|employer|marital|language|gp_practice|general_practice)(?:_|$)/,
	],
];

/**
 * Suggests a field's sensitivity from its name and type. Only a suggestion: it counts for nothing
 * until a person has written one. Undefined where there is no ground for any.
 */
export function suggestSensitivity({ name, type, isRecordKey }: SuggestionBasis): Sensitivity | undefined {
	// A part of a key that is a date is there to divide the table.
	if (isRecordKey && !dateLike.test(type)) return "direct-identifier";
	if (opaque.test(type)) return "free-text";
	const words = name
		.replace(/([a-z0-9])([A-Z])/g, "$1_$2")
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "_");
	for (const [sensitivity, pattern] of byName) {
		// A note is only free text where any text fits.
		if (sensitivity === "free-text" && !textual.test(type)) continue;
		if (pattern.test(words)) return sensitivity;
	}
	return dateLike.test(type) ? "quasi-identifier" : undefined;
}
