import { findSource } from "../../dictionary/catalogue.ts";
import { choices, suggestion } from "../../issue/suggestion.ts";
import { quoted } from "../../text/quote.ts";
import { broken, type Rule } from "../rule.ts";

/** The source exists, and is one that data can be requested from. */
export const checkKnownSource: Rule = ({ source }, { catalogue, imageFolders }) => {
	if (findSource(catalogue, source) !== undefined) return [];
	const known = catalogue.sources.map(({ id }) => id);
	if (imageFolders.includes(source)) {
		const message = `the images of ${quoted(source)} are described in the dictionary, but cannot be requested as data yet`;
		const fix = `Ask for tables instead. ${choices(known)} About the images themselves, ask the data custodian.`;
		return [broken("unknown-source", ["source"], message, fix)];
	}
	const fix = suggestion(source, known, choices(known));
	return [broken("unknown-source", ["source"], `there is no source ${quoted(source)}`, fix)];
};
