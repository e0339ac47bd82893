import {
	type FieldName,
	formatFieldId,
	formatTableId,
	parseFieldId,
	parseTableId,
	type TableName,
} from "../dictionary/field-id.ts";
import { UserError } from "../issue/user-error.ts";
import { quoted } from "../text/quote.ts";

/** What a person says was renamed in a source. */
export interface Renames {
	readonly tables: readonly { readonly from: TableName; readonly to: TableName }[];
	readonly fields: readonly { readonly from: FieldName; readonly to: FieldName }[];
}

/**
 * Reads what was renamed: `old=new`, both ids of tables or both ids of fields. A field stays in its
 * table, which may itself be one that was renamed.
 *
 * @throws UserError `usage` naming each text that cannot be read
 */
export function parseRenames(texts: readonly string[]): Renames {
	const tables = texts.flatMap((text) => splitPair(text, parseTableId));
	const fields = texts.flatMap((text) => splitPair(text, parseFieldId));
	const unread = texts.filter(
		(text) => splitPair(text, parseTableId).length + splitPair(text, parseFieldId).length === 0,
	);
	const moved = fields.filter(({ from, to }) => !sameTable(tables, from, to));
	const olds = [...tables.map(({ from }) => formatTableId(from)), ...fields.map(({ from }) => formatFieldId(from))];
	const news = [...tables.map(({ to }) => formatTableId(to)), ...fields.map(({ to }) => formatFieldId(to))];
	const problems = [
		...unread.map(
			(text) =>
				`${quoted(text)} is not of the form schema.table=schema.table or schema.table.column=schema.table.column.`,
		),
		...moved.map(({ from }) => `${quoted(formatFieldId(from))} would move to another table: a field keeps its table.`),
		...[olds, news]
			.flatMap((ids) => ids.filter((id, at) => ids.indexOf(id) < at))
			.map((id) => `${quoted(id)} stands twice.`),
	];
	if (problems.length > 0) throw new UserError("usage", `--rename cannot be read. ${problems.join(" ")}`);
	return { tables, fields };
}

/** As a command line takes it: `old=new`, in single quotes where a shell would read more into it. */
export function formatRename(from: string, to: string): string {
	const text = `${from}=${to}`;
	return `--rename ${/^[a-z0-9_.=]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`}`;
}

/** An equals sign may stand in a quoted name, too: the one that leaves an id on either side counts. */
function splitPair<Name>(text: string, parse: (id: string) => Name | undefined): { from: Name; to: Name }[] {
	return [...text.matchAll(/=/g)].flatMap(({ index }) => {
		const from = parse(text.slice(0, index));
		const to = parse(text.slice(index + 1));
		return from === undefined || to === undefined ? [] : [{ from, to }];
	});
}

function sameTable(tables: Renames["tables"], from: FieldName, to: FieldName): boolean {
	const renamed = tables.find((table) => formatTableId(table.from) === formatTableId(from));
	return formatTableId(renamed?.to ?? from) === formatTableId(to);
}

/** Whether anything was renamed at all. */
export function isAnyRenamed({ tables, fields }: Renames): boolean {
	return tables.length + fields.length > 0;
}
