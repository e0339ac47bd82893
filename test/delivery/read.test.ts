import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readDeliveries } from "../../scripts/delivery/read.ts";
import { signRecord } from "../../scripts/delivery/signed.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import type { GovernanceState } from "../../scripts/governance/governance.ts";
import { signedPath, signedPaths } from "../../scripts/records/paths.ts";
import type { DeliveryEvent, PeopleList } from "../../scripts/schema/types.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git, makeKey, makeRepository } from "../support/repository.ts";

const folder = temporaryFolder();
let key: { file: string; publicKey: string };
let people: PeopleList;
beforeAll(() => {
	key = makeKey(join(folder, "keys"), "hub");
	people = { schemaVersion: 1, people: [], hub: { signingKeys: [{ key: key.publicKey, added: "2026-01-01" }] } };
});

const event: DeliveryEvent = {
	schemaVersion: 1,
	project: "sepsis",
	delivery: "0001",
	event: "published",
	manifest: "a".repeat(64),
	at: "2026-03-31T09:00:00Z",
};

describe("the records of a delivery", () => {
	it("are sorted by project, delivery, kind and number", () => {
		const inOrder = [
			"requests/a/approvals/1.json",
			"requests/a/deliveries/0002/queries/1.json",
			"requests/a/deliveries/0002/queries/1.answer.json",
			"requests/b/deliveries/0001/manifest.json",
			"requests/b/deliveries/0001/events/2.json",
			"requests/b/deliveries/0001/events/10.json",
		];
		expect(signedPaths(inOrder.toSorted()).map(({ path }) => path)).toEqual(inOrder);
	});

	it.each([
		"requests/a/deliveries/0001/manifest.json.sig",
		"requests/a/deliveries/1/manifest.json",
		"requests/a/deliveries/0001/events/0.json",
		"requests/a/deliveries/0001/events/../manifest.json",
		"requests/a/b/deliveries/0001/manifest.json",
		"other/a/deliveries/0001/manifest.json",
		"requests/a/approvals/0.json",
		"requests/a/approvals/1000000.json",
	])("are not such as %s", (path) => {
		expect(signedPath(path)).toBeUndefined();
	});

	describe("count", () => {
		const root = makeRepository(temporaryFolder());
		const read = async (files: Readonly<Record<string, string | undefined>>, project = "sepsis") => {
			const head = commit(root, files);
			const history = [{ state: { inForce: { people } } as GovernanceState }];
			const judged = {
				people,
				request: { requester: "rita", team: [] },
				history,
				now: new Date("2026-04-01T00:00:00Z"),
			};
			const { deliveries, ignored } = await readDeliveries(openRepository(root), head, project, judged);
			for (const path of Object.keys(files)) git(root, "rm", "--quiet", "--", path);
			return { deliveries, ignored: ignored.map(({ file, message }) => `${file}: ${message}`) };
		};
		const filesOf = async (path: string, by = key.file) =>
			Object.fromEntries(
				[...(await signRecord("event", path, event, by))].map(([at, bytes]) => [at, bytes.toString()]),
			);

		it("where they were recorded, signed by the hub", async () => {
			const path = "requests/sepsis/deliveries/0001/events/1.json";
			const found = await read(await filesOf(path));
			expect(found).toMatchObject({ deliveries: [{ delivery: "0001", events: [{ path }] }], ignored: [] });
		});

		it.each(["requests/sepsis/deliveries/0002/events/1.json", "requests/other/deliveries/0001/events/1.json"])(
			"for nothing where they were copied to: %s",
			async (path) => {
				const found = await read(await filesOf(path), path.split("/")[1]);
				expect(found).toEqual({
					deliveries: [],
					ignored: [`${path}: this says it is about delivery 0001 of sepsis`],
				});
			},
		);

		it("for nothing where somebody else signed them, nobody did, or they are no records", async () => {
			const path = "requests/sepsis/deliveries/0001/events/1.json";
			const other = makeKey(join(folder, "keys"), "other");
			const others = await filesOf(path, other.file);
			expect(await read(others)).toMatchObject({
				deliveries: [{ events: [] }],
				ignored: [`${path}: this counts for nothing: it is not signed by the hub`],
			});
			expect(await read({ [path]: others[path] })).toMatchObject({
				ignored: [`${path}: this event has no signature beside it`],
			});
			const manifest = "requests/sepsis/deliveries/0001/manifest.json";
			expect(await read({ [manifest]: "{}" })).toEqual({
				deliveries: [],
				ignored: [`${manifest}: this is no manifest: "schemaVersion" is missing`],
			});
		});
	});
});
