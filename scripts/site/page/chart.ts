import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** A drawing made at build time, and the same numbers for those who do not see it. */
export interface Chart {
	/** What it shows, as a heading. */
	readonly title: string;
	/** What is to be seen in it, in a sentence or two. */
	readonly says: string;
	/** SVG without styles or scripts of its own: its colours come from the site's style sheet. */
	readonly svg: string;
	/** What the numbers are of: the heads of the table's two columns. */
	readonly head: readonly [string, string];
	readonly rows: readonly ChartRow[];
	/** Whether its bars stand beside each other, as what follows in time. */
	readonly upright: boolean;
}

/** One bar. */
export interface ChartRow {
	readonly label: string;
	readonly value: number;
}

/** A drawing with a bar for each number: `upright` for what follows in time, else lying, for long labels. */
export function barChart({
	id,
	title,
	says,
	head,
	rows,
	upright,
}: Omit<Chart, "svg"> & {
	/** Different from all others on the page. */
	readonly id: string;
}): Chart {
	const { document } = parseHTML("<!doctype html><html><body></body></html>");
	const data = rows.map(({ label, value }) => ({ label, value }));
	const labels = { domain: rows.map(({ label }) => label), label: null };
	const most = Math.max(1, ...rows.map(({ value }) => value));
	const values = { label: null, domain: [0, most], axis: null };
	const words = { text: (row: ChartRow) => row.value.toLocaleString("en-GB"), className: "hub-chart__number" };
	const figure = Plot.plot({
		document: document as never,
		className: "hub-chart__drawing",
		width: 640,
		...(upright
			? {
					height: 240,
					marginTop: 28,
					marginLeft: 8,
					marginRight: 8,
					// With many bars only some can be named without running into each other.
					x: { ...labels, padding: 0.2, ticks: everyFew(rows.map(({ label }) => label)) },
					y: values,
					marks: [
						Plot.barY(data, { x: "label", y: "value", className: "hub-chart__bar" }),
						Plot.text(data, { x: "label", y: "value", dy: -10, ...words }),
						Plot.ruleY([0], { className: "hub-chart__base" }),
					],
				}
			: {
					height: 20 + 40 * rows.length,
					marginLeft: 190,
					marginRight: 60,
					x: values,
					y: { ...labels, padding: 0.25, tickSize: 0 },
					marks: [
						Plot.barX(data, { y: "label", x: "value", className: "hub-chart__bar" }),
						Plot.text(data, { y: "label", x: "value", dx: 8, textAnchor: "start", ...words }),
						Plot.ruleX([0], { className: "hub-chart__base" }),
					],
				}),
	} as Plot.PlotOptions);
	return { title, says, head, rows, upright, svg: bare(figure as unknown as Drawing, { id, title, says }, document) };
}

/** What is used of an element of linkedom's document: the browser's own types are not at hand here. */
interface Drawing {
	readonly outerHTML: string;
	textContent: string;
	querySelectorAll(selector: string): Iterable<Drawing>;
	setAttribute(name: string, value: string): void;
	removeAttribute(name: string): void;
	prepend(child: Drawing): void;
	remove(): void;
}

/** Labels that fit side by side: at most a dozen. */
function everyFew(labels: readonly string[]): readonly string[] {
	const step = Math.ceil(labels.length / 12);
	return labels.filter((_, at) => at % step === 0);
}

/** The drawing without what a strict Content-Security-Policy forbids, and with what it says for those who do not see it. */
function bare(
	svg: Drawing,
	{ id, title, says }: { readonly id: string; readonly title: string; readonly says: string },
	document: { createElementNS(namespace: string, name: string): Drawing },
): string {
	for (const style of svg.querySelectorAll("style")) style.remove();
	for (const each of svg.querySelectorAll("*")) {
		for (const name of ["style", "aria-label", "aria-hidden", "aria-description"]) each.removeAttribute(name);
	}
	for (const name of ["style", "width", "height", "font-family", "font-size"]) svg.removeAttribute(name);
	const label = (kind: "title" | "desc", text: string): void => {
		const element = document.createElementNS("http://www.w3.org/2000/svg", kind);
		element.setAttribute("id", `${id}-${kind}`);
		element.textContent = text;
		svg.prepend(element);
	};
	label("desc", says);
	label("title", title);
	svg.setAttribute("role", "img");
	svg.setAttribute("aria-labelledby", `${id}-title ${id}-desc`);
	return svg.outerHTML;
}
