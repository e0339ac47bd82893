import { type CatalogueField, findField, findTable } from "../../dictionary/catalogue.ts";
import { formatTableId, parseTableId } from "../../dictionary/field-id.ts";
import { type RequestCondition, requestConditions } from "../../request/condition.ts";
import type { SharingRequest } from "../../schema/types.ts";
import { treatments } from "../../treatment/treatments.ts";
import type { CheckContext } from "../context.ts";
import { broken, doubtful, type Rule } from "../rule.ts";
import { checkUsable, unknownFields } from "./fields.ts";

/** A condition whose field is in the dictionary. */
export interface KnownCondition extends RequestCondition {
	readonly field: CatalogueField;
}

/** Each condition with its field, where the dictionary knows it. */
export function knownConditions(request: SharingRequest, { catalogue }: CheckContext): readonly KnownCondition[] {
	return requestConditions(request).flatMap((found) => {
		const field = findField(catalogue, request.source, found.condition.field);
		return field === undefined ? [] : [{ ...found, field }];
	});
}

/** Every field a condition looks at is in the dictionary. */
export const checkConditionFields: Rule = (request, context) =>
	unknownFields(
		requestConditions(request).map(({ condition, path }) => ({ id: condition.field, path: [...path, "field"] })),
		request,
		context,
	);

/** A condition tells something of every patient who meets it, so it looks at no field that could name one. */
export const checkConditionFieldsUsable: Rule = (request, context) =>
	knownConditions(request, context).flatMap(({ field, path }) => {
		const at = [...path, "field"];
		const table = findTable(context.catalogue, request.source, field.table);
		if (table === undefined) return [];
		if (field.documentation.sensitivity !== "direct-identifier") return checkUsable(field, table, at);
		const message = `${field.id} is a direct identifier, and a condition on it would pick out a person`;
		return [broken("condition-identifier", at, message, "The data custodian can load a list of patients instead.")];
	});

/**
 * A condition that names values of a field tells them of every patient who meets it, as `keep` would. The policy says
 * how fields may be treated and not what conditions may look at, and nearly every cohort is chosen by a diagnosis: so
 * where it does not allow `keep`, whoever judges the request is told, and the request is not stopped.
 */
export const checkToldValues: Rule = (request, context) =>
	knownConditions(request, context).flatMap(({ condition, field, part, path }) => {
		const { sensitivity } = field.documentation;
		const { is, in: list, in_value_set: set } = condition;
		if (part === "ranges" || path.slice(2).includes("none") || (is ?? list ?? set) === undefined) return [];
		if (findTable(context.catalogue, request.source, field.table)?.class !== "patient") return [];
		// What is refused altogether needs no warning.
		if (sensitivity === undefined || sensitivity === "free-text" || sensitivity === "direct-identifier") return [];
		if (context.policy.treatments[sensitivity].some((treatment) => treatments[treatment].unchanged)) return [];
		const message = `the condition tells values of ${field.id}, a ${sensitivity} field that the policy lets nobody keep`;
		const fix = "Whoever approves the request decides whether that is meant.";
		return [doubtful("condition-tells", [...path, "field"], message, fix)];
	});

/** Conditions of a cohort are about patients' tables, those of rows about the table itself, those of "all" about one. */
export const checkConditionTables: Rule = (request, context) => {
	const groupTables = new Map<string, string>();
	return knownConditions(request, context).flatMap(({ field, part, path, table: named }) => {
		const at = [...path, "field"];
		if (part === "rows") {
			const name = named === undefined ? undefined : parseTableId(named);
			if (name === undefined || formatTableId(name) === field.table) return [];
			return [broken("condition-table", at, `${field.id} is not a field of ${formatTableId(name)}`)];
		}
		if (part === "ranges") return [];
		const table = findTable(context.catalogue, request.source, field.table);
		if (table?.class !== "patient") {
			return [
				broken(
					"condition-table",
					at,
					`${field.table} is not a table about patients that may be shared, so it cannot choose any`,
				),
			];
		}
		if (path.at(-2) !== "all") return [];
		const group = JSON.stringify(path.slice(0, -1));
		const first = groupTables.get(group) ?? field.table;
		groupTables.set(group, first);
		if (first === field.table) return [];
		const message = `${field.id} is not a field of ${first}, and conditions under "all" are about one row`;
		return [broken("condition-table", at, message, "Put it into a clause of its own.")];
	});
};
