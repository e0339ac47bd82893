import type { CheckContext } from "../../../scripts/check/context.ts";
import { checkUsable } from "../../../scripts/check/rules/fields.ts";
import {
	type CatalogueField,
	type CatalogueTable,
	findField,
	findTable,
} from "../../../scripts/dictionary/catalogue.ts";
import { isDated, isNumeric, type PlainType, plainType } from "../../../scripts/dictionary/column-type.ts";
import { describeClause } from "../../../scripts/request/description.ts";
import type { Clause } from "../../../scripts/schema/types.ts";
import { pageDescriptionContext } from "../../../scripts/site/request/description-context.ts";
import { type DraftClause, type DraftCondition, numberOrText } from "./draft.ts";
import type { Operator } from "./operator-labels.ts";

/** Fields of one table that conditions may look at. */
export interface ConditionTable {
	readonly id: string;
	readonly title: string;
	readonly fields: readonly CatalogueField[];
}

/** The fields of some tables that a condition may look at: none that names a patient, none that nobody has judged. */
export function conditionTables(
	ids: readonly string[],
	source: string,
	context: CheckContext,
): readonly ConditionTable[] {
	return [...new Set(ids)].flatMap((id) => {
		const table = findTable(context.catalogue, source, id);
		if (table === undefined) return [];
		return [{ id: table.id, title: table.title, fields: table.fields.filter((field) => mayBeLookedAt(field, table)) }];
	});
}

function mayBeLookedAt(field: CatalogueField, table: CatalogueTable): boolean {
	return field.documentation.sensitivity !== "direct-identifier" && checkUsable(field, table, []).length === 0;
}

/** The comparisons that suit a field's type; all of them while the field is not known. */
export function operatorsFor(field: CatalogueField | undefined): readonly Operator[] {
	const type = field === undefined ? undefined : plainType(field.metadata);
	return [
		...(["is", "not", "in", "in_value_set"] as const),
		...(type === undefined || isDated(type) ? (["from", "before"] as const) : []),
		...(type === undefined || isNumeric(type) ? (["at_least", "at_most"] as const) : []),
		"is_null",
	];
}

/** What a comparison holds before anything is filled in. */
export function emptyValue(operator: Operator): unknown {
	if (operator === "in") return [];
	return operator === "is_null" ? false : "";
}

/** A condition with one of its comparisons changed to another, in its place, keeping what it compares with where that suits. */
export function withOperator(condition: DraftCondition, from: Operator | undefined, to: Operator): DraftCondition {
	if (from === undefined) return { ...condition, [to]: emptyValue(to) };
	const changed = Object.entries(condition).map(([key, value]) =>
		key === from ? [to, carriedOver(from, to, value)] : [key, value],
	);
	return Object.fromEntries(changed) as DraftCondition;
}

const alike: readonly (readonly Operator[])[] = [
	["is", "not"],
	["from", "before"],
	["at_least", "at_most"],
];

function carriedOver(from: Operator, to: Operator, value: unknown): unknown {
	if (from === to || alike.some((group) => group.includes(from) && group.includes(to))) return value;
	if (to === "in" && (from === "is" || from === "not")) return value === "" ? [] : [value];
	if (from === "in" && (to === "is" || to === "not")) return (value as readonly unknown[])[0] ?? "";
	return emptyValue(to);
}

/** The comparisons of a condition, in the order in which they were added. */
export function operatorsOf(condition: DraftCondition): readonly Operator[] {
	return Object.keys(condition).filter((key): key is Operator => key !== "field");
}

/** A value as the file is to have it: a number for a field of numbers, true or false for one that is either. */
export function scalarOf(text: string, type: PlainType | undefined): string | number | boolean {
	if (type !== undefined && isNumeric(type)) return numberOrText(text);
	return type === "boolean" && (text === "true" || text === "false") ? text === "true" : text;
}

/** A clause in plain words; undefined while something in it is still empty. */
export function describeDraftClause(clause: DraftClause, source: string, context: CheckContext): string | undefined {
	return isFilled(clause)
		? describeClause(clause as Clause, pageDescriptionContext(context.catalogue, source))
		: undefined;
}

function isFilled(value: unknown): boolean {
	if (value === "" || value === undefined) return false;
	if (Array.isArray(value)) return value.length > 0 && value.every(isFilled);
	if (typeof value !== "object" || value === null) return true;
	const entries = Object.entries(value);
	return entries.every(([, item]) => isFilled(item)) && (!("field" in value) || entries.length > 1);
}

/** The field that a condition looks at, where its table is known. */
export function fieldOf(
	{ field }: DraftCondition,
	source: string,
	{ catalogue }: CheckContext,
): CatalogueField | undefined {
	return findField(catalogue, source, field);
}
