import type { ReportedTable } from "../../report/contents.ts";
import { printable } from "../../text/control-characters.ts";
import { onOneLine } from "../../text/quote.ts";
import { tableAddress } from "../page/address.ts";
import type { LinksOfTable } from "./table-links.ts";

/** A table with those it refers to and those that refer to it: as many as a picture can show. */
export interface Neighbourhood {
	/** The first is the table itself. */
	readonly nodes: readonly NeighbourNode[];
	/** By positions in `nodes`. */
	readonly edges: readonly { readonly from: number; readonly to: number; readonly enforced: boolean }[];
	/** How many more tables it refers to, or refer to it, than are shown. */
	readonly more: { readonly to: number; readonly from: number };
}

/** One table of a neighbourhood. */
export interface NeighbourNode {
	readonly title: string;
	readonly id: string;
	readonly address: string;
}

/** How many neighbours are drawn at most: nobody could take in more at once. */
const maxNeighbours = 12;

/**
 * Chooses what a picture of a table's links shows. Undefined if it has none with a table of the dictionary. The tables
 * referred to come first, since a row cannot be understood without them, but leave half of the places to the others.
 */
export function neighbourhood(source: string, table: ReportedTable, links: LinksOfTable): Neighbourhood | undefined {
	const targets = distinct(links.to.flatMap(({ to }) => to ?? []));
	const sources = distinct(links.from.map(({ from }) => from)).filter((one) => !targets.includes(one));
	const above = targets.filter((one) => one !== table);
	const below = sources.filter((one) => one !== table);
	if (targets.length + sources.length === 0) return undefined;
	const shownAbove = above.slice(0, Math.max(maxNeighbours / 2, maxNeighbours - below.length));
	const shownBelow = below.slice(0, maxNeighbours - shownAbove.length);
	const shown = [table, ...shownAbove, ...shownBelow];
	const edges = new Map<string, Neighbourhood["edges"][number]>();
	for (const { from, to, enforced } of [...links.to, ...links.from]) {
		const [start, end] = [shown.indexOf(from), to === undefined ? -1 : shown.indexOf(to)];
		const key = `${start} ${end}`;
		if (start < 0 || end < 0) continue;
		edges.set(key, { from: start, to: end, enforced: enforced || edges.get(key)?.enforced === true });
	}
	return {
		nodes: shown.map(({ title, id, path }) => ({
			title: onOneLine(title),
			id: printable(id),
			address: tableAddress({ source, path }),
		})),
		edges: [...edges.values()],
		more: { to: above.length - shownAbove.length, from: below.length - shownBelow.length },
	};
}

function distinct(tables: readonly ReportedTable[]): readonly ReportedTable[] {
	return [...new Set(tables)];
}
