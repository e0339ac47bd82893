import { beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../../scripts/issue/user-error.ts";
import { planShare } from "../../scripts/plan/share-plan.ts";
import type { OptOut } from "../../scripts/schema/types.ts";
import { type OptOutListFacts, storeOptOutList } from "../../scripts/snapshot/opt-out-store.ts";
import { openShare } from "../../scripts/snapshot/share.ts";
import { findShareDatabase } from "../../scripts/snapshot/share-database.ts";
import { planDigestOf } from "../../scripts/snapshot/share-record.ts";
import { clusterUrl, createDatabase } from "../support/database.ts";
import { createSource, makePolicy, makeRecords, makeRequest, makeSource, onDatabase, rowsOf } from "./source-maker.ts";
import { newProject, now, snapshotOf } from "./ward.ts";

/** Valid numbers, as the hospital writes them: with spaces, with hyphens, and plain. */
const [one, two, three, four] = ["9990000018", "9990000026", "9990000034", "9990000042"];

/** Seven patients: 5 has no number, 6 a wrong one, 7 one that is no number; 4 objects to the hospital. */
const rows = `INSERT INTO ward.patients VALUES
	(1, '999 000 0018', 9990000018, false), (2, '999-000-0026', 9990000026, false), (3, '${three}', ${three}, false),
	(4, '${four}', ${four}, true), (5, NULL, NULL, false), (6, '9990000019', 9990000019, false), (7, 'unknown', 1111111111, NULL)`;

/** Sources of tests that run at the same time share one store, so each has an id of its own. */
function source(optOut: OptOut) {
	const id = newProject();
	const made = makeSource(
		{
			"ward.patients": {
				key: ["patient_id"],
				columns: {
					patient_id: "bigint; direct-identifier",
					nhs_number: "text; direct-identifier",
					nhs_digits: "bigint; direct-identifier",
					objects: "boolean",
				},
			},
		},
		{ id, optOut },
	);
	return { ...made, tables: made.tables.map((table) => ({ ...table, source: id })) };
}

const key = "ward.patients.nhs_number";
const day = "2026-03-29";
let url: string;
let readerUrl: string;

beforeAll(async () => {
	({ url } = await createDatabase());
	await createSource(url, source({ list: "cleared", key }), rows);
	const reader = `reader_${newProject().replaceAll("-", "_")}`;
	const database = new URL(url).pathname.slice(1);
	await rowsOf(url, `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC`);
	await rowsOf(url, `CREATE ROLE ${reader} LOGIN PASSWORD 'pass'`);
	await rowsOf(url, `GRANT CONNECT ON DATABASE "${database}" TO ${reader}`);
	await rowsOf(url, `GRANT USAGE ON SCHEMA ward TO ${reader}`);
	await rowsOf(url, `GRANT SELECT ON ALL TABLES IN SCHEMA ward TO ${reader}`);
	const address = new URL(url);
	address.username = reader;
	address.password = "pass";
	readerUrl = address.href;
});

async function load(id: string, form: OptOutListFacts["form"], numbers: readonly (string | undefined)[], date = day) {
	const facts = { source: id, form, date, digest: "d".repeat(64) };
	await storeOptOutList(clusterUrl(), form === "cleared" ? { ...facts, askedDigest: "a".repeat(64) } : facts, [
		...new Set(numbers.map(String)),
	]);
}

const policy = (maxListDays?: number) => ({
	...makePolicy(),
	...(maxListDays === undefined ? {} : { optOut: { maxListDays: { value: maxListDays, source: "test" } } }),
});

async function copied(optOut: OptOut, prepare: (id: string) => Promise<void>, from = url, days?: number) {
	const asked = source(optOut);
	await prepare(asked.id);
	const request = makeRequest({ "ward.patients.patient_id": "keep" }, { source: asked.id });
	const records = makeRecords(asked, { policy: policy(days ?? 21) });
	const share = await snapshotOf(from, request, records);
	// A copy that waits for answers goes on only if the request still has the plan that it was made by.
	expect(share.planDigest).toBe(planDigestOf(planShare(request, records)));
	const patients = await rowsOf(share.url, "SELECT patient_id FROM d0001.patients ORDER BY 1");
	return { share, patients: patients.flat().map(Number) };
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
	const failure = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (failure instanceof UserError) return `${failure.exit}: ${failure.message.replace(/test-[0-9a-f]+/g, "ward")}`;
	throw failure ?? new Error("was not refused");
}

describe.each([
	["a temporary table", () => url],
	["a setting, with a login that may make no table,", () => readerUrl],
])("a list in %s", (_, from) => {
	it("of cleared patients lets in who is on it, and nobody who was not asked about or has no valid number", async () => {
		const { share, patients } = await copied(
			{ list: "cleared", key },
			(id) => load(id, "cleared", [one, two, four]),
			from(),
		);
		expect(patients).toEqual([1, 2, 4]);
		expect(share.objections).toEqual({
			decidedBy: "objections",
			rules: [{ form: "cleared", covers: "both", date: day, digest: "d".repeat(64), askedDigest: "a".repeat(64) }],
			leftOut: 4,
		});
	});

	it("of objectors leaves out who is on it, and who has no valid number to look for", async () => {
		const { patients } = await copied({ list: "objectors", key }, (id) => load(id, "objectors", [two]), from());
		expect(patients).toEqual([1, 3, 4]);
	});

	it("that is empty leaves out nobody with a valid number", async () => {
		const { patients } = await copied({ list: "objectors", key }, (id) => load(id, "objectors", []), from());
		expect(patients).toEqual([1, 2, 3, 4]);
	});

	it("is applied beside another rule, by a number that is no text too", async () => {
		const { share, patients } = await copied(
			[
				{ field: "ward.patients.objects", covers: "local" },
				{ list: "cleared", key: "ward.patients.nhs_digits", covers: "national" },
			],
			(id) => load(id, "cleared", [one, four]),
			from(),
		);
		expect(patients).toEqual([1]);
		expect(share.objections?.leftOut).toBe(6);
	});
});

describe("a list", () => {
	it("counts on the last day that policy allows, and not on the next", async () => {
		const on = (date: string) =>
			copied({ list: "objectors", key }, (id) => load(id, "objectors", [two], date), url, 21);
		expect((await on("2026-03-08")).patients).toEqual([1, 3, 4]);
		expect(await refusalOf(on("2026-03-07"))).toMatchInlineSnapshot(
			`"held: Nothing is delivered from ward: the list of patients who object is of 7 March 2026, 22 days old, and policy allows 21. Load a new one: hub optout load ward --objectors <file> --date <day>."`,
		);
	});

	it.each([
		["is missing", async () => {}, 21, "no list of patients whom the national service has cleared has been loaded"],
		[
			"is of a day to come",
			(id: string) => load(id, "cleared", [one], "2026-03-30"),
			21,
			"the list of patients whom the national service has cleared is of a day to come, 30 March 2026",
		],
		[
			"has no limit to its age",
			(id: string) => load(id, "cleared", [one]),
			undefined,
			"the policy does not say how old the list of patients whom the national service has cleared may be",
		],
		[
			"is there of the other form only",
			(id: string) => load(id, "objectors", [one]),
			21,
			"no list of patients whom the national service has cleared has been loaded",
		],
	] as const)("stops the delivery when it %s", async (_, prepare, days, says) => {
		const asked = source({ list: "cleared", key });
		await prepare(asked.id);
		const project = newProject();
		const request = makeRequest({ "ward.patients.patient_id": "keep" }, { source: asked.id });
		const records = makeRecords(asked, { policy: policy(days) });
		const fix =
			days === undefined
				? 'Say it in requests/governance/policy.yml: "optOut: { maxListDays: … }".'
				: "Load a new one: hub optout load ward --cleared <file> --asked <file> --date <day>.";
		expect(await refusalOf(snapshotOf(url, request, records, { project }))).toBe(
			`held: Nothing is delivered from ward: ${says}. ${fix}`,
		);
		expect(await openShare(clusterUrl(), project, "0001")).toBeUndefined();
	});

	it("takes the place of the one before, all of it", async () => {
		const { patients } = await copied({ list: "cleared", key }, async (id) => {
			await load(id, "cleared", [one, two, three]);
			await load(id, "cleared", [four]);
		});
		expect(patients).toEqual([4]);
	});

	it("lies in a schema that a role of its own owns, and that nobody else may enter", async () => {
		await load(newProject(), "objectors", [one]);
		const hub = (await findShareDatabase(clusterUrl(), "hub")) ?? "";
		expect(
			await rowsOf(hub, "SELECT pg_get_userbyid(nspowner), nspacl FROM pg_namespace WHERE nspname = 'opt_out'"),
		).toEqual([["hub_opt_out", null]]);
		expect(await rowsOf(hub, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'hub_opt_out'")).toEqual([["f"]]);
	});

	it("is no part of any statement's text", async () => {
		const seen: string[] = [];
		const asked = source({ list: "cleared", key });
		await load(asked.id, "cleared", [one]);
		const request = makeRequest({ "ward.patients.patient_id": "keep" }, { source: asked.id });
		const watch = onDatabase(url, async (client) => {
			for (let round = 0; round < 40; round++) {
				const { rows: found } = await client.query("SELECT query FROM pg_stat_activity");
				seen.push(...found.map(({ query }) => String(query)));
			}
		});
		await Promise.all([watch, snapshotOf(readerUrl, request, makeRecords(asked, { policy: policy(21) }))]);
		expect(seen.filter((query) => query.includes(one ?? ""))).toEqual([]);
	});
});

describe("a copy's record", () => {
	it("says by which rule patients were left out, and how many", async () => {
		const asked = source({ field: "ward.patients.objects" });
		const request = makeRequest({ "ward.patients.patient_id": "keep" }, { source: asked.id });
		const share = await snapshotOf(url, request, makeRecords(asked), { now });
		expect(share.objections).toEqual({
			decidedBy: "objections",
			rules: [{ form: "column", covers: "both" }],
			leftOut: 2,
		});
		expect((await openShare(clusterUrl(), share.project, "0001"))?.objections).toEqual(share.objections);
	});

	it("from before objections were recorded stays readable", async () => {
		const asked = source({ field: "ward.patients.objects" });
		const request = makeRequest({ "ward.patients.patient_id": "keep" }, { source: asked.id });
		const share = await snapshotOf(url, request, makeRecords(asked));
		await rowsOf(share.url, "ALTER TABLE hub.deliveries DROP COLUMN objections");
		const { objections: _, ...older } = share;
		expect(await openShare(clusterUrl(), share.project, "0001")).toEqual(older);
	});
});
