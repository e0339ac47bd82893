import { error, type Issue } from "../issue/issue.ts";
import { nearest } from "../issue/nearest.ts";
import { quoted } from "../text/quote.ts";
import { type Definition, definitionsAt, describe } from "./definition.ts";
import { type LocatedViolation, valueAt } from "./violation.ts";

/**
 * Where a schema leaves a choice (`anyOf`), a validator reports what every branch has against the value. Keeps what
 * the branch that was meant has against it, or puts one issue in the place of all if none can have been meant.
 */
export function settleChoices(
	definition: Definition,
	violations: readonly LocatedViolation[],
	root: unknown,
): readonly (LocatedViolation | Issue)[] {
	let kept: readonly (LocatedViolation | Issue)[] = violations;
	const choices = violations.filter(({ keyword }) => keyword === "anyOf").sort((a, b) => a.path.length - b.path.length);
	for (const choice of choices) {
		const { path } = choice;
		// It was dropped with a branch that was not meant.
		if (!kept.includes(choice)) continue;
		const rest = kept.filter((each) => each !== choice);
		const value = valueAt(root, path);
		const branch = meantBranch(definition, path, value);
		if (branch !== undefined)
			kept = rest.filter(
				(each) => !isUnder(each.path, path) || "severity" in each || speaksOf(branch, each, path.length),
			);
		else kept = [...rest.filter((each) => !isUnder(each.path, path)), neitherIssue(definition, path, value)];
	}
	return kept;
}

/** The branch that a value was probably meant for: by its keys, or by being a list. */
function meantBranch(definition: Definition, path: Issue["path"], value: unknown): Definition | undefined {
	const branches = branchesAt(definition, path);
	if (Array.isArray(value)) return branches.find(({ type }) => type === "array");
	if (typeof value !== "object" || value === null) return undefined;
	const keys = Object.keys(value);
	const matching = branches.filter(({ properties }) => keys.some((key) => Object.hasOwn(properties ?? {}, key)));
	const kinds = matching.filter(({ properties }) => properties?.kind?.enum !== undefined);
	if (kinds.length > 1) return meantKind(kinds, value as Readonly<Record<string, unknown>>);
	// A group is known by its one key, so it comes before a condition that has this key by mistake.
	return matching.sort((a, b) => Object.keys(a.properties ?? {}).length - Object.keys(b.properties ?? {}).length)[0];
}

/** Where branches are told apart by their `kind`: the one of that kind, or for a misspelt one that with the most of its keys. */
function meantKind(branches: readonly Definition[], value: Readonly<Record<string, unknown>>): Definition | undefined {
	const known = ({ properties = {} }: Definition) =>
		Object.keys(value).filter((key) => Object.hasOwn(properties, key)).length;
	return (
		branches.find(({ properties }) => properties?.kind?.enum?.includes(value.kind)) ??
		branches.toSorted((a, b) => known(b) - known(a))[0]
	);
}

function branchesAt(definition: Definition, path: Issue["path"]): readonly Definition[] {
	return definitionsAt(definition, path).filter(
		({ properties, type, anyOf }) => anyOf === undefined && (properties !== undefined || type === "array"),
	);
}

/** Whether a violation at or under the choice's place can come from this branch. */
function speaksOf(branch: Definition, { path, keyword, params }: LocatedViolation, depth: number): boolean {
	const properties = branch.properties ?? {};
	const next = path[depth];
	const listed = path.length === depth + 1 && next !== undefined ? properties[next]?.enum : undefined;
	// Where branches differ in what one key may be, each branch reports its own list.
	if (keyword === "enum" && listed !== undefined) return String(params.allowedValues) === String(listed);
	if (next !== undefined) return typeof next === "number" || Object.hasOwn(properties, next);
	if (keyword === "required") return branch.required?.includes(String(params.missingProperty)) ?? false;
	if (keyword === "additionalProperties") return !Object.hasOwn(properties, String(params.additionalProperty));
	if (keyword === "minProperties") return branch.minProperties !== undefined;
	return keyword !== "type" && keyword !== "const";
}

function neitherIssue(definition: Definition, path: Issue["path"], value: unknown): Issue {
	const keys = branchesAt(definition, path).flatMap(({ properties }) => Object.keys(properties ?? {}));
	if (!keys.includes("field"))
		return error("schema", path, "this is none of what can stand here", describe(definition, path));
	const groups = keys.filter((key) => ["any", "all", "none"].includes(key)).map((key) => `\`${key}:\``);
	const message = `this is neither a condition (\`field:\` and a comparison) nor a group (${groups.join(" or ")})`;
	if (typeof value === "object" && value !== null && Object.hasOwn(value, "all") && !groups.includes("`all:`")) {
		return error(
			"schema",
			path,
			message,
			"`all:` stands only inside `any:` or `none:`; conditions side by side must all hold anyway.",
		);
	}
	const written = typeof value === "object" && value !== null ? Object.keys(value) : [];
	for (const key of written) {
		const meant = nearest(key, keys);
		if (meant !== undefined)
			return error("schema", [...path, key], message, `${quoted(key)}: did you mean ${quoted(meant)}?`);
	}
	return error("schema", path, message);
}

function isUnder(path: Issue["path"], above: Issue["path"]): boolean {
	return above.every((step, index) => path[index] === step);
}
