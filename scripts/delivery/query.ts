import { findField, findTable } from "../dictionary/catalogue.ts";
import { instant } from "../document/day.ts";
import { custodianDepartment } from "../governance/answer.ts";
import type { AnsweredQuery } from "../records/deliveries.ts";
import type { ReleaseFinding } from "../release/finding.ts";
import type { DescriptionContext } from "../request/description.ts";
import type { ReleaseQuery } from "../schema/types.ts";
import type { Share } from "../snapshot/share.ts";

/** The result of a range check: the one kind of finding that a department can settle. */
export type RangeFinding = ReleaseFinding & Required<Pick<ReleaseFinding, "field" | "range" | "origin">>;

/** Whether a department can settle the finding; all others can only be settled by amending the request. */
export function isRangeFinding(finding: ReleaseFinding): finding is RangeFinding {
	return finding.range !== undefined && finding.field !== undefined && finding.origin !== undefined;
}

/** The query that was asked about a finding already, among those about this very copy. */
export function queryAbout(finding: RangeFinding, queries: readonly AnsweredQuery[]): AnsweredQuery | undefined {
	const { field, origin, range } = finding;
	return queries.find(({ query: { value: record } }) => {
		return record.field === field && record.origin === origin && record.expected === range.expected;
	});
}

/**
 * The queries to departments about failed range checks, numbered from `nextQuery` on. They name the
 * field and a band; the rows themselves stay in the share database.
 */
export function newQueries(
	findings: readonly RangeFinding[],
	{ share, dictionary, nextQuery, now }: { share: Share; dictionary: DescriptionContext; nextQuery: number; now: Date },
): readonly ReleaseQuery[] {
	return findings.map((finding, index) => ({
		schemaVersion: 1,
		project: share.project,
		delivery: share.delivery,
		query: nextQuery + index,
		share: share.id,
		check: "range",
		field: finding.field,
		owner: ownerOf(finding.field, dictionary),
		expected: finding.range.expected,
		origin: finding.origin,
		rows: finding.rows,
		at: instant(now),
	}));
}

/** The department that answers for a field: its own, else its table's. */
function ownerOf(id: string, { catalogue, source }: DescriptionContext): string {
	const field = findField(catalogue, source, id);
	const table = field === undefined ? undefined : findTable(catalogue, source, field.table);
	return field?.documentation.owner ?? table?.owner ?? custodianDepartment;
}
