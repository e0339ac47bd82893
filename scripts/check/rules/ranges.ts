import { type CatalogueField, findField } from "../../dictionary/catalogue.ts";
import { isNumeric, plainType } from "../../dictionary/column-type.ts";
import type { Issue } from "../../issue/issue.ts";
import type { SharingRequest } from "../../schema/types.ts";
import { treatments } from "../../treatment/treatments.ts";
import type { CheckContext } from "../context.ts";
import { broken, type Rule } from "../rule.ts";
import { unknownFields } from "./fields.ts";

/** Ranges are checked on the copy that is shared, so their fields must be in it as they are, and be numbers. */
export const checkRangeFields: Rule = (request, context) => {
	const ranges = request.ranges ?? [];
	const ids = ranges.map(({ field }, index) => ({ id: field, path: ["ranges", index, "field"] }));
	return [
		...unknownFields(ids, request, context),
		...ids.flatMap(({ id, path }) => {
			const field = findField(context.catalogue, request.source, id);
			if (field === undefined) return [];
			const type = plainType(field.metadata);
			if (!isNumeric(type)) return [broken("range-type", path, `${field.id} is ${type}, and a range is of numbers`)];
			return mustBeKept(field, path, request, context);
		}),
	];
};

/** Conditions of a range are about other fields of its table that are shared as they are. */
export const checkRangeConditions: Rule = (request, context) =>
	(request.ranges ?? []).flatMap((range, index) => {
		const field = findField(context.catalogue, request.source, range.field);
		return (range.where ?? []).flatMap((condition, at) => {
			const other = findField(context.catalogue, request.source, condition.field);
			if (field === undefined || other === undefined) return [];
			const path = ["ranges", index, "where", at, "field"];
			if (other.table === field.table) return mustBeKept(other, path, request, context);
			return [
				broken("condition-table", path, `${other.id} is not a field of ${field.table}, which the range is about`),
			];
		});
	});

function mustBeKept(
	field: CatalogueField,
	path: Issue["path"],
	request: SharingRequest,
	{ catalogue }: CheckContext,
): readonly Issue[] {
	const kept = request.fields.some(
		(requested) =>
			treatments[requested.treatment].unchanged &&
			findField(catalogue, request.source, requested.field)?.id === field.id,
	);
	if (kept) return [];
	return [
		broken(
			"range-field",
			path,
			`${field.id} is not among the fields asked for with the treatment keep`,
			"Add it, or remove the range.",
		),
	];
}

/** Ranges have at least one bound, and the lower one is the smaller. */
export const checkRangeBounds: Rule = (request) =>
	(request.ranges ?? []).flatMap(({ at_least, at_most }, index) => {
		const path = ["ranges", index];
		if (at_least === undefined && at_most === undefined) {
			return [broken("range-bounds", path, "the range has no bounds", "Add at_least, at_most or both.")];
		}
		if (at_least === undefined || at_most === undefined || at_least <= at_most) return [];
		return [broken("range-bounds", [...path, "at_most"], "at_most is less than at_least")];
	});
