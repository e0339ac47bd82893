import { error, type Issue } from "../issue/issue.ts";
import { nearest } from "../issue/nearest.ts";
import { didYouMean, suggestion } from "../issue/suggestion.ts";
import { quoted } from "../text/quote.ts";
import { settleChoices } from "./choice.ts";
import { type Definition, definitionsAt, describe, describeForm, schemas } from "./definition.ts";
import type { FormatName } from "./formats.ts";
import request from "./request.schema.json" with { type: "json" };
import * as validators from "./validators.js";
import { type LocatedViolation, locateViolation, type Violation, valueAt } from "./violation.ts";

type Validator = ((value: unknown) => boolean) & { errors?: readonly Violation[] | null };

/** More than this many would not be read; a hostile file could have a million. */
const maxIssues = 200;
const maxViolations = 5 * maxIssues;
/** No record comes near it; the time the compiled validators take grows with the square of a list's errors. */
const maxEntries = 10_000;

/**
 * Everything in a value that its format's schema refuses, in words for the person who wrote it. Browser-safe: the
 * validators are compiled ahead of time. The messages do not repeat values, but for misspelt keys and words of a
 * fixed list.
 *
 * @returns no issues if the value is a valid record of the format
 */
export function validate(format: FormatName, value: unknown): readonly Issue[] {
	return findViolations(schemas[format], (validators as unknown as Record<FormatName, Validator>)[format], value);
}

/** The same of a request alone, for a page: without the schemas and validators of all other formats. */
export function validateRequest(value: unknown): readonly Issue[] {
	return findViolations(request as Definition, validators.request as unknown as Validator, value);
}

function findViolations(definition: Definition, validator: Validator, value: unknown): readonly Issue[] {
	const large = findOversized(value, []);
	if (large !== undefined) return [error("schema", large, `more than ${maxEntries} entries stand here`, "Shorten it.")];
	if (validator(value)) return [];
	const violations = (validator.errors ?? [])
		.slice(0, maxViolations)
		.map((violation) => locateViolation(violation, value));
	const settled = settleChoices(definition, violations, value);
	const issues = settled
		.filter(
			(found) => "severity" in found || !settled.some((other) => !("severity" in other) && saysBetter(other, found)),
		)
		.slice(0, maxIssues)
		.map((found) => ("severity" in found ? found : issueFor(definition, found, value)));
	return withoutRepeats(issues);
}

