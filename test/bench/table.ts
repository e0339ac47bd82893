/** Lays out rows for a terminal: the first column to the left, figures to the right, a rule under the first row. */
export function formatTable(rows: readonly (readonly string[])[]): readonly string[] {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
	const lines = rows.map((row) =>
		row
			.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
			.join("  ")
			.trimEnd(),
	);
	return [...lines.slice(0, 1), widths.map((width) => "-".repeat(width)).join("  "), ...lines.slice(1)];
}
