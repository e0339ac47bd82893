import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { productFolder } from "../../issue/product.ts";
import { boxLayouter } from "./box-layout.ts";

/** The blueprint as its one YAML file holds it. */
export interface Blueprint {
	readonly actors: readonly BlueprintPart[];
	readonly components: readonly (BlueprintPart & { readonly implementedBy: readonly string[] })[];
	/** What passes between two parts. */
	readonly wires: readonly BlueprintWire[];
	/** How one kind of information travels. */
	readonly chains: readonly { readonly title: string; readonly what: string; readonly stops: readonly string[] }[];
	readonly controls: readonly {
		readonly title: string;
		readonly what: string;
		readonly guards: readonly string[];
		readonly implementedBy: readonly string[];
	}[];
}

/** A person or a component. */
export interface BlueprintPart {
	readonly id: string;
	readonly title: string;
	readonly what: string;
	/** Address on the site of a page that tells more. */
	readonly see: string;
}

/** What passes from one part to another. */
export interface BlueprintWire {
	readonly from: string;
	readonly to: string;
	readonly data: string;
	readonly protocol: string;
	readonly frequency: string;
}

/** What the blueprint's pages show: the file, and where each part stands in the diagram. */
export interface BlueprintContents extends Blueprint {
	readonly diagram: {
		readonly width: number;
		readonly height: number;
		readonly box: { readonly width: number; readonly height: number };
		readonly boxes: readonly {
			readonly id: string;
			readonly title: string;
			readonly isPerson: boolean;
			readonly x: number;
			readonly y: number;
		}[];
		readonly paths: readonly string[];
	};
	/** Titles of the parts by id. */
	readonly titles: Readonly<Record<string, string>>;
}

const box = { width: 150, height: 48 };

/** See {@link BlueprintContents}. It is the product's own, the same for every hospital and audience. */
export async function blueprintContents(): Promise<BlueprintContents> {
	const blueprint = await readBlueprint();
	const parts = [...blueprint.actors, ...blueprint.components];
	const number = (id: string) => parts.findIndex((part) => part.id === id);
	const pairs = new Map(
		blueprint.wires.map(({ from, to }) => [`${from} ${to}`, { from: number(from), to: number(to) }]),
	);
	const { boxes, paths, width, height } = (await boxLayouter(box, "down"))(parts.length, [...pairs.values()]);
	return {
		...blueprint,
		diagram: {
			width,
			height,
			box,
			boxes: boxes.map((box, at) => {
				const { id = "", title = "" } = parts[at] ?? {};
				return { id, title, isPerson: at < blueprint.actors.length, ...box };
			}),
			paths: [...pairs.values()].flatMap(({ from, to }) => paths.get(`${from} ${to}`) ?? []),
		},
		titles: Object.fromEntries(parts.map(({ id, title }) => [id, title])),
	};
}

/**
 * Reads the product's blueprint.
 *
 * @throws Error if a wire, chain or control names a part that is not there: a defect of the product.
 */
export async function readBlueprint(): Promise<Blueprint> {
	const file = join(productFolder(), "site", "src", "blueprint", "blueprint.yml");
	const blueprint: Blueprint = parse(await readFile(file, "utf8"));
	const known = new Set([...blueprint.actors, ...blueprint.components].map(({ id }) => id));
	const named = [
		...blueprint.wires.flatMap(({ from, to }) => [from, to]),
		...blueprint.chains.flatMap(({ stops }) => stops),
		...blueprint.controls.flatMap(({ guards }) => guards),
	];
	const unknown = named.filter((id) => !known.has(id));
	if (unknown.length > 0) throw new Error(`blueprint.yml names parts that it does not describe: ${unknown.join(", ")}`);
	return blueprint;
}
