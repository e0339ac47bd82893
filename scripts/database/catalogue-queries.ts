/**
 * The statements of a survey. Each reads the database's own catalogue for all listed schemas at
 * once (`$1`, their names), never table by table, and none reads a row of a table. Of `pg_stats`
 * only the share of missing and the number of different values are asked for: its other columns hold
 * patients' values.
 */

const kinds = "('r', 'p', 'v', 'm', 'f')";

/**
 * `listed`: every lasting table of the schemas. `family`: each with its partitions and inheritance
 * children. `root`: those that are no part of another listed table.
 */
export const tables = `
WITH RECURSIVE listed AS (
	SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE n.nspname = ANY ($1) AND c.relkind IN ${kinds} AND c.relpersistence = 'p'
), family (root, member) AS (
	SELECT oid, oid FROM listed
	UNION
	SELECT f.root, i.inhrelid FROM family f JOIN pg_inherits i ON i.inhparent = f.member
), root AS (
	SELECT oid FROM listed WHERE NOT EXISTS (SELECT FROM family WHERE member = listed.oid AND root <> listed.oid)
)`;

/** Whether the row count of a `pg_class c` has ever been estimated; before PostgreSQL 14 zero meant never, too. */
const counted = `(c.reltuples > 0 OR c.reltuples = 0 AND (c.relpages > 0 OR current_setting('server_version_num')::int >= 140000))`;

/** One row of {@link schemasQuery}. */
export interface SchemaRow {
	readonly name: string;
	readonly usable: boolean;
}

/** The listed schemas that exist, and whether the login may use them. */
export const schemasQuery = `
SELECT nspname::text AS name, has_schema_privilege(oid, 'USAGE') AS usable FROM pg_namespace WHERE nspname = ANY ($1)`;

/** One row of {@link tablesQuery}. */
export interface TableRow {
	readonly oid: number;
	readonly schema: string;
	readonly table: string;
	readonly kind: "r" | "p" | "v" | "m" | "f";
	readonly comment: string | null;
	/** Null where it was never estimated. */
	readonly rows: number | null;
	/** Columns that the login may not read. */
	readonly closedColumns: number;
	/** Row-level security is on, whether or not it hides rows from this login. */
	readonly rowSecurity: boolean;
	/** Row-level security hides rows from this login. */
	readonly rowsHidden: boolean;
	/** Children by inheritance that have columns of their own, which the parent does not show. */
	readonly widerChildren: readonly string[];
}

/** Every table, partitions and children folded in. A parent's rows are the sum of its members' where all are known. */
export const tablesQuery = `${tables}, members AS (
	SELECT f.root, bool_and(${counted}) AS known, sum(greatest(c.reltuples, 0)) AS rows
	FROM family f JOIN pg_class c ON c.oid = f.member
	WHERE c.relkind IN ('r', 'm', 'f') GROUP BY f.root
), wider AS (
	SELECT f.root, array_agg(DISTINCT c.relname::text) AS children
	FROM family f JOIN pg_class c ON c.oid = f.member JOIN pg_attribute a ON a.attrelid = c.oid
	WHERE f.member <> f.root AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
		AND NOT EXISTS (SELECT FROM pg_attribute p WHERE p.attrelid = f.root AND p.attname = a.attname AND NOT p.attisdropped)
	GROUP BY f.root
)
SELECT c.oid, n.nspname::text AS schema, c.relname::text AS table, c.relkind::text AS kind,
	obj_description(c.oid, 'pg_class') AS comment,
	CASE WHEN m.known THEN m.rows WHEN c.relkind = 'p' AND ${counted} THEN c.reltuples END::float8 AS rows,
	(SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		AND NOT has_column_privilege(c.oid, a.attnum, 'SELECT'))::int AS "closedColumns",
	c.relrowsecurity AS "rowSecurity", row_security_active(c.oid) AS "rowsHidden",
	coalesce(w.children, '{}') AS "widerChildren"
FROM root JOIN pg_class c USING (oid) JOIN pg_namespace n ON n.oid = c.relnamespace
	LEFT JOIN members m ON m.root = c.oid LEFT JOIN wider w ON w.root = c.oid
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`;

