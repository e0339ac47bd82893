import pg from "pg";

/** How large a generated database is. */
export interface DatabaseSize {
	readonly tables: number;
	readonly columns: number;
	readonly references: number;
}

const types = ["integer", "text", "date", "numeric(8,2)", "timestamptz", "boolean", "varchar(40)", "uuid"] as const;
const tablesInTransaction = 100;

/**
 * Fills an empty database with as many tables, columns and foreign keys, in schemas `s1` to `s4`, always the same, each
 * table with a key of its own and a comment. The patients are `s1.t0`.
 */
export async function generateDatabase(url: string, size: DatabaseSize): Promise<void> {
	const client = new pg.Client(url);
	await client.connect();
	try {
		await client.query("CREATE SCHEMA s1; CREATE SCHEMA s2; CREATE SCHEMA s3; CREATE SCHEMA s4");
		for (let from = 0; from < size.tables; from += tablesInTransaction) {
			const numbers = Array.from({ length: Math.min(tablesInTransaction, size.tables - from) }, (_, at) => from + at);
			await client.query(numbers.map((number) => tableSql(number, size)).join(""));
		}
		await client.query("INSERT INTO s1.t0 (t0_id) SELECT generate_series(1, 100); ANALYZE");
	} finally {
		await client.end();
	}
}

/** The name of a table, with its schema. */
function nameOf(number: number): string {
	return `s${(number % 4) + 1}.t${number}`;
}

function tableSql(number: number, { tables, columns, references }: DatabaseSize): string {
	const share = (all: number, at: number, of: number) =>
		Math.floor(((at + 1) * all) / of) - Math.floor((at * all) / of);
	// A table refers only to tables before it, so the first to none.
	const referring = number === 0 ? 0 : share(references, number - 1, tables - 1);
	const targets = Array.from({ length: referring }, (_, at) => (number * 7 + at * 13) % number);
	const rest = Math.max(0, share(columns, number, tables) - 1 - referring);
	const name = nameOf(number);
	const lines = [
		`t${number}_id integer PRIMARY KEY`,
		...targets.map((target, at) => `r${at}_id integer REFERENCES ${nameOf(target)}`),
		...Array.from({ length: rest }, (_, at) => `c${at} ${types[(number + at) % types.length]}`),
	];
	const comments = rest > 0 ? `COMMENT ON COLUMN ${name}.c0 IS 'What was measured, number ${number}.';` : "";
	return `CREATE TABLE ${name} (${lines.join(", ")}); COMMENT ON TABLE ${name} IS 'Table number ${number}.'; ${comments}`;
}
