import type pg from "pg";
import { UserError } from "../issue/user-error.ts";
import { tableSql } from "../plan/cohort.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { treatments } from "../treatment/treatments.ts";

/**
 * Refuses where a column that leaves as a code refers, by a foreign key of the source, to a table that the dictionary does
 * not let it refer to: whoever takes a reference off a page would let the codes of people outside the cohort leave. A
 * reference to a table of reference data tells of no patient.
 *
 * @throws UserError `incomplete` naming table, columns and target
 */
export async function refuseUnknownLinks(client: pg.Client, { tables, referenceTables }: SharePlan): Promise<void> {
	const shared = tables.flatMap(({ table, columns }) => {
		const codes = columns.filter(({ treatment }) => treatments[treatment].joinsBy === "code").map(({ name }) => name);
		return codes.length === 0 ? [] : [{ source: tableSql(table), columns: codes }];
	});
	if (shared.length === 0) return;
	const told = tables.flatMap(({ table, links }) =>
		links.map(({ columns, table: target, to }) => ({
			source: tableSql(table),
			target: tableSql(target),
			pairs: columns.map((own, at) => ({ own, other: to[at] })),
		})),
	);
	const given = [shared, told, referenceTables.map(tableSql)].map((value) => JSON.stringify(value));
	const { rows } = await client.query<{ source: string; columns: string[]; target: string }>(unknownLinksSql, given);
	const [found] = rows;
	if (found === undefined) return;
	throw new UserError(
		"incomplete",
		`${found.source} refers to ${found.target} by ${found.columns.join(", ")}, which the dictionary does not say, so codes of patients outside the cohort could leave with it. Run hub survey, so that the dictionary tells of the source as it is.`,
	);
}

// Pairs are equal as sets when each contains the other. A key may lead to a partition of the table that is meant.
const unknownLinksSql = `WITH RECURSIVE above (member, oid) AS (
	SELECT c.oid, c.oid FROM pg_class c WHERE c.relkind IN ('r', 'p')
	UNION SELECT a.member, i.inhparent FROM above a JOIN pg_inherits i ON i.inhrelid = a.oid
)
SELECT k.conrelid::regclass::text AS source, c.columns, k.confrelid::regclass::text AS target
FROM jsonb_to_recordset($1::jsonb) AS shared (source text, columns jsonb)
	JOIN pg_constraint k ON k.conrelid = to_regclass(shared.source) AND k.contype = 'f' AND k.conparentid = 0
	CROSS JOIN LATERAL (
		SELECT jsonb_agg(jsonb_build_object('own', a.attname, 'other', b.attname)) AS pairs, array_agg(a.attname::text) AS columns
		FROM unnest(k.conkey, k.confkey) AS u (own, other)
			JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.own
			JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.other
	) c
WHERE shared.columns ?| c.columns
	AND NOT EXISTS (
		SELECT FROM jsonb_to_recordset($2::jsonb) AS told (source text, target text, pairs jsonb)
			JOIN above ON above.member = k.confrelid AND above.oid = to_regclass(told.target)
		WHERE told.source = shared.source AND c.pairs @> told.pairs AND told.pairs @> c.pairs
	)
	AND NOT EXISTS (
		SELECT FROM jsonb_array_elements_text($3::jsonb) AS reference (name)
			JOIN above ON above.member = k.confrelid AND above.oid = to_regclass(reference.name)
	)
ORDER BY shared.source, c.columns LIMIT 1`;
