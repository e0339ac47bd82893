import type { Demand } from "./demand.ts";
import type { FieldStatus } from "./field-status.ts";

/** What a person has yet to write about a field. */
export type FieldNeed = "description" | "confirmation" | "sensitivity";

/** One field with work left to do. */
export interface QueueItem {
	readonly source: string;
	/** Id of the field. */
	readonly field: string;
	/** Path of the page to write in, and the line of the field's section. */
	readonly page: string;
	readonly line: number;
	/** The department that answers for it, where one is named. */
	readonly owner?: string;
	/** `confirmation` means that it has an inherited description only. */
	readonly needs: readonly FieldNeed[];
	/** How many requests ask for it. */
	readonly requests: number;
}

/**
 * The fields with work left to do: what most requests ask for first, then what lacks most, then what has no description
 * at all before what inherits one; the rest in the order of their ids.
 */
export function workQueue(statuses: readonly FieldStatus[], demand: Demand): readonly QueueItem[] {
	const items = statuses.flatMap(({ table, field, owner, status, confirmed, retired }): QueueItem[] => {
		const needs: FieldNeed[] = [];
		if (status === "blank") needs.push("description");
		if (status === "inherited") needs.push("confirmation");
		if (!confirmed) needs.push("sensitivity");
		if (retired || needs.length === 0) return [];
		const requests = demand.get(table.source)?.get(field.id) ?? 0;
		const location = { source: table.source, field: field.id, page: table.path, line: field.line };
		return [{ ...location, ...(owner === undefined ? {} : { owner }), needs, requests }];
	});
	return items.toSorted(
		(one, other) =>
			other.requests - one.requests ||
			other.needs.length - one.needs.length ||
			Number(other.needs.includes("description")) - Number(one.needs.includes("description")) ||
			compare(one.source, other.source) ||
			compare(one.field, other.field),
	);
}

function compare(one: string, other: string): number {
	return one < other ? -1 : Number(one > other);
}
