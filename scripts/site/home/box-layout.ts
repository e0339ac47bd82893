import type { Graphviz } from "@hpcc-js/wasm-graphviz";

/** Where boxes of one size and the curves between them stand. Lengths are pixels, from the top left. */
export interface BoxLayout {
	readonly width: number;
	readonly height: number;
	/** The top left corner of each box, in the order of their numbers. */
	readonly boxes: readonly { readonly x: number; readonly y: number }[];
	/** The curve of each edge as a path of SVG, by the numbers of its boxes, such as `3 0`. */
	readonly paths: ReadonlyMap<string, string>;
}

/** A link from one box to another, by their numbers from 0. */
export interface BoxEdge {
	readonly from: number;
	readonly to: number;
}

/** What one box measures. */
export interface BoxSize {
	readonly width: number;
	readonly height: number;
}

/** Computes where some boxes stand. */
export type LayOut = (count: number, edges: readonly BoxEdge[]) => BoxLayout;

const margin = 6;

/**
 * Makes the function that lays out boxes, the referring ones first, from left to right or from top to bottom. Graphviz
 * only computes positions: it gets numbered boxes, so that no name from a database reaches it, and what has the same
 * shape is laid out once.
 */
export async function boxLayouter(box: BoxSize, direction: "across" | "down"): Promise<LayOut> {
	const { Graphviz: engine } = await import("@hpcc-js/wasm-graphviz");
	const graphviz = await engine.load();
	const before = new Map<string, BoxLayout>();
	return (count, edges) => {
		const shape = dot(count, edges, box, direction);
		const layout = before.get(shape) ?? readLayout(graphviz, shape, box, count);
		before.set(shape, layout);
		return layout;
	};
}

/** The shape in Graphviz's language. */
function dot(count: number, edges: readonly BoxEdge[], box: BoxSize, direction: "across" | "down"): string {
	const [rank, apart] =
		direction === "across" ? ["LR", "nodesep=0.17 ranksep=0.55"] : ["TB", "nodesep=0.35 ranksep=0.5"];
	return [
		`digraph { rankdir=${rank} ${apart} edge [arrowhead=none]`,
		`node [shape=box fixedsize=true label="" width=${box.width / 72} height=${box.height / 72}]`,
		Array.from({ length: count }, (_, at) => `${at};`).join(""),
		...edges.map(({ from, to }) => `${from}->${to};`),
		"}",
	].join("\n");
}

/** Reads Graphviz's `plain` format: a line each for the graph, every node and every edge, in inches from the bottom left. */
function readLayout(graphviz: Graphviz, shape: string, box: BoxSize, count: number): BoxLayout {
	const lines = graphviz
		.layout(shape, "plain", "dot")
		.split("\n")
		.map((line) => line.split(" "));
	const [, , wide = "0", high = "0"] = lines.find(([what]) => what === "graph") ?? [];
	const x = (inches: string | undefined) => Math.round(Number(inches) * 72 + margin);
	const y = (inches: string | undefined) => Math.round((Number(high) - Number(inches)) * 72 + margin);
	const boxes = Array.from({ length: count }, (_, at) => {
		const [, , across, up] = lines.find(([what, name]) => what === "node" && name === String(at)) ?? [];
		return { x: x(across) - box.width / 2, y: y(up) - box.height / 2 };
	});
	const paths = lines.flatMap(([what, from, to, points, ...rest]) => {
		if (what !== "edge") return [];
		const corners = Array.from({ length: Number(points) }, (_, at) => `${x(rest[at * 2])} ${y(rest[at * 2 + 1])}`);
		return [[`${from} ${to}`, `M${corners[0]}C${corners.slice(1).join(" ")}`] as const];
	});
	return { width: x(wide) + margin, height: y("0") + margin, boxes, paths: new Map(paths) };
}
