import { readFileSync } from "node:fs";
import type { Contents, Family } from "../../scripts/site/build/contents.ts";
import { contentsFile } from "../../scripts/site/build/contents-file.ts";

const read = new Map<Family, unknown>();

/** What the templates of one family of pages show. Read once, while the pages are made; it never runs in a browser. */
export function contents<F extends Family>(family: F): Contents[F] {
	if (!read.has(family))
		read.set(family, JSON.parse(readFileSync(contentsFile(import.meta.env.HUB_CONTENTS, family), "utf8")));
	return read.get(family) as Contents[F];
}
