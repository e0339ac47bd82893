import type { Statement } from "../delivery/statement.ts";
import { canonicalDigest } from "../governance/canonical.ts";
import type { PassedCheck } from "../release/finding.ts";
import { failedRangeSays } from "../release/ranges.ts";
import type { Manifest, ManifestCheck, ReleaseQuery } from "../schema/types.ts";

/** The queries about the copy that was packed, each with the path of its answer. */
export interface AskedOfCopy {
	readonly query: ReleaseQuery;
	readonly answerPath: string;
}

/**
 * What a manifest says otherwise than the records of its time ask it to, in words: so whoever stole the hub's key can
 * leave out no check, no recipient and no term, and can say nothing else of agreement, source, fields or files.
 *
 * @param asked the queries about this copy that have an answer
 */
export function statementDifferences(
	manifest: Manifest,
	statement: Statement,
	asked: readonly AskedOfCopy[],
): readonly string[] {
	const { agreement, governance } = statement;
	return [
		...compareTexts("basis", manifest.basis, statement.basis),
		...compareTexts("agreement", manifest.agreement.id, agreement.id),
		...compareTexts("request", manifest.request.blob, statement.request.blob),
		...compareTexts("name of the package", manifest.package.file, statement.files.package),
		...compareTexts("name of the sealed password", manifest.package.password.file, statement.files.password),
		...(["policy", "people", "organisations"] as const).flatMap((file) =>
			compareTexts(`${file}.yml`, manifest.governance[file], governance[file]),
		),
		...compareLists(
			"source",
			manifest.sources.map(({ source }) => source),
			statement.sources,
			(source) => source,
		),
		...compareLists("approval", manifest.approvals, statement.approvals, ({ path }) => path),
		...compareLists("signing act", manifest.decisions ?? [], statement.decisions ?? [], (act) => act),
		...compareLists("text of terms", manifest.terms, statement.terms, ({ terms }) => terms),
		...compareLists(
			"page",
			manifest.dictionary.map(({ path }) => path),
			statement.dictionary.map(({ path }) => path),
			(path) => path,
		),
		...compareLists(
			"recipient",
			manifest.recipients,
			statement.recipients,
			({ person, keySha256 }) => `${person} with the key ${keySha256.slice(0, 12)}…`,
		),
		...compareLists(
			"field",
			manifest.fields,
			statement.fields,
			({ field, sensitivity, treatment, file, column }) =>
				`${field} (${sensitivity}, ${treatment}) as the column ${column} of ${file}`,
		),
		...compareLists(
			"file",
			manifest.outputs.map(({ path, role, mediaType, table }) => ({ path, role, mediaType, ...(table && { table }) })),
			statement.outputs,
			({ path, role, table }) => `${path} (${role}${table === undefined ? "" : ` of ${table}`})`,
		),
		...compareChecks(manifest, statement, asked),
	];
}

function compareTexts(what: string, said: string, asked: string): readonly string[] {
	return said === asked ? [] : [`the ${what} is ${said}, and by the records ${asked}`];
}

/** Lists of which the order says nothing: what is said and not asked for, what is asked for and not said. */
function compareLists<T>(
	what: string,
	said: readonly T[],
	asked: readonly T[],
	words: (item: T) => string,
): readonly string[] {
	const [one, other] = [said.map(canonicalDigest), asked.map(canonicalDigest)];
	const beyond = said.filter((_, at) => !other.includes(one[at] as string) || one.indexOf(one[at] as string) !== at);
	const without = asked.filter((_, at) => !one.includes(other[at] as string));
	return [
		...beyond.map((item) => `the ${what} ${words(item)} is named, and the records ask for no such`),
		...without.map((item) => `the ${what} ${words(item)} is not named, though the records ask for it`),
	];
}

/** Each check that the plan and the policy ask for must be there once, passed in the words of that, or settled by an answer. */
function compareChecks(
	{ checks }: Manifest,
	{ checks: wanted }: Statement,
	asked: readonly AskedOfCopy[],
): readonly string[] {
	const left = [...checks];
	const missing = wanted.flatMap((want) => {
		const at = left.findIndex((check) => isAbout(check, want) && isResultOf(check, want, asked));
		if (at >= 0) left.splice(at, 1);
		return at >= 0 ? [] : [`the check ${nameOf(want)} is not named as the records ask: ${want.says}`];
	});
	return [
		...missing,
		...left.map((check) => `the check ${nameOf(check)} is named, and the records ask for no such: ${check.says}`),
	];
}

function isAbout(one: ManifestCheck, other: PassedCheck): boolean {
	return one.check === other.check && one.field === other.field && one.table === other.table;
}

/** Whether a check says what a passed one says; or it failed, and the query about it was answered. */
function isResultOf(check: ManifestCheck, want: PassedCheck, asked: readonly AskedOfCopy[]): boolean {
	if (check.result === "passed") return check.says === want.says && check.answer === undefined;
	const { range } = want;
	if (range === undefined) return false;
	return asked.some(({ query, answerPath }) => {
		const isAnswered = answerPath === check.answer && query.field === range.field && query.expected === range.expected;
		// Values that an answer called wrong were emptied, and then all that are left lie within the range.
		return isAnswered && (check.says === want.says || check.says === failedRangeSays(range, query.rows));
	});
}

function nameOf({ check, field, table }: Pick<ManifestCheck, "check" | "field" | "table">): string {
	return [check, ...(field === undefined && table === undefined ? [] : ["of", field ?? table])].join(" ");
}
