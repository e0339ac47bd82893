import { parseYaml } from "../document/yaml.ts";
import type { SharingRequest } from "../schema/types.ts";
import { partOrder } from "./order.ts";
import { isSameValue } from "./same-value.ts";
import { requestYaml } from "./yaml.ts";

/**
 * The text of a request's file after an amendment: parts that stay the same stay as they were written, comments and
 * all, so that the difference shows what was amended and nothing else. Where that cannot be done, the whole is written
 * anew. Browser-safe.
 *
 * @param text the file as it stands
 */
export function amendedYaml(text: string, request: SharingRequest): string {
	const before = blocksOf(text);
	const after = blocksOf(requestYaml(request));
	if (before === undefined || after === undefined) return requestYaml(request);
	const blocks = new Map<string, string>(before.blocks);
	for (const key of partOrder) {
		const [was, is] = [before.value[key], request[key]];
		if (is === undefined) blocks.delete(key);
		else if (!isSameValue(was, is)) blocks.set(key, withComments(after.blocks.get(key) ?? "", blocks.get(key)));
	}
	const known = [...before.blocks.keys()];
	const order = [...blocks.keys()].sort((one, other) => rankOf(one, known) - rankOf(other, known));
	const amended = before.head + order.map((key) => blocks.get(key)).join("");
	const read = parseYaml(amended);
	return read.issues.length === 0 && isSameValue(read.value, request) ? amended : requestYaml(request);
}

interface Blocks {
	/** What stands before the first key. */
	readonly head: string;
	readonly value: Partial<SharingRequest>;
	/** The text of each part by its key, with the comments and empty lines that lead to the next one. */
	readonly blocks: ReadonlyMap<string, string>;
}

function blocksOf(text: string): Blocks | undefined {
	const { value, issues, locate } = parseYaml(text);
	if (issues.length > 0 || typeof value !== "object" || value === null) return undefined;
	const lines = text.split(/(?<=\n)/);
	const starts = Object.keys(value)
		.map((key) => ({ key, ...locate([key], "key") }))
		.sort((one, other) => one.line - other.line);
	if (starts.some(({ column }) => column !== 1) || new Set(starts.map(({ line }) => line)).size < starts.length) {
		return undefined;
	}
	if (!text.endsWith("\n")) lines.push("\n");
	const blocks = starts.map(({ key, line }, index) => {
		const end = starts[index + 1]?.line ?? lines.length + 1;
		return [key, lines.slice(line - 1, end - 1).join("")] as const;
	});
	return { head: lines.slice(0, (starts[0]?.line ?? 1) - 1).join(""), value, blocks: new Map(blocks) };
}

/** A part's new text, followed by the comments and empty lines that followed its old one: they are about the next part. */
function withComments(block: string, old: string | undefined): string {
	if (old === undefined) return block;
	const tail = /(?:^(?:#.*|[ \t]*)\r?\n)*(?![\s\S])/m;
	return block.replace(tail, "") + (tail.exec(old)?.[0] ?? "");
}

/** The rank of a part: its place in the file before; of a new part, right behind the one it usually follows. */
function rankOf(key: string, known: readonly string[]): number {
	const at = known.indexOf(key);
	if (at >= 0) return at;
	const usual = partOrder.indexOf(key as keyof SharingRequest);
	const ahead = partOrder.slice(0, usual).findLast((part) => known.includes(part));
	return (ahead === undefined ? -1 : known.indexOf(ahead)) + usual / 100;
}
