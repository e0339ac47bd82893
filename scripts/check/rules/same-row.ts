import { findSource } from "../../dictionary/catalogue.ts";
import { isNumeric, type PlainType, plainType } from "../../dictionary/column-type.ts";
import { isPatientTable } from "../../dictionary/path-to-patient.ts";
import { conditionProblem } from "../../plan/condition.ts";
import { findTerm } from "../../records/lookup.ts";
import type { Condition, SharingRequest } from "../../schema/types.ts";
import { quoted } from "../../text/quote.ts";
import type { CheckContext } from "../context.ts";
import { broken, type Rule } from "../rule.ts";
import { type KnownCondition, knownConditions } from "./conditions.ts";

type Scalar = NonNullable<Condition["is"]>;

/** What conditions leave of one field of one row. */
interface Left {
	/** The only values that will do, by what they compare by; undefined where nothing lists them. */
	readonly values?: ReadonlyMap<string, Scalar>;
	readonly from?: string;
	readonly before?: string;
	readonly at_least?: number;
	readonly at_most?: number;
	/** Whether the value must be missing, must be there, or either. */
	readonly missing?: boolean;
}

/** Conditions that one row must meet leave it some value of each field; otherwise they leave nobody. */
export const checkContradictions: Rule = (request, context) =>
	sameRow(request, context).flatMap((conditions) => {
		let left: Left = {};
		for (const [index, one] of conditions.entries()) {
			const found = contradiction(left, one, context);
			if (typeof found === "string") {
				const { message, fix } = inWords(found, left, one, conditions[index - 1]);
				const apart = fix?.startsWith(either) && canHaveSeveral(request, context, one) ? inAnys : "";
				return [broken("condition-contradiction", [...one.path, found], message, fix && fix + apart)];
			}
			left = found;
		}
		return [];
	});

/**
 * The conditions on each field that one row must meet together, as the plan puts them together: those that stand side
 * by side, and those under "all"; each alternative and each exclusion is by itself.
 */
function sameRow(request: SharingRequest, context: CheckContext): readonly (readonly KnownCondition[])[] {
	const fitting = knownConditions(request, context).filter(({ condition, field }) => {
		const { field: _, ...tests } = condition;
		return conditionProblem(plainType(field.metadata), tests) === undefined;
	});
	const groups = Map.groupBy(fitting, ({ path, field }) => {
		const parent = path.slice(0, -1);
		const alone = parent.at(-1) === "any" || parent.at(-1) === "none";
		return JSON.stringify([alone ? path : parent, field.id]);
	});
	return [...groups.values()];
}

/** What is left after one more condition, or the comparison of it that leaves nothing. */
function contradiction(before: Left, { condition, field }: KnownCondition, context: CheckContext): Left | Comparison {
	const type = plainType(field.metadata);
	const set = condition.in_value_set;
	const listed = set === undefined ? undefined : findTerm(context, "value-sets", set)?.values;
	let left = before;
	for (const comparison of comparisons) {
		if (condition[comparison] === undefined) continue;
		left = narrowed[comparison](left, condition, type, listed ?? []);
		// An unknown value set is reported by a rule of its own.
		if (comparison === "in_value_set" && listed === undefined) left = before;
		if (isNothing(left, type)) return comparison;
	}
	return left;
}

type Comparison = Exclude<keyof Condition, "field">;
type Narrow = (left: Left, condition: Condition, type: PlainType, listed: readonly Scalar[]) => Left;

/** How each comparison narrows what is left. A missing value meets none but `is_null`. */
const narrowed: Readonly<Record<Comparison, Narrow>> = {
	is: (left, { is }, type) => present(among(left, is === undefined ? [] : [is], type)),
	in: (left, { in: list = [] }, type) => present(among(left, list, type)),
	in_value_set: (left, _, type, listed) => present(among(left, listed, type)),
	not: (left, { not }, type) =>
		present(
			left.values === undefined || not === undefined
				? left
				: { ...left, values: new Map([...left.values].filter(([key]) => key !== keyOf(not, type))) },
		),
	from: (left, { from = "" }) =>
		present({ ...left, from: left.from !== undefined && left.from > from ? left.from : from }),
	before: (left, { before = "" }) =>
		present({ ...left, before: left.before !== undefined && left.before < before ? left.before : before }),
	at_least: (left, { at_least = 0 }) => present({ ...left, at_least: Math.max(at_least, left.at_least ?? at_least) }),
	at_most: (left, { at_most = 0 }) => present({ ...left, at_most: Math.min(at_most, left.at_most ?? at_most) }),
	is_null: (left, { is_null: missing = false }) =>
		left.missing === undefined || left.missing === missing ? { ...left, missing } : { ...left, values: new Map() },
};

