/**
 * Writes the site's style sheets from their Sass sources in site/src/styles.
 *
 * Run it with `npm run generate` after changing a style; a test fails while the committed sheets and their sources
 * differ. They are compiled ahead of time because Sass takes longer than all pages of a small site, and each hospital
 * would install it and nhsuk-frontend for nothing else.
 */
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import postcss, { type ChildNode, type Declaration, type Root } from "postcss";
import { compileAsync, type FileImporter } from "sass";

const styles = join(import.meta.dirname, "../../../site/src/styles");

const nhsukFolder = join(dirname(createRequire(import.meta.url).resolve("nhsuk-frontend/package.json")), "dist/nhsuk");

/** Finds what nhsuk-frontend's package.json calls `nhsuk-frontend/packages/…`. */
const nhsuk: FileImporter<"async"> = {
	findFileUrl: (url) => {
		const inside = /^nhsuk-frontend\/packages\/(.+)$/.exec(url)?.[1];
		return inside === undefined ? null : pathToFileURL(join(nhsukFolder, inside));
	},
};

/** Where the sheets are written. */
export const sheetsFolder = join(styles, "sheets");

/** The sheets by name, with the icons that they ask for: paths of files. */
export async function generateSheets(): Promise<{
	readonly sheets: ReadonlyMap<string, string>;
	readonly icons: readonly string[];
}> {
	const compile = async (name: string): Promise<string> => {
		const { css } = await compileAsync(join(styles, name), {
			importers: [nhsuk],
			style: "compressed",
			quietDeps: true,
		});
		return css.replace(/^\uFEFF/, "");
	};
	const light = await compile("light.scss");
	const dark = differences(await compile("dark.scss"), light);
	const own = await compile("site.scss");
	const names = new Set([...light.matchAll(/url\(\s*["']?\.\/([a-z-]+\.svg)/g)].map(([, name]) => name as string));
	return {
		sheets: new Map([
			["light.css", light],
			["dark.css", dark],
			["site.css", own],
		]),
		icons: [...names].sort().map((name) => join(nhsukFolder, "assets/images", name)),
	};
}

/**
 * What a sheet needs to say if it is loaded after another with the same rules in the same order. If declarations of one
 * kind differ anywhere, such as borders, all declarations of that kind are kept, the equal ones too: otherwise a kept
 * declaration would override one of a later rule that is now only in the sheet before.
 */
function differences(sheet: string, before: string): string {
	const changed = postcss.parse(sheet);
	const known = declarations(postcss.parse(before));
	const own = declarations(changed);
	const kinds = new Set(own.filter(({ value }, at) => value !== known[at]?.value).map(kindOf));
	if (own.length !== known.length || kinds.size === 0) throw new Error("the sheets have not the same rules");
	for (const declaration of own) if (!kinds.has(kindOf(declaration))) declaration.remove();
	for (let empty = emptyIn(changed); empty.length > 0; empty = emptyIn(changed))
		for (const node of empty) node.remove();
	return changed.toString();
}

function declarations(sheet: Root): readonly Declaration[] {
	const found: Declaration[] = [];
	sheet.walkDecls((declaration) => void found.push(declaration));
	return found;
}

/** `border` for `border-top-color` and its like, which can override each other. */
function kindOf({ prop }: Declaration): string {
	return /^-?[a-z]+/.exec(prop)?.[0] ?? prop;
}

function emptyIn(sheet: Root): readonly ChildNode[] {
	const found: ChildNode[] = [];
	sheet.walk((node) => void ("nodes" in node && node.nodes?.length === 0 && found.push(node)));
	return found;
}

if (import.meta.main) {
	const { sheets, icons } = await generateSheets();
	await rm(sheetsFolder, { recursive: true, force: true });
	await mkdir(sheetsFolder);
	for (const [name, css] of sheets) await writeFile(join(sheetsFolder, name), css);
	for (const icon of icons) await copyFile(icon, join(sheetsFolder, icon.slice(icon.lastIndexOf("/") + 1)));
}
