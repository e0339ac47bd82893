import { type Definition, definitionsAt, describe as describeAt } from "../../../scripts/schema/definition.ts";
import request from "../../../scripts/schema/request.schema.json" with { type: "json" };
import type { Vocabulary } from "../../../scripts/schema/types.ts";
import type { DraftPath } from "./draft-path.ts";

/** A value that the format allows, in words. */
export interface SchemaChoice {
	readonly value: string;
	readonly text: string;
	readonly hint?: string;
}

const own: Readonly<Record<string, string>> = {
	csv: "CSV files in an encrypted zip archive",
	once: "One delivery",
	controller: "Controller: decides by itself what the data are used for",
	"joint-controller": "Joint controller: decides together with the other",
	processor: "Processor: works on the data for the other, on its instructions",
	"paragraph 2": "Paragraph 2, health or social care: goes with 9(2)(h)",
	"paragraph 3": "Paragraph 3, public health: goes with 9(2)(i)",
	"paragraph 4": "Paragraph 4, research: goes with 9(2)(j)",
	applies: "It applies: patients who have made it are left out",
	exempt: "It does not apply: the Confidentiality Advisory Group’s letter exempts this use",
};

/** The values that the request's format lists for a path, with the words of a vocabulary where it has some for them. */
export function schemaChoices(path: DraftPath, vocabulary?: Vocabulary): readonly SchemaChoice[] {
	const values = definitionsAt(request as Definition, path).flatMap((definition) => definition.enum ?? []);
	return values.map(String).map((value) => {
		const term = vocabulary?.terms.find(({ values: meant = [] }) => meant.some((each) => String(each) === value));
		return term === undefined ? { value, text: own[value] ?? value } : { value, text: term.label, hint: term.meaning };
	});
}

/** What the request's format says of a path, for the person who fills it in. */
export function describePath(path: DraftPath): string | undefined {
	return describeAt(request as Definition, path);
}
