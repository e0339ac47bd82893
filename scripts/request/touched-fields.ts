import { type CatalogueField, findField } from "../dictionary/catalogue.ts";
import type { Records } from "../records/records.ts";
import type { SharingRequest } from "../schema/types.ts";
import { requestConditions } from "./condition.ts";

/** A field that a request touches, as far as the dictionary knows it. */
export interface TouchedField {
	/** As the request writes it. */
	readonly id: string;
	readonly field: CatalogueField | undefined;
}

/**
 * The id of every field a request rests on, as the request writes it: those it asks for, and those its conditions look
 * at, since a condition tells something of every patient who meets it. Each once, in their order.
 */
export function touchedFieldIds(request: SharingRequest): readonly string[] {
	const ids = new Set([
		...request.fields.map(({ field }) => field),
		...(request.ranges ?? []).map(({ field }) => field),
		...requestConditions(request).map(({ condition }) => condition.field),
	]);
	return [...ids].sort();
}

/** Every field a request rests on, see {@link touchedFieldIds}, in the order of their ids. */
export function touchedFields(request: SharingRequest, records: Pick<Records, "catalogue">): readonly TouchedField[] {
	return touchedFieldIds(request).map((id) => ({ id, field: findField(records.catalogue, request.source, id) }));
}
