/**
 * Gives the tables of a page written in Markdown what those of StackedTable.astro have: on a small screen their cells
 * stand below one another, each with its column's name in `data-head`, and with ARIA roles, since browsers no longer
 * treat a table that is laid out otherwise as one.
 *
 * @param html a page's content as Astro makes it; tables with attributes of their own are left as they are
 */
export function stackTables(html: string): string {
	return html.replace(/<table>.*?<\/table>/gs, (table) => {
		const heads = [...table.matchAll(/<th>(.*?)<\/th>/gs)].map(([, head = ""]) => head.replace(/<[^>]*>/g, ""));
		return table
			.replace("<table>", '<table class="hub-stacked" role="table">')
			.replace(/<(thead|tbody)>/g, '<$1 role="rowgroup">')
			.replaceAll("<th>", '<th role="columnheader" scope="col">')
			.replace(/<tr>.*?<\/tr>/gs, (row) => {
				let column = 0;
				const cell = () => `<td role="cell" data-head="${(heads[column++] ?? "").replaceAll('"', "&quot;")}">`;
				return row.replace("<tr>", '<tr role="row">').replace(/<td>/g, cell);
			});
	});
}
