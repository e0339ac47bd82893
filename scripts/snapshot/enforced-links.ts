import type pg from "pg";
import { enforcedSql } from "../database/constraint-queries.ts";
import type { TableName } from "../dictionary/field-id.ts";
import type { Link } from "../dictionary/link.ts";
import { tableSql } from "../plan/cohort.ts";

/** A link with the table that it leads from. */
export interface Step extends Pick<Link, "columns" | "table" | "to" | "enforced"> {
	readonly from: TableName;
}

/**
 * Which of the dictionary's foreign keys the source enforces now: since the survey one may have been dropped, made anew
 * over other columns, or switched off, and whoever edits a page may have added any.
 */
export async function enforcedLinks(client: pg.Client, steps: readonly Step[]): Promise<ReadonlySet<Step>> {
	const declared = steps.filter((step) => step.enforced);
	if (declared.length === 0) return new Set();
	const told = declared.map(({ from, columns, table, to }, number) => ({
		number,
		source: tableSql(from),
		target: tableSql(table),
		pairs: columns.map((own, at) => ({ own, other: to[at] })),
	}));
	const { rows } = await client.query<{ number: number }>(enforcedLinksSql, [JSON.stringify(told)]);
	return new Set(rows.flatMap(({ number }) => declared[number] ?? []));
}

// Pairs are equal as sets when each contains the other.
const enforcedLinksSql = `SELECT told.number
FROM jsonb_to_recordset($1::jsonb) AS told (number integer, source text, target text, pairs jsonb)
WHERE EXISTS (
	SELECT FROM pg_constraint k CROSS JOIN LATERAL (
		SELECT jsonb_agg(jsonb_build_object('own', a.attname, 'other', b.attname)) AS pairs
		FROM unnest(k.conkey, k.confkey) AS u (own, other)
			JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.own
			JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.other
	) c
	WHERE k.contype = 'f' AND ${enforcedSql}
		AND k.conrelid = to_regclass(told.source) AND k.confrelid = to_regclass(told.target)
		AND c.pairs @> told.pairs AND told.pairs @> c.pairs
)`;
