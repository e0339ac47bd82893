import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readDeliveries } from "../../scripts/delivery/read.ts";
import { signRecord } from "../../scripts/delivery/signed.ts";
import { deliveryFile, deliveryFiles } from "../../scripts/records/delivery-file.ts";
import { memoryTree } from "../../scripts/records/tree.ts";
import type { DeliveryEvent, PeopleList } from "../../scripts/schema/types.ts";
import { temporaryFolder } from "../support/folder.ts";
import { makeKey } from "../support/repository.ts";

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
			"requests/a/deliveries/0002/queries/1.json",
			"requests/a/deliveries/0002/queries/1.answer.json",
			"requests/b/deliveries/0001/manifest.json",
			"requests/b/deliveries/0001/events/2.json",
			"requests/b/deliveries/0001/events/10.json",
		];
		expect(deliveryFiles(inOrder.toSorted()).map(({ path }) => path)).toEqual(inOrder);
	});

	it.each([
		"requests/a/deliveries/0001/manifest.json.sig",
		"requests/a/deliveries/1/manifest.json",
		"requests/a/deliveries/0001/events/0.json",
		"requests/a/deliveries/0001/events/../manifest.json",
		"requests/a/b/deliveries/0001/manifest.json",
		"other/a/deliveries/0001/manifest.json",
	])("are not such as %s", (path) => {
		expect(deliveryFile(path)).toBeUndefined();
	});

	it.each([
		["where it was recorded", "requests/sepsis/deliveries/0001/events/1.json", undefined],
		["copied to another delivery", "requests/sepsis/deliveries/0002/events/1.json", /is about delivery 0001 of sepsis/],
		["copied to another project", "requests/other/deliveries/0001/events/1.json", /is about delivery 0001 of sepsis/],
	])("signed by the hub count only where they belong: %s", async (_, path, message) => {
		const tree = memoryTree("test", await signRecord("event", path, event, key.file));
		const read = readDeliveries(tree, path.split("/")[1] as string, people);
		if (message === undefined) expect(await read).toMatchObject([{ delivery: "0001", events: [{ path }] }]);
		else await expect(read).rejects.toThrow(message);
	});
});
