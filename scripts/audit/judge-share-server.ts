import { error, type Issue, warning } from "../issue/issue.ts";
import { parseDataFile } from "../plan/data-file.ts";
import type { DeliveryRecords } from "../records/deliveries.ts";
import type { LedgerCount } from "../snapshot/ledger.ts";
import { shareDatabaseName } from "../snapshot/share-database.ts";
import { quoted } from "../text/quote.ts";

/** What the records say of what may stand on the share server. */
export interface RecordedShares {
	/** Every project that has a request or a delivery. */
	readonly projects: ReadonlySet<string>;
	readonly deliveries: readonly Pick<DeliveryRecords, "project" | "delivery" | "manifest" | "queries">[];
}

/** What stands on the share server. */
export interface ShareServer {
	/** The names of all databases that are named as a project's is. */
	readonly databases: readonly string[];
	/** What the databases of recorded projects hold. */
	readonly shares: readonly ShareContents[];
	/** What the `hub` database holds; absent where there is none. */
	readonly hub?: {
		readonly tables: Tables;
		/** Undefined where the ledger's table is gone. */
		readonly ledger: readonly LedgerCount[] | undefined;
	};
}

/** What one project's share database holds. */
export interface ShareContents {
	readonly project: string;
	/** Whether a run was working on the project when this was read. */
	readonly isUnderWay: boolean;
	readonly tables: Tables;
	/** The copies that its own record names as complete. */
	readonly copies: readonly { readonly delivery: string; readonly id: string; readonly patients: number }[];
}

/** Tables by schema. */
type Tables = ReadonlyMap<string, readonly string[]>;

/** What the `hub` database may hold: the ledger, and the lists of objections. */
const hubTables: Readonly<Record<string, readonly string[]>> = {
	ledger: ["patient_deliveries"],
	opt_out: ["entries", "lists"],
	public: [],
};

/**
 * Names whatever on the share server no record explains.
 *
 * Errors, since patients' data may stand there that nobody recorded, or a record of who was in a delivery is gone:
 * - a share database of a project that has neither request nor delivery;
 * - a table or schema in a share database that is neither a recorded copy's nor the hub's own;
 * - a copy of a delivery without manifest or query, while no run works on the project;
 * - a copy that is being loaded, or rows that were held, of a delivery whose manifest or queries leave no room for it;
 * - a ledger that is gone, or without the patients of a recorded delivery, or with more or fewer than its copy has,
 *   or with those of a project that has no record;
 * - anything else in the `hub` database.
 *
 * Warnings, since a delivery comes by these in the ordinary way:
 * - a copy that waits for the answer to a query, or that a run is making now;
 * - a copy that was cut short while it was loaded, which the next run removes;
 * - patients in the ledger of a delivery that has no manifest: they are entered before the copy is checked.
 *
 * No count is told. Other databases on the server are not looked at, as it may be used for other things; and whoever
 * changes both a copy's own count and the ledger is found by the exported data alone.
 */
export function judgeShareServer(server: ShareServer, recorded: RecordedShares): readonly Issue[] {
	const known = new Set([...recorded.projects].map(shareDatabaseName));
	return [
		...server.databases
			.filter((name) => !known.has(name))
			.map((name) => stray(`the database ${quoted(name)} on the share server is of no project that has a record`)),
		...server.shares.flatMap((share) => judgeShare(share, recorded)),
		...judgeHub(server, recorded),
	];
}

