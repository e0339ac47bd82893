import { readFile, stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import { error, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";

/** What the machine that makes deliveries has been given, checked as far as it can be without using it. */
export interface RunnerConfiguration {
	/** Address of a login that may create databases on the share server. */
	readonly shareUrl: string;
	/** Key of the ledger's digests, 32 bytes. */
	readonly ledgerKey: Buffer;
	/** Folder of the projects' wrapped keys. */
	readonly keysFolder: string;
	/** File with the hub's own secret age key, which unwraps the projects' keys. */
	readonly ageIdentityFile: string;
	/** File with the hub's SSH private key. */
	readonly signingKeyFile: string;
	/** Folder in which packages are made. */
	readonly stagingFolder: string;
	/** Folder in which recipients find packages. */
	readonly outboxFolder: string;
	/** Connection addresses of the sources, by the name of their environment variable. */
	readonly sources: ReadonlyMap<string, string>;
	/** The longest that one statement on a source may take, in minutes. */
	readonly statementMinutes: number;
}

/** The runner's own environment variables: what each is and how it is checked. */
export const runnerVariables = {
	HUB_SHARE_DATABASE_URL: {
		kind: "address",
		what: "the address of the share server, with a login that may create databases",
	},
	HUB_LEDGER_KEY_FILE: { kind: "secret", what: "the file with the ledger's key: 64 hexadecimal digits" },
	HUB_KEYS_DIR: { kind: "path", what: "the folder of the projects' keys" },
	HUB_AGE_IDENTITY_FILE: { kind: "secret", what: "the file with the hub's secret age key" },
	HUB_SIGNING_KEY_FILE: { kind: "secret", what: "the file with the hub's SSH private key" },
	HUB_STAGING_DIR: { kind: "folder", what: "the folder in which packages are made" },
	HUB_OUTBOX_DIR: { kind: "folder", what: "the folder in which recipients find their packages" },
} as const satisfies Record<string, { kind: "address" | "secret" | "folder" | "path"; what: string }>;

/** The variable of the time limit, which need not be set, and the limit where it is not. */
export const statementLimit = { variable: "HUB_STATEMENT_MINUTES", minutes: 30, most: 1440 } as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the runner's configuration from its environment and reports everything that is wrong with it
 * at once, by the variables' names and never by what they hold.
 *
 * @param sources the variables that hold the sources' addresses, as `dictionary/sources.yml` names them
 * @throws UserError `environment`
 */
export async function runnerConfiguration(env: Environment, sources: readonly string[]): Promise<RunnerConfiguration> {
	const problems: Issue[] = [];
	const report = (name: string, message: string, fix: string) =>
		problems.push(error("configuration", [], `${name} ${message}`, fix));
	const read = (name: string, what: string): string => {
		const value = env[name]?.trim() ?? "";
		if (value === "") report(name, "is not set", `Set it to ${what}.`);
		return value;
	};
	const values = new Map<string, string>();
	for (const [name, { kind, what }] of Object.entries(runnerVariables)) {
		const value = read(name, what);
		values.set(name, value);
		if (value === "") continue;
		const problem = (kind === "address" ? undefined : await checks.path(value)) ?? (await checks[kind](value));
		if (problem !== undefined) report(name, problem.message, problem.fix);
	}
	const addresses = new Map<string, string>();
	for (const name of new Set(sources)) {
		const address = read(name, "the address of the source's database, with a login that may only read");
		const problem = address === "" ? undefined : await checks.address(address);
		if (problem !== undefined) report(name, problem.message, problem.fix);
		addresses.set(name, address);
	}
	const statementMinutes = readStatementMinutes(env);
	if (statementMinutes === undefined) {
		report(
			statementLimit.variable,
			`is not a whole number from 1 to ${statementLimit.most}`,
			`Set it to the most minutes that one statement on a source may take, or leave it out for ${statementLimit.minutes}.`,
		);
	}
	const valueFor = (name: keyof typeof runnerVariables): string => values.get(name) ?? "";
	const ledgerKey = problems.length > 0 ? undefined : await readLedgerKey(valueFor("HUB_LEDGER_KEY_FILE"));
	if (ledgerKey === undefined && problems.length === 0) {
		report(
			"HUB_LEDGER_KEY_FILE",
			"does not name a file of 64 hexadecimal digits",
			"Use the key that the ledger was begun with.",
		);
	}
	if (ledgerKey === undefined || statementMinutes === undefined) {
		throw new UserError("environment", "This machine is not set up to make deliveries.", problems);
	}
	return {
		shareUrl: valueFor("HUB_SHARE_DATABASE_URL"),
		ledgerKey,
		keysFolder: valueFor("HUB_KEYS_DIR"),
		ageIdentityFile: valueFor("HUB_AGE_IDENTITY_FILE"),
		signingKeyFile: valueFor("HUB_SIGNING_KEY_FILE"),
		stagingFolder: valueFor("HUB_STAGING_DIR"),
		outboxFolder: valueFor("HUB_OUTBOX_DIR"),
		sources: addresses,
		statementMinutes,
	};
}

function readStatementMinutes(env: Environment): number | undefined {
	const { variable, minutes, most } = statementLimit;
	const text = env[variable]?.trim() ?? "";
	if (text === "") return minutes;
	const number = /^\d{1,4}$/.test(text) ? Number(text) : 0;
	return number >= 1 && number <= most ? number : undefined;
}

interface Problem {
	readonly message: string;
	readonly fix: string;
}

const checks = {
	address: async (value: string): Promise<Problem | undefined> => {
		const protocol = URL.canParse(value) ? new URL(value).protocol : "";
		if (protocol === "postgresql:" || protocol === "postgres:") return undefined;
		return { message: "is no database address", fix: "Write postgresql://login:password@host:port/database." };
	},
	path: async (value: string): Promise<Problem | undefined> =>
		isAbsolute(value)
			? undefined
			: { message: "is not a whole path", fix: "Begin it with a slash, so that it means the same everywhere." },
	folder: async (value: string): Promise<Problem | undefined> => {
		const found = await stat(value).catch(() => undefined);
		// Never made here: an absent folder is more likely a disk that is not there.
		return found?.isDirectory()
			? undefined
			: { message: "does not name a folder that is there", fix: "Make it, for the hub's own user only." };
	},
	secret: async (value: string): Promise<Problem | undefined> => {
		const found = await stat(value).catch(() => undefined);
		if (!found?.isFile()) return { message: "does not name a file that is there", fix: "Name the key's file." };
		return (found.mode & 0o077) === 0
			? undefined
			: { message: "names a file that others may read", fix: "Take the right from them: chmod 600." };
	},
};

async function readLedgerKey(file: string): Promise<Buffer | undefined> {
	const text = (await readFile(file, "latin1")).trim();
	return /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, "hex") : undefined;
}
