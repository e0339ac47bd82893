import { findSource } from "../../dictionary/catalogue.ts";
import { quoted } from "../../issue/quote.ts";
import { broken, type Rule } from "../rule.ts";
import { choices, suggestion } from "../suggestion.ts";

/** The source exists. */
export const checkKnownSource: Rule = ({ source }, { catalogue }) => {
	if (findSource(catalogue, source) !== undefined) return [];
	const known = catalogue.sources.map(({ id }) => id);
	const fix = suggestion(source, known, choices(known));
	return [broken("unknown-source", ["source"], `there is no source ${quoted(source)}`, fix)];
};
