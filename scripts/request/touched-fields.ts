import { type CatalogueField, findField } from "../dictionary/catalogue.ts";
import type { Records } from "../records/records.ts";
import type { SharingRequest } from "../schema/types.ts";
import { conditionsIn } from "./condition.ts";

/** A field that a request touches, as far as the dictionary knows it. */
export interface TouchedField {
	/** As the request writes it. */
	readonly id: string;
	readonly field: CatalogueField | undefined;
}

/**
 * Every field a request rests on: those it asks for, and those its conditions look at, since a condition tells
 * something of every patient who meets it. Each once, in the order of their ids.
 */
export function touchedFields(request: SharingRequest, records: Pick<Records, "catalogue">): readonly TouchedField[] {
	const clauses = [
		request.cohort,
		...Object.values(request.rows ?? {}),
		...(request.ranges ?? []).map(({ where }) => where ?? []),
	];
	const ids = new Set([
		...request.fields.map(({ field }) => field),
		...(request.ranges ?? []).map(({ field }) => field),
		...clauses.flatMap((clause) => conditionsIn(clause).map(({ condition }) => condition.field)),
	]);
	return [...ids].sort().map((id) => ({ id, field: findField(records.catalogue, request.source, id) }));
}
