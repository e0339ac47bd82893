import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blueprintContents, readBlueprint } from "../../../scripts/site/home/blueprint.ts";

const product = join(import.meta.dirname, "../../..");

describe("the blueprint", () => {
	it("names as implementation only what is there", async () => {
		const { components, controls } = await readBlueprint();
		const named = [...components, ...controls].flatMap(({ implementedBy }) => implementedBy);
		expect(named.filter((path) => !existsSync(join(product, path)))).toEqual([]);
	});

	it("leads from every part to a page of the guide or of the site", async () => {
		const { components, actors } = await readBlueprint();
		const guide = readdirSync(join(product, "site/src/pages/guide")).map(
			(name) => `guide/${name.replace(/\.mdx$/, "")}/`,
		);
		const known = new Set([...guide, "guide/", "dictionary/", "register/"]);
		expect([...components, ...actors].map(({ see }) => see).filter((see) => !known.has(see))).toEqual([]);
	});

	it("connects every part by a wire, and every two stops of a chain", async () => {
		const { components, actors, wires, chains } = await readBlueprint();
		const ends = new Set(wires.flatMap(({ from, to }) => [from, to]));
		expect([...components, ...actors].map(({ id }) => id).filter((id) => !ends.has(id))).toEqual([]);
		const links = new Set(wires.map(({ from, to }) => `${from} ${to}`));
		const steps = chains.flatMap(({ stops }) => stops.slice(1).map((stop, at) => `${stops[at]} ${stop}`));
		expect(steps.filter((step) => !links.has(step))).toEqual([]);
	});

	it("has a place in the diagram for every part and a curve for every pair that exchanges something", async () => {
		const { diagram, actors, components, wires } = await blueprintContents();
		expect(diagram.boxes.map(({ id }) => id)).toEqual([...actors, ...components].map(({ id }) => id));
		expect(diagram.paths).toHaveLength(new Set(wires.map(({ from, to }) => `${from} ${to}`)).size);
		for (const { x, y } of diagram.boxes) {
			expect(x >= 0 && x + diagram.box.width <= diagram.width).toBe(true);
			expect(y >= 0 && y + diagram.box.height <= diagram.height).toBe(true);
		}
	});
});
