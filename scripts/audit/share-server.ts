import { withClient } from "../database/connect.ts";
import { databaseError } from "../database/error.ts";
import type { Issue } from "../issue/issue.ts";
import { countLedger, hubDatabase, isBeingDelivered } from "../snapshot/ledger.ts";
import { findShareDatabase, listShareDatabases, listTables, shareDatabaseName } from "../snapshot/share-database.ts";
import { listShareRecords } from "../snapshot/share-record.ts";
import { shareAddress } from "./data.ts";
import { judgeShareServer, type RecordedShares, type ShareServer } from "./judge-share-server.ts";

/**
 * Lists what stands on the share server and in the ledger, and names what no record explains: see
 * {@link judgeShareServer}. Throws UserError `environment` if the server cannot be reached or read.
 */
export async function checkShareServer(
	env: Readonly<Record<string, string | undefined>>,
	recorded: RecordedShares,
): Promise<readonly Issue[]> {
	return judgeShareServer(await readShareServer(shareAddress(env), recorded.projects), recorded);
}

async function readShareServer(address: string, projects: ReadonlySet<string>): Promise<ShareServer> {
	const databases = await listShareDatabases(address);
	const shares: ShareServer["shares"][number][] = [];
	for (const project of [...projects].sort()) {
		const url = databases.includes(shareDatabaseName(project))
			? await findShareDatabase(address, shareDatabaseName(project))
			: undefined;
		if (url === undefined) continue;
		// Asked first: what a run that has ended meanwhile left behind must not look like the work of nobody.
		const isUnderWay = await isBeingDelivered(address, project);
		const found = await reading(url, `the share database of ${project}`, async (client) => ({
			tables: await listTables(client),
			copies: await listShareRecords(client),
		}));
		shares.push({ project, isUnderWay, ...found });
	}
	const hubUrl = await findShareDatabase(address, hubDatabase);
	if (hubUrl === undefined) return { databases, shares };
	const hub = await reading(hubUrl, "the ledger", async (client) => ({
		tables: await listTables(client),
		ledger: await countLedger(client),
	}));
	return { databases, shares, hub };
}

async function reading<T>(
	url: string,
	what: string,
	work: (client: Parameters<typeof listTables>[0]) => Promise<T>,
): Promise<T> {
	return withClient(url, { applicationName: "hub audit", readOnly: true }, async (client) => {
		try {
			return await work(client);
		} catch (failure) {
			throw databaseError(failure, `reading ${what}`);
		}
	});
}
