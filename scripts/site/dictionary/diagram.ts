import type { Graphviz } from "@hpcc-js/wasm-graphviz";
import { counted } from "../../text/count.ts";
import type { Neighbourhood } from "./neighbourhood.ts";

/** A neighbourhood as a drawing: boxes of one size, and curves between them. Lengths are pixels, from the top left. */
export interface Diagram {
	readonly width: number;
	readonly height: number;
	/** What one box measures. */
	readonly box: { readonly width: number; readonly height: number };
	/** In the order of the neighbourhood's nodes, each with its top left corner. */
	readonly boxes: readonly DiagramBox[];
	readonly curves: readonly { readonly path: string; readonly enforced: boolean }[];
	/** What the drawing shows, in a sentence. */
	readonly says: string;
}

/** One box with its two lines of text, cut to fit; `full` is what they say in full. */
export interface DiagramBox {
	readonly x: number;
	readonly y: number;
	readonly lines: readonly [string, string?];
	readonly full: string;
	/** Absent for the table itself, on whose page the drawing stands. */
	readonly address?: string;
}

/** Draws a neighbourhood. */
export type Draw = (neighbourhood: Neighbourhood) => Diagram;

const box = { width: 216, height: 52 };
const margin = 6;
const lineLength = 26;

/**
 * Makes the function that draws neighbourhoods. Graphviz only computes positions: it gets numbered boxes of one size,
 * so that no name from a database reaches it, and neighbourhoods of the same shape are laid out once.
 */
export async function diagramDrawer(): Promise<Draw> {
	const { Graphviz: engine } = await import("@hpcc-js/wasm-graphviz");
	const graphviz = await engine.load();
	const before = new Map<string, Layout>();
	return (neighbourhood) => {
		const shape = dot(neighbourhood);
		const layout = before.get(shape) ?? readLayout(graphviz, shape);
		before.set(shape, layout);
		return draw(neighbourhood, layout);
	};
}

/** The shape of a neighbourhood in Graphviz's language: tables that refer stand to the left of those referred to. */
function dot({ nodes, edges }: Neighbourhood): string {
	const targets = new Set(edges.filter(({ from }) => from === 0).map(({ to }) => to));
	// A link goes from the right side of a box to the left side of the next, except a table's link with itself and one
	// back from a table that it refers to.
	const isForward = (from: number, to: number) => from !== to && (from === 0 || !targets.has(from));
	const size = `width=${box.width / 72} height=${box.height / 72}`;
	return [
		"digraph { rankdir=LR nodesep=0.17 ranksep=1.2 edge [arrowhead=none]",
		`node [shape=box fixedsize=true label="" ${size}]`,
		nodes.map((_, at) => `${at};`).join(""),
		...edges.map(({ from, to }) => (isForward(from, to) ? `${from}:e->${to}:w;` : `${from}->${to};`)),
		"}",
	].join("\n");
}

interface Layout {
	readonly width: number;
	readonly height: number;
	readonly boxes: ReadonlyMap<number, { readonly x: number; readonly y: number }>;
	/** By the numbers of the boxes, such as `3 0`. */
	readonly paths: ReadonlyMap<string, string>;
}

/** Reads Graphviz's `plain` format: a line each for the graph, every node and every edge, in inches from the bottom left. */
function readLayout(graphviz: Graphviz, shape: string): Layout {
	const lines = graphviz
		.layout(shape, "plain", "dot")
		.split("\n")
		.map((line) => line.split(" "));
	const [, , wide = "0", high = "0"] = lines.find(([what]) => what === "graph") ?? [];
	const x = (inches: string | undefined) => Math.round(Number(inches) * 72 + margin);
	const y = (inches: string | undefined) => Math.round((Number(high) - Number(inches)) * 72 + margin);
	const boxes = lines.flatMap(([what, name, across, up]) =>
		what === "node" ? [[Number(name), { x: x(across) - box.width / 2, y: y(up) - box.height / 2 }] as const] : [],
	);
	const paths = lines.flatMap(([what, from, to, count, ...rest]) => {
		if (what !== "edge") return [];
		const points = Array.from({ length: Number(count) }, (_, at) => `${x(rest[at * 2])} ${y(rest[at * 2 + 1])}`);
		return [[`${from} ${to}`, `M${points[0]}C${points.slice(1).join(" ")}`] as const];
	});
	return { width: x(wide) + margin, height: y("0") + margin, boxes: new Map(boxes), paths: new Map(paths) };
}

function draw({ nodes, edges, more }: Neighbourhood, { width, height, boxes, paths }: Layout): Diagram {
	const self = nodes[0]?.title ?? "";
	const incoming = new Set(edges.filter(({ from, to }) => to === 0 && from !== 0).map(({ from }) => from)).size;
	const outgoing = new Set(edges.filter(({ from, to }) => from === 0 && to !== 0).map(({ to }) => to)).size;
	const parts = [
		outgoing === 0 ? [] : [`${self} refers to ${tables(outgoing, more.to)}`],
		incoming === 0
			? []
			: [`${tables(incoming, more.from)} ${incoming + more.from === 1 ? "refers" : "refer"} to ${self}`],
		edges.some(({ from, to }) => from === 0 && to === 0) ? [`rows of ${self} refer to other rows of it`] : [],
	].flat();
	return {
		width,
		height,
		box,
		boxes: nodes.map(({ title, id, address }, at) => ({
			...(boxes.get(at) ?? { x: 0, y: 0 }),
			lines: title === id ? [cut(title)] : [cut(title), cut(id)],
			full: title === id ? title : `${title} (${id})`,
			...(at === 0 ? {} : { address }),
		})),
		curves: edges.flatMap(({ from, to, enforced }) => {
			const path = paths.get(`${from} ${to}`);
			return path === undefined ? [] : [{ path, enforced }];
		}),
		says: `${parts.join("; ")}.`,
	};
}

function tables(shown: number, more: number): string {
	const all = counted(shown + more, "table");
	return more === 0 ? all : `${all} (${shown} of them shown)`;
}

function cut(text: string): string {
	const characters = [...text];
	return characters.length > lineLength ? `${characters.slice(0, lineLength - 1).join("")}…` : text;
}
