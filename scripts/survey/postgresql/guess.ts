import { formatFieldId, formatTableId } from "../../dictionary/field-id.ts";
import type { DictionaryEntry, FieldMetadata } from "../../schema/types.ts";
import { printable } from "../../text/control-characters.ts";
import { formatRename } from "../rename.ts";

/** Share of columns, by name and type, that two tables must have in common to look like one. */
const alikeFrom = 0.8;

/**
 * Guesses which vanished columns of a table only have another name now: a column of the same type is
 * new at the same place among those that stayed, or is the only one of that type that is new while
 * only one is gone. One line for each guess, with the option that would carry the words.
 *
 * @param before the metadata until now
 * @param found the metadata of the survey, without retired fields
 */
export function guessFieldRenames(before: DictionaryEntry, found: DictionaryEntry): string[] {
	const olds = before.fields.filter(({ retired }) => retired === undefined);
	const stayed = new Set(
		olds.map(({ name }) => name).filter((name) => found.fields.some((field) => field.name === name)),
	);
	const gone = withPositions(olds, stayed);
	const added = withPositions(
		found.fields.filter(
			({ name }) => !before.fields.some((field) => field.name === name && field.retired !== undefined),
		),
		stayed,
	);
	return gone.flatMap((old) => {
		const sameType = added.filter(({ field }) => field.type === old.field.type);
		const there = sameType.filter(({ position }) => position === old.position);
		const [only, another] = there.length > 0 ? there : sameType;
		const rivals = gone.filter(
			({ field, position }) => field.type === old.field.type && (there.length === 0 || position === old.position),
		);
		if (only === undefined || another !== undefined || rivals.length > 1) return [];
		const id = (column: string) => formatFieldId({ schema: found.schema, table: found.table, column });
		return [guess(`field ${printable(old.field.name)}: `, only.field.name, id(old.field.name), id(only.field.name))];
	});
}

/**
 * Guesses which vanished tables only have another name now: most columns of a new one have the same
 * names and types, and no other new or vanished table is as similar. One line for each guess, by the
 * id of the vanished table.
 */
export function guessTableRenames(
	gone: readonly DictionaryEntry[],
	added: readonly DictionaryEntry[],
): ReadonlyMap<string, string> {
	const columns = (entry: DictionaryEntry) => new Set(entry.fields.map(({ name, type }) => `${name}\0${type}`));
	const candidates = added.map((entry) => ({ entry, columns: columns(entry) }));
	const likest = gone.flatMap((old) => {
		const own = columns(old);
		const alike = candidates.filter((candidate) => likeness(own, candidate.columns) >= alikeFrom);
		return alike.length === 1 && alike[0] !== undefined ? [{ old, entry: alike[0].entry }] : [];
	});
	const single = likest.filter(({ entry }) => likest.filter((other) => other.entry === entry).length === 1);
	return new Map(
		single.map(({ old, entry }) => {
			const [from, to] = [formatTableId(old), formatTableId(entry)];
			return [from, guess("", to, from, to)];
		}),
	);
}

function guess(of: string, name: string, from: string, to: string): string {
	return printable(`${of}renamed to ${name}? If so, carry its words with ${formatRename(from, to)}`);
}

/** The fields that did not stay, each with how many stayed before it. */
function withPositions(fields: readonly FieldMetadata[], stayed: ReadonlySet<string>) {
	let position = 0;
	return fields.flatMap((field) => {
		if (!stayed.has(field.name)) return [{ field, position }];
		position++;
		return [];
	});
}

/** Of all columns of two tables, the share that both have. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
	const all = one.union(other).size;
	return all === 0 ? 0 : one.intersection(other).size / all;
}
