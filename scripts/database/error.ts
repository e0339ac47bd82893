import { type ExitCode, UserError } from "../issue/user-error.ts";

/** What a kind of database error means to the person at the keyboard. */
interface Condition {
	readonly means: string;
	readonly fix?: string;
	readonly exit: ExitCode;
}

const environment = "environment" as const;

/**
 * Conditions by SQLSTATE, by its class (first two characters), or by Node's code for a connection
 * that failed. The exact code counts before the class.
 * Source: PostgreSQL manual, appendix A "PostgreSQL Error Codes".
 */
const conditions: Readonly<Record<string, Condition>> = {
	ECONNREFUSED: {
		means: "nothing listens there",
		fix: "Check the host and port, and that the server runs.",
		exit: environment,
	},
	ENOTFOUND: { means: "there is no such host", fix: "Check the host's name.", exit: environment },
	EAI_AGAIN: { means: "the host's name could not be looked up", fix: "Check the network.", exit: environment },
	ETIMEDOUT: { means: "the server did not answer in time", fix: "Check the network and firewall.", exit: environment },
	EHOSTUNREACH: { means: "the host cannot be reached", fix: "Check the network.", exit: environment },
	ENETUNREACH: { means: "the host cannot be reached", fix: "Check the network.", exit: environment },
	ECONNRESET: { means: "the connection was lost", fix: "Run it again once the server is back.", exit: environment },
	EPIPE: { means: "the connection was lost", fix: "Run it again once the server is back.", exit: environment },
	"08": { means: "the connection failed", fix: "Run it again once the server is back.", exit: environment },
	"22": { means: "a value does not fit its type", exit: "failed" },
	"23": { means: "a row does not meet a constraint", exit: "failed" },
	"25006": {
		means: "the database allows reading only",
		fix: "Give the address of a server that takes writes, and of a login that may write.",
		exit: environment,
	},
	"28": {
		means: "the login was refused",
		fix: "Check the login's name and password, and the server's pg_hba.conf.",
		exit: environment,
	},
	"3D000": { means: "there is no such database", fix: "Check the database's name in the address.", exit: environment },
	"3F000": { means: "there is no such schema", exit: environment },
	"40": { means: "another transaction was in the way", fix: "Run it again.", exit: environment },
	"42501": {
		means: "the login lacks a right",
		fix: "Ask the database's administrator to grant it.",
		exit: environment,
	},
	"42P01": {
		means: "a table is not there, or not visible to this login",
		fix: "Check that the dictionary is current: hub survey --check.",
		exit: environment,
	},
	"42703": {
		means: "a column is not there",
		fix: "Check that the dictionary is current: hub survey --check.",
		exit: environment,
	},
	"42": { means: "the statement does not fit the database", exit: "failed" },
	"53100": {
		means: "the server's disk is full",
		fix: "Make room on the database server and run it again.",
		exit: environment,
	},
	"53300": {
		means: "the server has no free connection",
		fix: "Run it again later, or raise max_connections.",
		exit: environment,
	},
	"53": { means: "the server has run out of a resource", fix: "Ask the database's administrator.", exit: environment },
	"55P03": { means: "a lock was not free in time", fix: "Run it again.", exit: environment },
	"55006": { means: "the object is in use", fix: "Run it again when no one else uses it.", exit: environment },
	"57014": {
		means: "the statement was cancelled",
		fix: "Run it again; someone or a time limit ended it.",
		exit: environment,
	},
	"57": {
		means: "the server was stopped or is starting",
		fix: "Run it again once the server is back.",
		exit: environment,
	},
	"58": {
		means: "the server could not read or write its files",
		fix: "Ask the database's administrator.",
		exit: environment,
	},
	XX: {
		means: "the server reports an error in itself",
		fix: "Ask the database's administrator to look at its log.",
		exit: environment,
	},
};

/** The fields of PostgreSQL's error that hold names only; all others can quote a patient's values. */
const nameFields = ["schema", "table", "column", "dataType", "constraint"] as const;
const nameLabels = { schema: "schema", table: "table", column: "column", dataType: "type", constraint: "constraint" };

/**
 * Turns whatever a database call threw into an error that may be shown and logged: it says what was
 * being done, what kind of problem it was and which named objects took part, but never what the
 * server wrote, since its messages, details and statements quote values.
 *
 * @param doing What was being done, such as `reading the table clinical.visit`.
 * @throws the error itself when it is a mistake in our own code, which wants its stack.
 */
export function databaseError(error: unknown, doing: string): UserError {
	if (error instanceof UserError) return error;
	for (const mistake of [TypeError, RangeError, ReferenceError, SyntaxError]) if (error instanceof mistake) throw error;
	const { code, names } = valueFree(error);
	const condition = conditions[code] ?? conditions[code.slice(0, 2)];
	const means =
		condition?.means ?? (code === "" ? "the connection failed or was lost" : "an unexpected database error");
	const where = names.length > 0 ? ` (${names.join(", ")})` : "";
	const number = code === "" ? "" : ` [${code}]`;
	const fix = condition?.fix === undefined ? "" : ` ${condition.fix}`;
	const exit = condition?.exit ?? (code === "" ? environment : "failed");
	return new UserError(exit, `${capitalised(doing)}: ${means}${where}${number}.${fix}`);
}

function valueFree(error: unknown): { code: string; names: string[] } {
	const fields = (typeof error === "object" && error !== null ? error : {}) as Readonly<Record<string, unknown>>;
	const code = String(fields.code ?? firstOf(fields.errors)?.code ?? "");
	const names = nameFields.flatMap((field) => (fields[field] ? [`${nameLabels[field]} ${fields[field]}`] : []));
	return { code: /^[A-Z0-9_]{2,40}$/.test(code) ? code : "", names };
}

// Node tries each address of a host and reports all failures together.
function firstOf(errors: unknown): { code?: unknown } | undefined {
	return Array.isArray(errors) ? errors[0] : undefined;
}

function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
