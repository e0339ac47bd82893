import { stringify } from "csv-stringify/sync";

/**
 * Rows as CSV with a head line (RFC 4180, but for lines that end with LF). A cell that a spreadsheet would run as a
 * formula begins with an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
 *
 * @param columns The head; every row has these keys.
 */
export function formatCsv(columns: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string {
	return stringify([...rows], { columns: [...columns], header: true, escape_formulas: true, record_delimiter: "unix" });
}

/**
 * Reads CSV as {@link formatCsv} writes it.
 *
 * @returns the rows with the head's names as keys
 */
export function parseCsv(text: string): readonly Readonly<Record<string, string>>[] {
	const [head = [], ...rows] = cells(text);
	return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
}

function cells(text: string): readonly (readonly string[])[] {
	const rows: string[][] = [];
	let row: string[] = [];
	for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))([,\n])/g)) {
		row.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
		if (match[3] === ",") continue;
		rows.push(row);
		row = [];
	}
	return rows;
}