/** One row of {@link leftOutQuery}. */
export interface LeftOutRow {
	readonly schema: string;
	readonly table: string;
	readonly why: "unlogged" | "temporary";
}

/**
 * The tables that the survey leaves out by rule: an unlogged table is emptied when the server fails,
 * and a temporary one belongs to somebody's session. One that is a part of a lasting table is in it.
 */
export const leftOutQuery = `${tables}
SELECT n.nspname::text AS schema, c.relname::text AS table,
	CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'temporary' END AS why
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY ($1) AND c.relkind IN ${kinds} AND c.relpersistence <> 'p'
	AND NOT EXISTS (SELECT FROM family WHERE member = c.oid)
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`;

/** One row of {@link columnsQuery}. */
export interface ColumnRow {
	readonly table: number;
	readonly name: string;
	readonly type: string;
	/** Null unless the type is a domain. */
	readonly baseType: string | null;
	readonly nullable: boolean;
	readonly generated: "identity" | "computed" | null;
	/** Null unless the type, or the domain's in the end, is an enumeration. */
	readonly values: readonly string[] | null;
	readonly comment: string | null;
}

/** Every column in its table's order, domains followed down to the type that values have in the end. */
export const columnsQuery = `${tables}, step (domain, base, modifier, required) AS (
	SELECT oid, typbasetype, typtypmod, typnotnull FROM pg_type WHERE typtype = 'd'
	UNION ALL
	SELECT s.domain, t.typbasetype, t.typtypmod, s.required OR t.typnotnull
	FROM step s JOIN pg_type t ON t.oid = s.base WHERE t.typtype = 'd'
), domain AS (
	SELECT s.* FROM step s JOIN pg_type t ON t.oid = s.base WHERE t.typtype <> 'd'
)
SELECT a.attrelid AS table, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
	format_type(d.base, d.modifier) AS "baseType",
	NOT a.attnotnull AND NOT coalesce(d.required, false) AS nullable,
	CASE WHEN a.attidentity <> '' THEN 'identity' WHEN a.attgenerated <> '' THEN 'computed' END AS generated,
	(SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e
		WHERE e.enumtypid = coalesce(d.base, a.atttypid)) AS values,
	col_description(a.attrelid, a.attnum) AS comment
FROM root JOIN pg_attribute a ON a.attrelid = root.oid LEFT JOIN domain d ON d.domain = a.atttypid
WHERE a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum`;

/** One row of {@link estimatesQuery}. */
export interface EstimateRow {
	readonly table: number;
	readonly name: string;
	/** Share of missing values in the whole table, children included; null where not analysed as a whole. */
	readonly missing: number | null;
	/** As in `pg_stats.n_distinct`: a number, or if negative a share of the rows. */
	readonly distinct: number | null;
	/** The same share put together from the members, and the rows it stands for. */
	readonly missingOfMembers: number | null;
	readonly rowsOfMembers: number | null;
}

/** What ANALYZE estimated of every column that the login may read. */
export const estimatesQuery = `${tables}, parent AS (
	SELECT root, count(*) > 1 AS has_children FROM family GROUP BY root
), estimate AS (
	SELECT f.root, f.member = f.root AND s.inherited = p.has_children AS whole, s.inherited,
		s.attname, s.null_frac, s.n_distinct, greatest(c.reltuples, 0) AS rows
	FROM root JOIN family f ON f.root = root.oid JOIN parent p ON p.root = root.oid
		JOIN pg_class c ON c.oid = f.member JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
)
SELECT root AS table, attname::text AS name,
	max(null_frac) FILTER (WHERE whole)::float8 AS missing,
	max(n_distinct) FILTER (WHERE whole)::float8 AS distinct,
	(sum(null_frac * rows) FILTER (WHERE NOT inherited)
		/ nullif(sum(rows) FILTER (WHERE NOT inherited), 0))::float8 AS "missingOfMembers",
	sum(rows) FILTER (WHERE NOT inherited)::float8 AS "rowsOfMembers"
FROM estimate GROUP BY root, attname`;