const comparisons = Object.keys(narrowed) as readonly Comparison[];

function present(left: Left): Left {
	return left.missing === true ? { ...left, values: new Map() } : { ...left, missing: false };
}

function among(left: Left, values: readonly Scalar[], type: PlainType): Left {
	const listed = values.map((value) => [keyOf(value, type), value] as const);
	return { ...left, values: new Map(listed.filter(([key]) => left.values?.has(key) ?? true)) };
}

/** What a value compares by: 7 and 7.0 are the same number, and identifiers of a row have no capitals. */
function keyOf(value: Scalar, type: PlainType): string {
	if (isNumeric(type)) return String(Number(value));
	return type === "uuid" ? String(value).toLowerCase() : String(value);
}

function isNothing({ values, from, before, at_least, at_most }: Left, type: PlainType): boolean {
	if (from !== undefined && before !== undefined && from >= before) return true;
	if (at_least !== undefined && at_most !== undefined && at_least > at_most) return true;
	if (values === undefined) return false;
	const number = (key: string) => (isNumeric(type) ? Number(key) : 0);
	return [...values.keys()].every(
		(key) =>
			(from !== undefined && key < from) ||
			(before !== undefined && key >= before) ||
			(at_least !== undefined && number(key) < at_least) ||
			(at_most !== undefined && number(key) > at_most),
	);
}

/** What is wrong with the comparison that leaves nothing, and how to say what was probably meant. */
function inWords(
	comparison: Comparison,
	left: Left,
	{ condition, field }: KnownCondition,
	earlier: KnownCondition | undefined,
): { readonly message: string; readonly fix?: string } {
	const { from, before, at_least, at_most } = { ...left, ...condition };
	if (comparison === "is_null" || left.missing === true)
		return { message: `${field.id}: a missing value meets no other comparison` };
	if (
		(comparison === "from" || comparison === "before") &&
		from !== undefined &&
		before !== undefined &&
		from >= before
	)
		return { message: `no day is on or after ${from} and before ${before}`, fix: '"before" is exclusive.' };
	if (at_least !== undefined && at_most !== undefined && at_least > at_most)
		return { message: "at_most is less than at_least" };
	const here = condition.is === undefined ? condition.in : [condition.is];
	if (earlier === undefined || here === undefined || left.values === undefined || left.values.size === 0)
		return { message: `no value of ${field.id} meets this together with what else one row must meet` };
	const both = [...left.values.values(), ...here];
	const list = (values: Iterable<Scalar>) => {
		const all = [...values].map((value) => quoted(String(value)));
		return all.length > mostSpeltOut ? `${all.slice(0, mostSpeltOut).join(", ")}, …` : all.join(", ");
	};
	return {
		message: `one row cannot have ${list(left.values.values())} and ${list(here)} as ${field.id}: conditions side by side are about one row`,
		fix:
			both.length > mostSpeltOut
				? `${either} list all values in one condition.`
				: `${either} write in: [${list(both)}].`,
	};
}

const either = "For either,";
const inAnys = ' For patients with a row of each, put each condition into an "any" of its own.';

/** Whether a patient may have several rows, and these conditions stand where each could be about one of its own. */
function canHaveSeveral(
	{ source: id }: SharingRequest,
	{ catalogue }: CheckContext,
	{ field, part, path }: KnownCondition,
) {
	const source = findSource(catalogue, id);
	const alone = part === "cohort" && path.at(-2) === "cohort";
	return alone && source !== undefined && !isPatientTable(source, { id: field.table });
}

/** More values than these are not written out in advice. */
const mostSpeltOut = 10;
