import { beforeAll, describe, expect, it } from "vitest";
import type { RecordedShares } from "../../scripts/audit/judge-share-server.ts";
import { checkShareServer } from "../../scripts/audit/share-server.ts";
import { withProjectLock } from "../../scripts/snapshot/ledger.ts";
import type { Share } from "../../scripts/snapshot/share.ts";
import { databaseUrl, shareDatabaseName } from "../../scripts/snapshot/share-database.ts";
import { createSource, makeRequest, onDatabase } from "../snapshot/source-maker.ts";
import { newProject, snapshotOf, ward, wardRows } from "../snapshot/ward.ts";
import { clusterUrl, createDatabase } from "../support/database.ts";

const request = makeRequest({ "ward.patients.patient_id": "pseudonymise", "ward.patients.name": "keep" });
let source: string;
beforeAll(async () => {
	source = (await createDatabase()).url;
	await createSource(source, ward, wardRows);
});

/** What is recorded of a copy, as far as it is compared. */
const recordOf = ({ project, delivery, id }: Share) =>
	({
		project,
		delivery,
		manifest: {
			path: "manifest.json",
			value: { project, delivery, share: id, outputs: [{ path: "data/patients.csv" }] },
		},
		queries: [],
	}) as unknown as RecordedShares["deliveries"][number];

/** The findings about one project: other tests have projects on this server that are none of these records'. */
async function findings(project: string, deliveries: RecordedShares["deliveries"]): Promise<string[]> {
	const env = { HUB_SHARE_DATABASE_URL: clusterUrl() };
	const found = await checkShareServer(env, { projects: new Set([project]), deliveries });
	return found
		.filter(({ file, message }) => file !== undefined || message.includes(project))
		.map(({ severity, message }) => `${severity}: ${message.replaceAll(project, "PROJECT")}`);
}

describe("the share server", () => {
	it("is as the records say after a delivery", async () => {
		const share = await snapshotOf(source, request);
		expect(await findings(share.project, [recordOf(share)])).toEqual([]);
	});

	it("shows what no record explains: a copy, a schema, a table, a database", async () => {
		const share = await snapshotOf(source, request);
		await onDatabase(share.url, async (client) => {
			await client.query(
				"CREATE SCHEMA mine; CREATE TABLE public.list (a text); CREATE VIEW d0001.names AS SELECT 1 AS a",
			);
			await client.query("CREATE SCHEMA empty");
		});
		expect(await findings(share.project, [recordOf(share)])).toEqual([
			'error: the share database of PROJECT holds a table "d0001.names" that no record explains',
			'error: the share database of PROJECT holds a schema "empty" that no record explains',
			'error: the share database of PROJECT holds a schema "mine" that no record explains',
			'error: the share database of PROJECT holds a table "public.list" that no record explains',
		]);
		const other = newProject();
		await onDatabase(clusterUrl(), (client) => client.query(`CREATE DATABASE "${shareDatabaseName(other)}"`));
		const env = { HUB_SHARE_DATABASE_URL: clusterUrl() };
		const found = await checkShareServer(env, { projects: new Set(), deliveries: [] });
		for (const project of [other, share.project]) {
			const message = `the database "${shareDatabaseName(project)}" on the share server is of no project that has a record`;
			expect(found).toContainEqual(expect.objectContaining({ severity: "error", message }));
		}
	});

	it("may have a copy without a record only while a run works on the project", async () => {
		const share = await snapshotOf(source, request);
		const { project } = share;
		const unrecorded = 'the ledger holds patients of delivery "0001" of "PROJECT", which has no manifest';
		expect(await findings(project, [])).toEqual([
			"error: the share database of PROJECT holds a copy of delivery 0001, which no record explains",
			`warning: ${unrecorded}`,
		]);
		await withProjectLock(clusterUrl(), project, async () => {
			expect(await findings(project, [])).toEqual([
				"warning: the share database of PROJECT holds a copy of delivery 0001, which a run is making now",
				`warning: ${unrecorded}`,
			]);
		});
	});

	it("shows rows that were deleted from the ledger, some or all", async () => {
		const share = await snapshotOf(source, request);
		const hub = databaseUrl(clusterUrl(), "hub");
		const patients = "FROM ledger.patient_deliveries WHERE project = $1";
		await onDatabase(hub, (client) =>
			client.query(`DELETE ${patients} AND patient_digest = (SELECT min(patient_digest) ${patients})`, [share.project]),
		);
		expect(await findings(share.project, [recordOf(share)])).toEqual([
			"error: the ledger holds more or fewer patients of this delivery than its copy has",
		]);
		await onDatabase(hub, (client) => client.query(`DELETE ${patients}`, [share.project]));
		expect(await findings(share.project, [recordOf(share)])).toEqual([
			"error: the ledger holds none of the patients of this delivery",
		]);
	});
});
