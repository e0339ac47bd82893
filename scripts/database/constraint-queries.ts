import { tables } from "./catalogue-queries.ts";

/** The survey's statements about keys, foreign keys and checks; they keep the rules of `catalogue-queries.ts`. */

/** One row of {@link keysQuery}. */
export interface KeyRow {
	readonly table: number;
	readonly primary: boolean;
	readonly columns: readonly string[];
}

/** Primary and unique keys over plain columns, whether declared as constraint or as index. */
export const keysQuery = `${tables}
SELECT i.indrelid AS table, i.indisprimary AS primary, k.columns
FROM root JOIN pg_index i ON i.indrelid = root.oid CROSS JOIN LATERAL (
	SELECT array_agg(a.attname::text ORDER BY u.position) AS columns
	FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (number, position)
		JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number
	WHERE u.position <= i.indnkeyatts
) k
WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
ORDER BY i.indrelid, k.columns COLLATE "C"`;

/** One row of {@link referencesQuery}. */
export interface ReferenceRow {
	readonly table: number;
	readonly columns: readonly string[];
	readonly toSchema: string;
	readonly toTable: string;
	readonly toColumns: readonly string[];
	readonly enforced: boolean;
}

/**
 * SQL that says of a foreign key `k` of pg_constraint whether the database makes sure that every row finds the one it
 * refers to: not where it was never validated or is switched off, nor where a table has inheriting children, whose
 * rows no key covers. Partitions are covered by their parent's key.
 */
export const enforcedSql = `(k.convalidated
	AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled IN ('D', 'R'))
	AND NOT EXISTS (
		SELECT FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
		WHERE i.inhparent IN (k.conrelid, k.confrelid) AND p.relkind <> 'p'
	))`;

/** Foreign keys. One that refers to a partition or an inheriting child is given as referring to its parent. */
export const referencesQuery = `${tables}, whole AS (
	SELECT f.member, f.root FROM family f JOIN root ON root.oid = f.root
)
SELECT k.conrelid AS table, n.nspname::text AS "toSchema", t.relname::text AS "toTable", c.columns, c."toColumns",
	${enforcedSql} AS enforced
FROM root JOIN pg_constraint k ON k.conrelid = root.oid LEFT JOIN whole w ON w.member = k.confrelid
	JOIN pg_class t ON t.oid = coalesce(w.root, k.confrelid) JOIN pg_namespace n ON n.oid = t.relnamespace
	CROSS JOIN LATERAL (
		SELECT array_agg(a.attname::text ORDER BY u.position) AS columns, array_agg(b.attname::text ORDER BY u.position) AS "toColumns"
		FROM unnest(k.conkey, k.confkey) WITH ORDINALITY u (number, "toNumber", position)
			JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
			JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u."toNumber"
	) c
WHERE k.contype = 'f' AND k.conparentid = 0
ORDER BY k.conrelid, c.columns COLLATE "C", n.nspname COLLATE "C", t.relname COLLATE "C"`;

/** One row of {@link checksQuery}. */
export interface CheckRow {
	readonly table: number;
	readonly rule: string;
}

/** The check constraints, as the database writes them. */
export const checksQuery = `${tables}
SELECT k.conrelid AS table, pg_get_constraintdef(k.oid) AS rule
FROM root JOIN pg_constraint k ON k.conrelid = root.oid
WHERE k.contype = 'c'
ORDER BY k.conrelid, pg_get_constraintdef(k.oid) COLLATE "C"`;
