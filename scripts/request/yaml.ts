import { Document, isMap, isScalar, isSeq, type Pair, Scalar, visit, type YAMLMap } from "yaml";
import type { SharingRequest } from "../schema/types.ts";
import { fieldTable } from "./field-table.ts";
import { inKeyOrder, partOrder } from "./order.ts";

const lineWidth = 120;
/** A paragraph's lines stay as they are up to this length: people do not break theirs at `lineWidth` exactly. */
const longestLine = 140;

/** Keys of lists that are written on one line: of names and of values, not of groups. */
const onOneLine: ReadonlySet<string> = new Set(["team", "purposes", "in", "unfilteredTables"]);
/** Keys of texts in whole sentences, which stand below their key as they were written. */
const prose: ReadonlySet<string> = new Set(["summary", "benefit", "destruction"]);

/** Parts with an empty line before them, and the YAML comment above some. */
const parts: Readonly<Partial<Record<keyof SharingRequest, string>>> = {
	cohort: " Patients who meet all of these.",
	rows: " Of these tables only rows that meet all of these.",
	fields: "",
	ranges: " Ranges agreed in the contract.",
	delivery: "",
};

/**
 * A request as the text of its file, as a person would write it: parts in their order, short lists on one line, an
 * empty line between the fields of two tables. Reading the text gives the same request. Browser-safe.
 */
export function requestYaml(request: SharingRequest): string {
	const document = new Document(inKeyOrder(request, partOrder), { aliasDuplicateObjects: false });
	for (const pair of (document.contents as unknown as YAMLMap<Scalar<string>, unknown>).items) setApart(pair);
	visit(document, {
		Pair: (_, pair) => {
			const key = isScalar(pair.key) ? String(pair.key.value) : "";
			if (isSeq(pair.value) && onOneLine.has(key)) pair.value.flow = true;
			if (isScalar(pair.value) && prose.has(key)) pair.value.type = proseStyle(String(pair.value.value));
		},
		Scalar: (_, scalar) => {
			const { type, value } = scalar;
			if (type === undefined && typeof value === "string" && value.includes("\n")) scalar.type = proseStyle(value);
		},
	});
	return document.toString({ lineWidth, blockQuote: true, flowCollectionPadding: false });
}

/** Puts an empty line and a comment before a part, and an empty line between the fields of different tables. */
function setApart({ key, value }: Pair<Scalar<string>, unknown>): void {
	const comment = parts[key.value as keyof SharingRequest];
	if (comment !== undefined) {
		key.spaceBefore = true;
		if (comment !== "") key.commentBefore = comment;
	}
	if (key.value !== "fields" || !isSeq(value)) return;
	let before: string | undefined;
	for (const item of value.items) {
		if (!isMap(item)) continue;
		const table = fieldTable(String(item.get("field")));
		if (before !== undefined && table !== before) item.spaceBefore = true;
		before = table;
	}
}

/**
 * How a text is written: with its lines as they are or, where one is too long, broken between words so that changes can
 * be read. A text with spaces that would not be seen, or would be lost, stands in quotes.
 */
function proseStyle(text: string): Scalar.Type {
	const lines = text.replace(/\n$/, "").split("\n");
	const isPlain =
		lines[0] !== "" && lines.at(-1) !== "" && lines.every((line) => /^(?:[^\s\p{C}]+(?: [^\s\p{C}]+)*)?$/u.test(line));
	if (!isPlain) return Scalar.QUOTE_DOUBLE;
	return lines.some((line) => line.length > longestLine) ? Scalar.BLOCK_FOLDED : Scalar.BLOCK_LITERAL;
}
