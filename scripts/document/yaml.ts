import {
	type Document,
	isAlias,
	isCollection,
	isMap,
	isNode,
	isPair,
	isScalar,
	LineCounter,
	parseDocument,
} from "yaml";
import { error, type Issue } from "../issue/issue.ts";
import { syntaxProblem } from "./yaml-problem.ts";

/** A place in a file: line and column, both from 1. */
export interface Location {
	readonly line: number;
	readonly column: number;
}

/** What {@link parseYaml} makes of a text. */
export interface ParsedYaml {
	/** Plain data as JSON could hold it; undefined if there are issues. */
	readonly value: unknown;
	/** Located syntax problems, in the order of the text. They never quote it. */
	readonly issues: readonly Issue[];
	/**
	 * Where a value stands, given the keys and positions that lead to it. What does not exist stands
	 * where the nearest thing above it does. A block stands where its key does, and so does anything
	 * asked for with `at: "key"`.
	 */
	locate(path: Issue["path"], at?: "key" | "value"): Location;
}

/** The longest text read, in UTF-16 code units: a page of people's own words is far below it. */
const maxLength = 1024 * 1024;
const maxDepth = 40;
const maxIssues = 20;

/**
 * Reads one YAML 1.2 document (JSON included) written by anybody, even with ill intent, and never throws. Refused:
 * duplicate keys, keys that are no text, tags, directives, several documents, anchors and aliases (an auditor reads
 * a record as it stands), numbers that JavaScript cannot hold exactly, texts over 1 MiB and nesting beyond 40.
 */
export function parseYaml(text: string): ParsedYaml {
	const lines = new LineCounter();
	const locationOf = (offset: number): Location => {
		const { line, col } = lines.linePos(offset);
		return { line: Math.max(1, line), column: Math.max(1, col) };
	};
	const refuse = (issue: Issue): ParsedYaml => ({
		value: undefined,
		issues: [{ ...issue, line: issue.line ?? 1, column: issue.column ?? 1 }],
		locate: () => ({ line: 1, column: 1 }),
	});
	if (text.length > maxLength)
		return refuse(error("yaml", [], "the file is longer than 1 MiB", "Split it, or shorten it."));
	let document: Document.Parsed;
	let issues: Issue[];
	try {
		document = parseDocument(text, {
			schema: "core",
			merge: false,
			resolveKnownTags: false,
			stringKeys: true,
			// Its own check takes minutes on a megabyte of keys.
			uniqueKeys: false,
			prettyErrors: false,
			logLevel: "error",
			lineCounter: lines,
		});
		const problems = [...document.errors, ...document.warnings].map(({ code, pos }) => ({ at: pos[0], code }));
		const found = problems.length > 0 ? problems : findProblems(document);
		issues = found
			.sort((a, b) => a.at - b.at)
			.slice(0, maxIssues)
			.map(({ at, code }) => ({ ...error("yaml", [], ...syntaxProblem(code)), ...locationOf(at) }));
		const locate: ParsedYaml["locate"] = (path, at = "value") => locationOf(offsetOf(document.contents, path, at));
		return { value: issues.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 }), issues, locate };
	} catch (failure) {
		// The parser overflows the stack on nesting far deeper than any record's.
		if (failure instanceof RangeError) return refuse(error("yaml", [], ...syntaxProblem("TOO_DEEP")));
		throw failure;
	}
}

/** What a well-formed document has that a record may not have. Throws RangeError beyond {@link maxDepth}. */
function findProblems(document: Document.Parsed): { at: number; code: string }[] {
	const problems: { at: number; code: string }[] = [];
	const { directives } = document;
	if (directives?.yaml.explicit || Object.keys(directives?.tags ?? {}).some((handle) => handle !== "!!")) {
		problems.push({ at: 0, code: "DIRECTIVE" });
	}
	const look = (node: unknown, depth: number): void => {
		if (!isNode(node)) return;
		const at = node.range?.[0] ?? 0;
		if (depth > maxDepth) throw new RangeError("nested too deeply");
		if (isAlias(node) || node.anchor !== undefined) problems.push({ at, code: "ALIAS" });
		if (!isAlias(node) && node.tag !== undefined) problems.push({ at, code: "TAG" });
		if (isScalar(node) && typeof node.value === "number" && !isExact(node.value, node.source ?? "")) {
			problems.push({ at, code: "NUMBER" });
		}
		if (!isCollection(node)) return;
		const keys = new Set<unknown>();
		for (const item of node.items) {
			if (!isPair(item)) look(item, depth + 1);
			else {
				const key = isScalar(item.key) ? item.key.value : item.key;
				if (keys.has(key))
					problems.push({ at: (isNode(item.key) && item.key.range?.[0]) || at, code: "DUPLICATE_KEY" });
				keys.add(key);
				look(item.key, depth + 1);
				look(item.value, depth + 1);
			}
		}
	};
	look(document.contents, 0);
	return problems;
}

/** Whether a number says the same as its digits: 0.1 does, 12345678901234567890 and .nan do not. */
function isExact(value: number, source: string): boolean {
	if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
	return source.replace(/[^0-9]/g, "").replace(/^0+/, "").length <= 17;
}

function offsetOf(root: unknown, path: Issue["path"], at: "key" | "value"): number {
	let node = root;
	let offset = startOf(root) ?? 0;
	for (const [index, step] of path.entries()) {
		const last = index === path.length - 1;
		if (isMap(node)) {
			const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(step));
			if (pair === undefined) return offset;
			const keyAt = startOf(pair.key) ?? offset;
			node = pair.value;
			const asKey = isCollection(node) || (last && at === "key") || startOf(node) === undefined;
			offset = asKey ? keyAt : (startOf(node) ?? keyAt);
		} else if (isCollection(node) && typeof step === "number") {
			node = node.items[step];
			if (startOf(node) === undefined) return offset;
			offset = startOf(node) ?? offset;
		} else return offset;
	}
	return offset;
}

function startOf(node: unknown): number | undefined {
	return isNode(node) ? node.range?.[0] : undefined;
}
