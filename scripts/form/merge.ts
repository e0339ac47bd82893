import { isSameList } from "../text/list.ts";
import { plainForm } from "./typography.ts";

/** A stretch of `ours` that a stretch of `theirs` takes the place of. Positions; `to` is behind the last. */
export interface Replacement {
	readonly ours: readonly [from: number, to: number];
	readonly theirs: readonly [from: number, to: number];
}

/** A stretch of the base that one side has replaced: an insertion if it is empty. */
interface Hunk {
	readonly base: readonly [from: number, to: number];
	readonly side: readonly [from: number, to: number];
}

/** Beyond this many comparisons a description is taken as one piece. */
const maxComparisons = 1_000_000;

/**
 * Merges three versions of a description, block by block: what only they changed takes the place of ours, what only
 * we changed stays, what both changed alike stays, and what both changed differently is a conflict. Blocks that a
 * word processor alone changed are the same. The replacements are in order and do not overlap.
 *
 * @returns undefined if there is a conflict
 */
export function mergeBlocks(
	baseTexts: readonly string[],
	ourTexts: readonly string[],
	theirTexts: readonly string[],
): readonly Replacement[] | undefined {
	const [base, ours, theirs] = [baseTexts.map(plainForm), ourTexts.map(plainForm), theirTexts.map(plainForm)];
	const mine = hunksOf(base, ours);
	const replacements: Replacement[] = [];
	for (const hunk of hunksOf(base, theirs)) {
		const [from, to] = hunk.base;
		const touching = mine.filter((other) => overlap(hunk, other));
		const same = touching[0];
		if (same !== undefined) {
			const came = theirs.slice(...hunk.side);
			const alike = same.base[0] === from && same.base[1] === to && isSameList(ours.slice(...same.side), came);
			if (touching.length > 1 || !alike) return undefined;
			continue;
		}
		const before = mine.filter((other) => other.base[1] <= from);
		const shift = before.reduce((sum, { base: was, side }) => sum + side[1] - side[0] - (was[1] - was[0]), 0);
		replacements.push({ ours: [from + shift, to + shift], theirs: hunk.side });
	}
	return replacements;
}

/** Whether two changes meet: they share a block, or one puts something into the other or to the very same place. */
function overlap({ base: [a, b] }: Hunk, { base: [c, d] }: Hunk): boolean {
	if (a === b && c === d) return a === c;
	return a < d && c < b;
}

/** How a side differs from the base. */
function hunksOf(base: readonly string[], side: readonly string[]): Hunk[] {
	const kept = matches(base, side);
	const hunks: Hunk[] = [];
	let [b, s] = [0, 0];
	for (let at = 0; at <= base.length; at++) {
		const next = at === base.length ? side.length : kept.get(at);
		if (next === undefined) continue;
		if (at > b || next > s) hunks.push({ base: [b, at], side: [s, next] });
		[b, s] = [at + 1, next + 1];
	}
	return hunks;
}

/** The positions in `other` of the blocks of `base` that stand there too, as many as keep their order. */
function matches(base: readonly string[], other: readonly string[]): ReadonlyMap<number, number> {
	const found = new Map<number, number>();
	const same = (i: number, j: number) => base[i] === other[j];
	const shorter = Math.min(base.length, other.length);
	let start = 0;
	while (start < shorter && same(start, start)) found.set(start, start++);
	let tail = 0;
	while (tail < shorter - start && same(base.length - 1 - tail, other.length - 1 - tail)) {
		found.set(base.length - 1 - tail, other.length - 1 - tail);
		tail++;
	}
	const [rows, columns] = [base.length - tail - start, other.length - tail - start];
	if (rows * columns > maxComparisons) return found;
	// Longest common subsequence of what lies between.
	const longest = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
	const at = (i: number, j: number) => longest[i]?.[j] ?? 0;
	for (let i = rows - 1; i >= 0; i--) {
		const row = longest[i] as Uint32Array;
		for (let j = columns - 1; j >= 0; j--) {
			row[j] = same(start + i, start + j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
		}
	}
	for (let i = 0, j = 0; i < rows && j < columns; ) {
		if (same(start + i, start + j)) found.set(start + i++, start + j++);
		else if (at(i + 1, j) >= at(i, j + 1)) i++;
		else j++;
	}
	return found;
}
