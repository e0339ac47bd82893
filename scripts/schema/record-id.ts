import common from "./common.schema.json" with { type: "json" };

const pattern = new RegExp(common.$defs.id.pattern);

/** What an id must look like, in words. */
export const recordIdRule = common.$defs.id.description;

/** Whether a text can be an id: of a project, an agreement, a term, a product, a source or a person. */
export function isRecordId(text: string): boolean {
	return pattern.test(text);
}
