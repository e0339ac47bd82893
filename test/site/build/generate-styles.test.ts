import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { generateSheets, sheetsFolder } from "../../../scripts/site/build/generate-styles.ts";

const made = generateSheets();

it("has the style sheets that their sources define, and the icons they ask for", async () => {
	const { sheets, icons } = await made;
	for (const [name, css] of sheets) {
		expect(readFileSync(join(sheetsFolder, name), "utf8") === css, `run npm run generate: ${name}`).toBe(true);
	}
	const named = [...sheets.keys(), ...icons.map((icon) => basename(icon))];
	expect(readdirSync(sheetsFolder).sort()).toEqual(named.sort());
});

it("says for the dark again all that could be overruled there, and nothing that no colour touches", async () => {
	const { sheets } = await made;
	const kinds = new Set([...(sheets.get("dark.css") ?? "").matchAll(/[{;]([a-z]+)[a-z-]*:/g)].map(([, kind]) => kind));
	expect(
		[...kinds].filter((kind) => ["margin", "padding", "font", "display", "width"].includes(kind as string)),
	).toEqual([]);
	expect([...kinds]).toEqual(expect.arrayContaining(["color", "background", "border", "fill"]));
});

it("fetches nothing from anywhere else", async () => {
	const { sheets } = await made;
	for (const css of sheets.values()) {
		const addresses = [...css.matchAll(/url\(["']?([^"')]+)/g)].map(([, address]) => address as string);
		expect(addresses.filter((address) => !/^(?:\.\/[a-z-]+\.svg|data:image\/svg\+xml)/.test(address))).toEqual([]);
	}
});