/** Where the first list or group with too many entries stands. */
function findOversized(value: unknown, path: Issue["path"]): Issue["path"] | undefined {
	if (typeof value !== "object" || value === null) return undefined;
	const entries = Object.entries(value);
	if (entries.length > maxEntries) return path;
	for (const [key, item] of entries) {
		const found = findOversized(item, [...path, Array.isArray(value) ? Number(key) : key]);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Whether a violation says better what another says of the same place: about a key's name, too few keys, an empty text. */
function saysBetter(better: LocatedViolation, { keyword, instancePath }: LocatedViolation): boolean {
	if (better.instancePath !== instancePath) return false;
	if (keyword === "minProperties") return better.keyword === "required";
	if (keyword === "pattern" && better.keyword === "minLength") return true;
	return better.keyword === "propertyNames" && ["minLength", "maxLength", "pattern"].includes(keyword);
}

function withoutRepeats(issues: readonly Issue[]): readonly Issue[] {
	return [...new Map(issues.map((issue) => [JSON.stringify([issue.path, issue.message]), issue])).values()];
}

function issueFor(definition: Definition, { path, keyword, params }: LocatedViolation, root: unknown): Issue {
	const schema = (message: string, fix?: string) => error("schema", path, message, fix);
	// An entry of a list has no name to give.
	const key = path.at(-1);
	const it = typeof key === "string" ? quoted(key) : "this";
	const list = typeof key === "string" ? it : "the list";
	const limit = Number(params.limit);
	switch (keyword) {
		case "required": {
			const key = String(params.missingProperty);
			return schema(`${quoted(key)} is missing`, describe(definition, [...path, key]));
		}
		case "additionalProperties":
			return unknownKey(definition, path, String(params.additionalProperty), root);
		case "propertyNames":
			return error(
				"unknown-key",
				[...path, String(params.propertyName)],
				`${quoted(String(params.propertyName))} cannot be a key here`,
				describe(definition, path),
			);
		case "type":
			return schema(`${it} must be ${describeType(params.type)}`, describe(definition, path));
		case "enum":
			return notInList(definition, path, params.allowedValues as readonly unknown[], root);
		case "const":
			return schema(`${it} must be ${JSON.stringify(params.allowedValue)}`, describe(definition, path));
		case "format":
			return schema(
				params.format === "date" ? `${it} is not a calendar day` : `${it} is not a valid ${params.format}`,
				describeForm(definition, path),
			);
		case "pattern":
			return schema(`${it} is not written as it should be`, describeForm(definition, path));
		case "uniqueItems":
			return error(
				"schema",
				[...path, Math.max(Number(params.i), Number(params.j))],
				"this stands in the list twice",
				"Remove one of the two.",
			);
		case "minLength":
			return schema(
				limit === 1 ? `${it} must not be empty` : `${it} must have ${limit} characters or more`,
				describe(definition, path),
			);
		case "maxLength":
			return schema(`${it} must have ${limit} characters or fewer`);
		case "minItems":
			return schema(
				limit === 1 ? `${list} must not be empty` : `${list} must have ${limit} entries or more`,
				describe(definition, path),
			);
		case "maxItems":
			return schema(`${list} must have ${limit} entries or fewer`);
		case "minimum":
			return schema(`${it} must be ${limit} or more`, describe(definition, path));
		case "maximum":
			return schema(`${it} must be ${limit} or less`, describe(definition, path));
		case "minProperties":
			return schema("something is missing here", `Add one of: ${missingKeys(definition, path, root).join(", ")}.`);
		default:
			return schema(`${it} is not as its format asks`, describe(definition, path));
	}
}

function unknownKey(definition: Definition, path: Issue["path"], key: string, root: unknown): Issue {
	const at = [...path, key];
	if (knownKeys(definition, path).includes(key))
		return error("unknown-key", at, `${quoted(key)} cannot stand beside the other keys here`);
	const missing = missingKeys(definition, path, root);
	const known = missing.length === 0 ? "" : ` What can still stand here: ${missing.join(", ")}.`;
	return error("unknown-key", at, `unknown key ${quoted(key)}`, suggestion(key, missing, `Remove it.${known}`));
}

/** The keys that may stand beside those that are there. Where the schema leaves a choice, the ones there decide it. */
function missingKeys(definition: Definition, path: Issue["path"], root: unknown): readonly string[] {
	const there = Object.keys(Object(valueAt(root, path)));
	const groups = definitionsAt(definition, path).map(({ properties }) => Object.keys(properties ?? {}));
	const begun = groups.filter((keys) => keys.some((key) => there.includes(key)));
	return [...new Set((begun.length > 0 ? begun : groups).flat())].filter((key) => !there.includes(key));
}

function knownKeys(definition: Definition, path: Issue["path"]): readonly string[] {
	return definitionsAt(definition, path).flatMap(({ properties }) => Object.keys(properties ?? {}));
}

function notInList(definition: Definition, path: Issue["path"], allowed: readonly unknown[], root: unknown): Issue {
	const value = valueAt(root, path);
	const words = allowed.map(String);
	const meant = typeof value === "string" ? nearest(value, words) : undefined;
	if (meant === undefined) {
		const what = `${describePath(path)} must be ${words.length === 1 ? "" : "one of: "}${words.join(", ")}`;
		return error("schema", path, what, describe(definition, path));
	}
	return error("schema", path, `${quoted(String(value))} is none of: ${words.join(", ")}`, didYouMean(meant));
}

/** A place as people call it: `"class"`, or `entry 2 of "purposes"`. */
function describePath(path: Issue["path"]): string {
	const key = path.at(-1);
	if (typeof key === "string") return quoted(key);
	const list = path.findLast((step) => typeof step === "string");
	return key === undefined || list === undefined ? "this" : `entry ${key + 1} of ${quoted(String(list))}`;
}

function describeType(type: unknown): string {
	const names: Readonly<Record<string, string>> = {
		object: "a group of keys and values",
		array: "a list (each entry on a line of its own, after a hyphen)",
		string: "text (put it in quotes if it looks like a number)",
		number: "a number",
		integer: "a whole number",
		boolean: "true or false",
		null: "empty",
	};
	const types = Array.isArray(type) ? type : [type];
	if (types.length > 1 && types.includes("string")) return "a plain value: text, a number, or true or false";
	return types.map((each) => names[String(each)] ?? String(each)).join(" or ");
}
