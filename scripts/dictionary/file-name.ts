import { sha256Of } from "../document/digest.ts";
import { formatTableId, type TableName } from "./field-id.ts";

const plainPart = /^[a-z0-9_]+$/;
const maxPlainLength = 80;
const maxSlugLength = 60;
/** Names that Windows keeps for devices, whatever the ending: a clone there would fail. */
const device = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;

/** Whether a file may stand in a source's folder as a table's page; a person may have given it another name than a survey. */
export function isPageFileName(name: string): boolean {
	return /^[a-z0-9_][a-z0-9_.-]*\.md$/.test(name);
}

/**
 * The file name a survey gives a table's page: `schema.table.md` where the names are plain and short,
 * else what is readable of them and the first 8 hexadecimal digits of the SHA-256 of the table's id.
 * The page's front matter says which table it is; the name is for people only.
 */
export function pageFileName(name: TableName): string {
	const { schema, table } = name;
	const plain = `${schema}.${table}`;
	if (plainPart.test(schema) && plainPart.test(table) && plain.length <= maxPlainLength && !device.test(schema)) {
		return `${plain}.md`;
	}
	const slug = plain
		.toLowerCase()
		.replace(/[^a-z0-9_]+/g, "-")
		.replace(/^-+/, "")
		.slice(0, maxSlugLength)
		.replace(/-+$/, "");
	const digest = sha256Of(formatTableId(name)).slice(0, 8);
	return `${slug === "" ? "table" : slug}-${digest}.md`;
}
