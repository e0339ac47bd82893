import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { checkData } from "../../scripts/audit/data.ts";
import { connect } from "../../scripts/database/connect.ts";
import { csvFormat } from "../../scripts/package/csv.ts";
import { planShare } from "../../scripts/plan/share-plan.ts";
import type { Manifest } from "../../scripts/schema/types.ts";
import { dropShare, type Share } from "../../scripts/snapshot/share.ts";
import { createSource, makeRecords, makeRequest, onDatabase } from "../snapshot/source-maker.ts";
import { snapshotOf, ward, wardRows } from "../snapshot/ward.ts";
import { clusterUrl, createDatabase } from "../support/database.ts";

const request = makeRequest({
	"ward.patients.patient_id": "pseudonymise",
	"ward.patients.name": "keep",
	"ward.results.visit_id": "pseudonymise",
	"ward.results.value": "keep",
});
const env = { HUB_SHARE_DATABASE_URL: "" };
let url: string;
beforeAll(async () => {
	env.HUB_SHARE_DATABASE_URL = clusterUrl();
	({ url } = await createDatabase());
	await createSource(url, ward, wardRows);
});

/** A copy, and the manifest of the package that was made from it. */
async function packed(): Promise<{ share: Share; manifest: Manifest }> {
	const share = await snapshotOf(url, request);
	const plan = planShare(request, makeRecords(ward));
	const client = await connect(share.url, { applicationName: "test", readOnly: true });
	const outputs: Partial<Manifest["outputs"][number]>[] = [];
	for (const { name, file, columns, primaryKey: key } of plan.tables) {
		const hash = createHash("sha256").update(share.salt);
		for await (const chunk of csvFormat.read(client, { schema: share.schema, table: name, columns, key }))
			hash.update(chunk);
		outputs.push({ path: file, role: "data", saltedSha256: hash.digest("hex") });
	}
	await client.end();
	const { project, delivery, id } = share;
	return { share, manifest: { project, delivery, share: id, outputs } as Manifest };
}

const check = async (manifest: Manifest): Promise<string[]> => {
	const file = { path: "manifest.json", value: manifest };
	return (await checkData(env, file)).map(({ message }) => message);
};

describe("comparing the share database with a manifest", () => {
	it("finds it as it was packed", async () => {
		expect(await check((await packed()).manifest)).toEqual([]);
	});

	it("finds a value that was changed since, and names the file only", async () => {
		const { share, manifest } = await packed();
		await onDatabase(share.url, (client) =>
			client.query(
				"UPDATE d0001.patients SET name = 'Somebody' WHERE patient_id = (SELECT min(patient_id::text)::uuid FROM d0001.patients)",
			),
		);
		expect(await check(manifest)).toEqual(["data/patients.csv: the share database no longer holds what was packed"]);
	});

	it("finds a table that is gone, another copy, and no copy at all", async () => {
		const { share, manifest } = await packed();
		await onDatabase(share.url, (client) => client.query("DROP TABLE d0001.results"));
		expect(await check(manifest)).toEqual(["data/results.csv: the share database no longer holds what was packed"]);
		expect(await check({ ...manifest, share: "4b5ad8a0-3a0a-4a50-9b0e-6d1f0a2c9b11" })).toEqual([
			"the share database holds another copy than the one that was packed",
		]);
		await dropShare(clusterUrl(), share.project, share.delivery);
		expect(await check(manifest)).toEqual(["the copy in the share database is gone, so the data cannot be compared"]);
	});

	it("needs the address of the share databases", async () => {
		const file = { path: "manifest.json", value: {} as Manifest };
		await expect(checkData({}, file)).rejects.toMatchObject({
			exit: "environment",
			message: expect.stringContaining("HUB_SHARE_DATABASE_URL"),
		});
	});
});
