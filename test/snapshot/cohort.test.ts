import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quoteIdentifier } from "../../scripts/database/quote.ts";
import { clusterUrl, createDatabase } from "../support/database.ts";
import { createSource, makeRequest, onDatabase, rowsOf } from "./source-maker.ts";
import { snapshotOf, ward, wardRows } from "./ward.ts";

let url: string;
let withoutTables: string;
const reader = `reader_${randomBytes(6).toString("hex")}`;

beforeAll(async () => {
	({ url } = await createDatabase());
	await createSource(url, ward, wardRows);
	await onDatabase(url, async (client) => {
		const database = quoteIdentifier(new URL(url).pathname.slice(1));
		await client.query(`CREATE ROLE ${reader} LOGIN PASSWORD 'only-for-this-test'`);
		await client.query(
			`GRANT USAGE ON SCHEMA ward TO ${reader}; GRANT SELECT ON ALL TABLES IN SCHEMA ward TO ${reader}`,
		);
		await client.query(`REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
	});
	const address = new URL(url);
	address.username = reader;
	address.password = "only-for-this-test";
	withoutTables = address.href;
});
afterAll(async () => {
	await onDatabase(url, (client) => client.query(`DROP OWNED BY ${reader}`));
	await onDatabase(clusterUrl(), (client) => client.query(`DROP ROLE ${reader}`));
});

const request = makeRequest(
	{
		"ward.patients.patient_id": "pseudonymise",
		"ward.patients.mother_id": "pseudonymise",
		"ward.visits.patient_id": "pseudonymise",
		"ward.visits.visit_id": "pseudonymise",
		"ward.visits.arrived": "date-shift",
		"ward.results.visit_id": "pseudonymise",
		"ward.results.value": "keep",
	},
	{
		cohort: [{ field: "ward.visits.arrived", from: "2026-03-28", before: "2026-03-31" }],
		rows: { "ward.visits": [{ field: "ward.visits.ward", in: ["A", "B"] }] },
	},
);
const tables = ["patients", "visits", "results"];

describe("the cohort of a snapshot", () => {
	it("is the same where no table can be made for it", async () => {
		const [one, other] = [await snapshotOf(url, request), await snapshotOf(withoutTables, request)];
		for (const name of tables) {
			const rows = async (address: string) => rowsOf(address, `SELECT t::text FROM d0001.${name} AS t ORDER BY 1`);
			expect(await rows(other.url), name).toEqual(await rows(one.url));
		}
		expect(other.tables).toEqual(one.tables);
		expect(other.patients).toBe(one.patients);
		expect(one.patients).toBe(3);
	});

	it("is worked out once, however many tables are copied", async () => {
		const { url: source } = await createDatabase();
		await createSource(source, ward, wardRows);
		/** How often the table of consents, which only the cohort looks at, has been read. Sessions report that as they end. */
		const scans = async (): Promise<number> => {
			const counts: number[] = [];
			while (counts.length < 2 || counts.at(-1) !== counts.at(-2)) {
				await new Promise((done) => setTimeout(done, 1500));
				const [[count] = []] = await rowsOf(
					source,
					"SELECT seq_scan + coalesce(idx_scan, 0) FROM pg_stat_user_tables WHERE relname = 'consents'",
				);
				counts.push(Number(count));
			}
			return counts.at(-1) ?? 0;
		};
		const scansFor = async (fields: typeof request.fields) => {
			const before = await scans();
			await snapshotOf(source, { ...request, fields });
			return (await scans()) - before;
		};
		const ofVisits = request.fields.filter(({ field }) => field.startsWith("ward.visits."));
		expect(await scansFor(request.fields)).toBe(await scansFor(ofVisits));
	}, 60_000);

	it("is in nobody's way: nothing of it is left on the source", async () => {
		await snapshotOf(url, request);
		await expect
			.poll(() => rowsOf(url, "SELECT count(*) FROM pg_class WHERE relname = 'hub_cohort'"), { timeout: 10_000 })
			.toEqual([["0"]]);
	});
});

describe("the time limit of a statement on the source", () => {
	it("ends what takes longer, and says what was done, what the limit is and how to change it", async () => {
		const { url: source } = await createDatabase();
		await createSource(source, ward, wardRows);
		await onDatabase(source, (client) =>
			client.query(`ALTER TABLE ward.wards RENAME TO all_wards;
				CREATE VIEW ward.wards AS SELECT ward, opened FROM ward.all_wards WHERE pg_sleep(2) IS NOT NULL`),
		);
		const failing = snapshotOf(
			source,
			makeRequest({ "ward.visits.visit_id": "keep", "ward.wards.opened": "keep" }),
			undefined,
			{ source: { url: source, statementMinutes: 1 / 60 } },
		);
		await expect(failing).rejects.toMatchObject({
			exit: "environment",
			message:
				"Copying ward.wards: the source's server stopped the statement, because it took longer than 0.017 minutes or because somebody cancelled it. A higher limit is set by HUB_STATEMENT_MINUTES; run this again then.",
		});
	});

	it("does not touch what takes less", async () => {
		const share = await snapshotOf(url, makeRequest({ "ward.wards.opened": "keep" }), undefined, {
			source: { url, statementMinutes: 1 },
		});
		expect(share.tables.map(({ rows }) => rows)).toEqual([2]);
	});
});
