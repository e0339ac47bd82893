import { parseYaml } from "../document/yaml.ts";
import { error, type Issue } from "../issue/issue.ts";
import { decodeUtf8 } from "../text/utf8.ts";
import type { FormatName } from "./formats.ts";
import type {
	Agreement,
	Approval,
	DataDecision,
	DeliveryEvent,
	DictionaryEntry,
	GlossaryTerm,
	ImageCollection,
	Manifest,
	OrganisationList,
	PeopleList,
	Policy,
	Product,
	QueryAnswer,
	ReleaseQuery,
	SharingRequest,
	SourceList,
	Vocabulary,
} from "./types.ts";
import { validate } from "./validate.ts";

/** The type of a record by the name of its format. */
export interface RecordTypes {
	sources: SourceList;
	dictionaryEntry: DictionaryEntry;
	imageCollection: ImageCollection;
	vocabulary: Vocabulary;
	glossaryTerm: GlossaryTerm;
	product: Product;
	policy: Policy;
	organisations: OrganisationList;
	people: PeopleList;
	agreement: Agreement;
	request: SharingRequest;
	approval: Approval;
	manifest: Manifest;
	event: DeliveryEvent;
	query: ReleaseQuery;
	answer: QueryAnswer;
	dataDecision: DataDecision;
}

/** A record read from a file. */
export interface RecordRead<T> {
	/** The record; absent if there are issues. */
	readonly value?: T;
	/** Located problems, all of them errors. */
	readonly issues: readonly Issue[];
	/** Puts file, line and column into issues about this record that a rule found. */
	locate(issues: readonly Issue[]): readonly Issue[];
}

/**
 * Reads one record, YAML or JSON by the file's name, and validates it. Never throws on bad content.
 *
 * @param file The path in the repository, for the issues; `.json` files must be JSON as well as YAML.
 */
export function readRecord<F extends FormatName>(
	format: F,
	bytes: Uint8Array,
	file: string,
): RecordRead<RecordTypes[F]> {
	const text = decodeUtf8(bytes);
	const parsed = parseYaml(text ?? "");
	const locate = (issues: readonly Issue[]): readonly Issue[] =>
		issues.map((issue) => ({
			...issue,
			file,
			...(issue.line === undefined ? parsed.locate(issue.path, issue.rule === "unknown-key" ? "key" : "value") : {}),
		}));
	if (text === undefined) {
		return { issues: locate([error("yaml", [], "the file is not UTF-8 text", "Save it as UTF-8.")]), locate };
	}
	if (parsed.issues.length > 0) return { issues: locate(parsed.issues), locate };
	if (file.endsWith(".json") && !isJson(text)) {
		return { issues: locate([error("yaml", [], "the file is not valid JSON")]), locate };
	}
	const issues = inFileOrder(locate(validate(format, parsed.value)));
	return issues.length > 0 ? { issues, locate } : { value: parsed.value as RecordTypes[F], issues, locate };
}

/** The issues in the order of their places in the file. */
export function inFileOrder(issues: readonly Issue[]): readonly Issue[] {
	return issues.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}
