import common from "./common.schema.json" with { type: "json" };

const pattern = new RegExp(common.$defs.id.pattern);

/** Whether a text can be the id of a project, an agreement, a term of the glossary or a product. */
export function isId(text: string): boolean {
	return pattern.test(text);
}

/** What an id may be, for people. */
export const idRule = common.$defs.id.description;