function judgeShare({ project, isUnderWay, tables, copies }: ShareContents, { deliveries }: RecordedShares): Issue[] {
	const issues: Issue[] = [];
	const own = new Map(deliveries.filter((one) => one.project === project).map((one) => [one.delivery, one]));
	const where = `the share database of ${project}`;
	const seen = new Set<string>();
	/** A copy without a manifest is explained by a query that waits, or by a run. */
	const unrecorded = (delivery: string, what: string): void => {
		if ((own.get(delivery)?.queries.length ?? 0) > 0) {
			issues.push(passing(`${where} holds ${what} ${delivery}, which waits for the answer to a query`));
		} else if (isUnderWay) issues.push(passing(`${where} holds ${what} ${delivery}, which a run is making now`));
		else issues.push(stray(`${where} holds ${what} ${delivery}, which no record explains`));
	};
	for (const [schema, found] of tables) {
		const [, delivery = "", kind = ""] = /^d(\d{4})(|_loading|_held)$/.exec(schema) ?? [];
		const records = own.get(delivery);
		if (delivery === "") {
			const expected = schema === "hub" ? ["deliveries"] : [];
			if (schema === "hub" || schema === "public") issues.push(...strayTables(where, schema, found, expected));
			else issues.push(stray(`${where} holds a schema ${quoted(schema)} that no record explains`));
		} else if (kind === "_held") {
			// Rows that were held stay until their copy is removed; a recorded delivery has them only after a query.
			if (records?.manifest === undefined) unrecorded(delivery, "rows held of delivery");
			else if (records.queries.length === 0)
				issues.push(stray(`${where} holds rows of delivery ${delivery} apart, and no query was ever asked about it`));
		} else if (kind === "_loading") {
			if (records?.manifest === undefined)
				issues.push(passing(`${where} holds a part of delivery ${delivery}: a run is copying it, or was cut short`));
			else issues.push(stray(`${where} holds a second copy of delivery ${delivery}, which is recorded already`));
		} else if (records?.manifest === undefined) {
			seen.add(delivery);
			unrecorded(delivery, "a copy of delivery");
		} else {
			const packed = records.manifest.value.outputs.flatMap(({ path }) => parseDataFile(path)?.table ?? []);
			issues.push(...strayTables(where, schema, found, packed));
		}
	}
	for (const { delivery } of copies) {
		if (!seen.has(delivery) && own.get(delivery)?.manifest === undefined)
			unrecorded(delivery, "a note of a copy of delivery");
	}
	return issues;
}

function judgeHub({ hub, shares }: ShareServer, { projects, deliveries }: RecordedShares): Issue[] {
	const manifests = deliveries.flatMap(({ manifest }) => manifest ?? []);
	if (hub?.ledger === undefined && manifests.length > 0) {
		const fix = "Restore the hub database from its backup. Until then nobody can tell in which delivery a patient was.";
		return [error("ledger", [], "the ledger on the share server is gone, and deliveries are recorded", fix)];
	}
	if (hub === undefined) return [];
	const ledger = hub.ledger ?? [];
	const issues: Issue[] = [];
	for (const [schema, found] of hub.tables) {
		const expected = Object.hasOwn(hubTables, schema) ? hubTables[schema] : undefined;
		if (expected !== undefined) issues.push(...strayTables("the hub database", schema, found, expected));
		else issues.push(stray(`the hub database holds a schema ${quoted(schema)} that the hub did not make`));
	}
	for (const { path, value } of manifests) {
		const entered = ledger.filter(({ project, delivery }) => project === value.project && delivery === value.delivery);
		const entry = entered.find(({ share }) => share === value.share);
		const copy = shares
			.find(({ project }) => project === value.project)
			?.copies.find(({ delivery, id }) => delivery === value.delivery && id === value.share);
		const message =
			entry === undefined
				? "the ledger holds none of the patients of this delivery"
				: copy !== undefined && copy.patients !== entry.patients
					? "the ledger holds more or fewer patients of this delivery than its copy has"
					: entered.length > 1
						? "the ledger holds patients of another copy of this delivery, too"
						: undefined;
		if (message === undefined) continue;
		const fix = "Compare with the backups of the hub database: rows were deleted or added since.";
		issues.push({ ...error("ledger", [], message, fix), file: path });
	}
	const recordedKeys = new Set(manifests.map(({ value }) => `${value.project}/${value.delivery}`));
	const others = Map.groupBy(
		ledger.filter(({ project, delivery }) => !recordedKeys.has(`${project}/${delivery}`)),
		({ project, delivery }) => `${quoted(delivery)} of ${quoted(project)}`,
	);
	for (const [name, [first]] of others) {
		issues.push(
			projects.has(first?.project ?? "")
				? warning("share-server", [], `the ledger holds patients of delivery ${name}, which has no manifest`)
				: stray(`the ledger holds patients of delivery ${name}, a project that has no record`),
		);
	}
	return issues;
}

function strayTables(where: string, schema: string, found: readonly string[], expected: readonly string[]): Issue[] {
	return found
		.filter((table) => !expected.includes(table))
		.map((table) => stray(`${where} holds a table ${quoted(`${schema}.${table}`)} that no record explains`));
}

/** Something that no record explains. */
function stray(message: string): Issue {
	const fix =
		"Fetch the newest records and verify again. If it is named still, keep it as evidence and find out who made it.";
	return error("share-server", [], message, fix);
}

/** Something that a delivery comes by in the ordinary way. */
function passing(message: string): Issue {
	return warning("share-server", [], message, "The next run of hub deliver goes on from there.");
}
