import type pg from "pg";
import { quoteIdentifier } from "../database/quote.ts";
import { quasiColumns, quasiValueSql } from "../plan/quasi-identifier.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import type { SharedTable } from "../plan/shared-table.ts";
import { band } from "../records/count-band.ts";
import type { Share } from "../snapshot/share.ts";
import type { PassedCheck, ReleaseFinding } from "./finding.ts";
import { type LinkedTable, patientOfRowSql } from "./patient-of-row.ts";

/**
 * Counts, for each combination of quasi-identifiers in a share, the patients who have it; every
 * combination must be shared by at least `k` patients.
 *
 * Covered: the quasi-identifiers of all tables whose rows the recipient can put together by patient, and whatever else is
 * marked as helping to identify a person, count as one combination, with all different rows of a patient in it, so that a
 * patient with an unusual row or an unusual set of rows is found. A missing value counts as a value. A table that does not
 * tell its rows' patients is held against `k` by itself, as it was counted in the source.
 *
 * Not covered: fields that nobody has called quasi-identifiers or marked, moved dates of events, what other data the
 * recipient has, and what a whole group has in common (l-diversity).
 * Source: L. Sweeney, "k-anonymity: a model for protecting privacy", 2002.
 *
 * @param k the policy's smallest group
 * @param edges the bands' lower edges
 */
export async function checkKAnonymity(
	client: pg.Client,
	share: Share,
	plan: SharePlan,
	k: number,
	edges: readonly number[],
): Promise<readonly ReleaseFinding[]> {
	const { groups, apart: alone } = identifyingTables(plan);
	const together: ReleaseFinding[] = [];
	for (const tables of groups) {
		const { rows } = await client.query<{ patients: string }>(patientsInSmallGroupsSql(share.schema, tables), [k]);
		together.push(finding(fieldsOf(tables), Number(rows[0]?.patients ?? 0), k, edges));
	}
	const all = [...together, ...alone.map((table) => ofSource(table, share, k))];
	if (all.length > 0) return all;
	return [{ ...nothingIdentifying, passed: true, rows: "none" }];
}

const nothingIdentifying: PassedCheck = { check: "k-anonymity", says: "No quasi-identifier is shared." };

/** What the checks of combinations say where they are passed. */
export function passedGroups(plan: SharePlan, k: number): readonly PassedCheck[] {
	const { groups, apart } = identifyingTables(plan);
	const passed = [
		...groups.map((tables): PassedCheck => ({ check: "k-anonymity", says: passedSays(fieldsOf(tables), k) })),
		...apart.map(
			(table): PassedCheck => ({ check: "k-anonymity", table: table.id, says: passedSays(fieldsOf([table]), k) }),
		),
	];
	return passed.length > 0 ? passed : [nothingIdentifying];
}

/** The tables with quasi-identifiers: those whose rows can be put together by patient, group by group, and the others. */
function identifyingTables(plan: SharePlan): {
	readonly groups: readonly (readonly LinkedTable[])[];
	readonly apart: readonly SharedTable[];
} {
	const quasi = plan.tables.filter((table) => quasiColumns(table).length > 0);
	const linked = quasi.flatMap(({ patientLink, ...table }) => (patientLink ? [{ ...table, patientLink }] : []));
	return {
		groups: [...Map.groupBy(linked, ({ patientLink }) => patientLink.joinsBy).values()],
		apart: quasi.filter(({ patientLink }) => patientLink === undefined),
	};
}

function passedSays(fields: string, k: number): string {
	return `Every combination of quasi-identifiers (${fields}) is shared by at least ${k} patients.`;
}

/** SQL of the number of patients whose combination is shared by fewer than `$1` patients. */
function patientsInSmallGroupsSql(schema: string, tables: readonly LinkedTable[]): string {
	const profiles = tables.map((table, index) => `p${index} AS (${profileSql(schema, table, index)})`);
	const joined = tables.map((_, index) => (index === 0 ? "p0" : `FULL JOIN p${index} USING (patient)`));
	const values = tables.map((_, index) => `v${index}`).join(", ");
	return `WITH ${profiles.join(",\n\t")}
SELECT coalesce(sum(patients), 0) AS patients FROM (
	SELECT count(*) AS patients FROM ${joined.join(" ")} GROUP BY ${values} HAVING count(*) < $1
) AS small_groups`;
}

/** SQL of each patient's different combinations in one table, as one sorted array. */
function profileSql(schema: string, table: LinkedTable, index: number): string {
	const { from, patient } = patientOfRowSql(schema, table);
	const values = quasiColumns(table).map((column) => quasiValueSql(column, `t0.${quoteIdentifier(column.name)}`));
	const combination = `jsonb_build_array(${values.join(", ")})`;
	return `SELECT ${patient} AS patient, array_agg(DISTINCT ${combination}) AS v${index}
	FROM ${from} GROUP BY 1`;
}

/** The fields whose values are combined, so that who reads of a failure knows what to make coarser. */
function fieldsOf(tables: readonly SharedTable[]): string {
	return tables.flatMap((table) => quasiColumns(table).map(({ field }) => field)).join(", ");
}

function finding(fields: string, patients: number, k: number, edges: readonly number[]): ReleaseFinding {
	const passed = patients === 0;
	const rows = band(patients, edges);
	const says = passed
		? passedSays(fields, k)
		: `Combinations of quasi-identifiers (${fields}) are shared by fewer than ${k} patients; this many patients are concerned: ${rows}.`;
	return { check: "k-anonymity", passed, says, rows, expected: `at least ${k} patients` };
}

function ofSource(table: SharedTable, share: Share, k: number): ReleaseFinding {
	const smallestGroup = share.tables.find(({ name }) => name === table.name)?.smallestGroup;
	// Where nothing was counted, that is no pass; null means that the table has no rows.
	const passed = smallestGroup === null || (smallestGroup !== undefined && smallestGroup >= k);
	const fields = fieldsOf([table]);
	const says = passed
		? passedSays(fields, k)
		: `Combinations of quasi-identifiers (${fields}) are shared by fewer than ${k} patients.`;
	const rows = passed ? "none" : "unknown";
	return { check: "k-anonymity", table: table.id, passed, says, rows, expected: `at least ${k} patients` };
}
