import { onOneLine } from "../text/quote.ts";

/** One cell of a Markdown table: text, or what is Markdown already. */
export type Cell = string | { readonly markdown: string };

/** Text on one line in which nothing is taken for markup. */
export function escaped(text: string): string {
	return onOneLine(text)
		.replace(/\s+/g, " ")
		.replace(/[\\`*{}[\]#|~]/g, "\\$&")
		.replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\_")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.trim();
}

/** Text that stands for itself, such as a hash or the name of a field. */
export function code(text: string): Cell {
	return { markdown: `<code>${entities(text)}</code>` };
}

/** Text that a reader must not overlook. */
export function bold(text: string): Cell {
	return { markdown: `**${escaped(text)}**` };
}

/** The lines of a Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): readonly string[] {
	const line = (cells: readonly Cell[]): string =>
		`| ${cells.map((cell) => (typeof cell === "string" ? escaped(cell) : cell.markdown)).join(" | ")} |`;
	return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

/** The lines of a Markdown table of labelled facts. */
export function factTable(facts: readonly { readonly label: string; readonly text: Cell }[]): readonly string[] {
	return table(
		["", ""],
		facts.map(({ label, text }) => [label, text]),
	);
}

function entities(text: string): string {
	return text.replace(/[^A-Za-z0-9 ._,:;/@=+-]/g, (sign) => `&#${sign.codePointAt(0)};`);
}
