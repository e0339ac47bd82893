import { counted } from "../text/count.ts";
import { onOneLine } from "../text/quote.ts";

/** The parts of a scope that a request itself says: their changes are told as changes of the request. */
const saidByRequest: ReadonlySet<string> = new Set([
	...["purpose.title", "purpose.summary", "purpose.benefit", "purpose.purposes"],
	...["people.requester", "people.writtenBy", "people.team"],
	...["law.law", "law.acceptedTerms"],
	...["data.source", "data.cohort", "data.rows", "data.unfilteredTables", "data.fields", "data.ranges"],
	...["keeping.delivery", "keeping.retention"],
]);

/** What the other parts are called. */
const labels: Readonly<Record<string, string>> = {
	"people.organisation": "the recipient organisation",
	"people.people": "the people who ask",
	"law.agreement": "the agreement",
	"law.terms": "the terms",
	"data.connection": "where the data are read from",
	"data.valueSets": "the value set",
	"data.patients": "the rules of the source",
	"data.tables": "the table",
	"data.facts": "the field",
	"data.treatments": "the policy on treatments",
	"data.disclosure": "the policy's limits",
	"data.dateShift": "the policy on moved dates",
	"keeping.longest": "the policy's longest time to keep",
	"keeping.agreement": "the agreement's longest time to keep",
};

const mostNamed = 10;

/**
 * What has changed of all that a decision rests on besides the request itself, one line a change, in words as near to
 * the records as they stand.
 *
 * @param before the scope that was decided on, as `approvalScope` gives it
 * @param after the scope now
 */
export function describeScopeChanges(before: object, after: object): readonly string[] {
	const [old, now] = [leavesOf(before), leavesOf(after)];
	return [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
		const [was, is] = [old.get(path), now.get(path)];
		if (JSON.stringify(was) === JSON.stringify(is)) return [];
		const [part = "", ...rest] = path.split(separator);
		const [what = "", ...names] = rest;
		const key = `${part}.${what}`;
		if (saidByRequest.has(key)) return [];
		const subject = [labels[key] ?? key, ...names].join(" ");
		return [onOneLine(`${subject}: ${change(was, is)}`)];
	});
}

/** A value that holds no named parts. */
type Leaf = string | number | boolean | null | readonly string[];

const separator = "\u0000";

/** The values of a scope by the names that lead to them; of a list of records, what names one. */
function leavesOf(value: unknown, path: readonly string[] = []): ReadonlyMap<string, Leaf> {
	if (value === undefined) return new Map();
	if (Array.isArray(value)) {
		if (value.every((item) => typeof item !== "object" || item === null)) {
			return new Map([[path.join(separator), value.map(String)]]);
		}
		return new Map(value.flatMap((item, at) => [...leavesOf(item, [...path, nameOf(item) ?? String(at + 1)])]));
	}
	if (typeof value === "object" && value !== null) {
		return new Map(Object.entries(value).flatMap(([key, inner]) => [...leavesOf(inner, [...path, key])]));
	}
	return new Map([[path.join(separator), value as Leaf]]);
}

function nameOf(item: unknown): string | undefined {
	if (typeof item !== "object" || item === null) return undefined;
	const { id, name, recipient, terms } = item as Readonly<Record<string, unknown>>;
	return [id, name, recipient, terms].find((candidate): candidate is string => typeof candidate === "string");
}

function change(was: Leaf | undefined, is: Leaf | undefined): string {
	if (Array.isArray(was) && Array.isArray(is)) {
		const parts = [
			...listed(
				"+",
				is.filter((item) => !was.includes(item)),
			),
			...listed(
				"-",
				was.filter((item) => !is.includes(item)),
			),
		];
		return parts.length === 0 ? "in another order" : parts.join("; ");
	}
	return `${shown(was)} -> ${shown(is)}`;
}

function listed(sign: string, items: readonly string[]): readonly string[] {
	if (items.length === 0) return [];
	const more = items.length <= mostNamed ? "" : ` and ${counted(items.length - mostNamed, "other")}`;
	return [`${sign}${items.slice(0, mostNamed).join(", ")}${more}`];
}

function shown(leaf: Leaf | undefined): string {
	if (leaf === undefined) return "(nothing)";
	return Array.isArray(leaf) ? listed("", leaf).join("") : String(leaf);
}
