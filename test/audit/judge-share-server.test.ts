import { describe, expect, it } from "vitest";
import {
	judgeShareServer,
	type RecordedShares,
	type ShareContents,
	type ShareServer,
} from "../../scripts/audit/judge-share-server.ts";

type Recorded = RecordedShares["deliveries"][number];

const outputs = [{ path: "data/patients.csv" }, { path: "readme.txt" }];

/** A recorded delivery; only what the judgement needs stands in its manifest. */
function recorded(delivery: string, more: { manifest?: boolean; queries?: number } = {}): Recorded {
	const { manifest = true, queries = 0 } = more;
	const value = { project: "sepsis", delivery, share: `share-${delivery}`, outputs };
	return {
		project: "sepsis",
		delivery,
		...(manifest ? { manifest: { path: `deliveries/${delivery}/manifest.json`, value } } : {}),
		queries: Array.from({ length: queries }, () => ({})),
	} as unknown as Recorded;
}

const copyOf = (delivery: string) => ({ delivery, id: `share-${delivery}`, patients: 12 });
const entryOf = (delivery: string, more: object = {}) => ({
	...{ project: "sepsis", delivery, share: `share-${delivery}`, patients: 12 },
	...more,
});

/** The share server as one recorded delivery leaves it, with changes. */
function server(share: Partial<ShareContents> = {}, more: Partial<ShareServer> = {}): ShareServer {
	const tables = { hub: ["deliveries"], public: [], d0001: ["patients"] };
	return {
		databases: ["share_sepsis"],
		shares: [
			{
				...{ project: "sepsis", isUnderWay: false, copies: [copyOf("0001")] },
				...share,
				tables: new Map([...Object.entries(tables), ...(share.tables ?? [])]),
			},
		],
		hub: { tables: new Map([["ledger", ["patient_deliveries"]]]), ledger: [entryOf("0001")] },
		...more,
	};
}

const hub = (ledger: ReturnType<typeof entryOf>[] | undefined, tables: [string, string[]][] = []): ShareServer =>
	server({}, { hub: { tables: new Map(tables), ledger } });

const judge = (found: ShareServer, deliveries: Recorded[] = [recorded("0001")]): string[] =>
	judgeShareServer(found, { projects: new Set(["sepsis"]), deliveries }).map(
		({ severity, message }) => `${severity}: ${message}`,
	);

describe("what stands on the share server", () => {
	it("is explained where it is what a delivery left", () => {
		expect(judge(server())).toEqual([]);
		expect(judge({ databases: [], shares: [] }, [])).toEqual([]);
	});

	it.each<[string, ShareServer, string]>([
		[
			"a database of no project",
			server({}, { databases: ["share_sepsis", "share_heart"] }),
			'the database "share_heart" on the share server is of no project that has a record',
		],
		[
			"a schema beside the copies",
			server({ tables: new Map([["mine", []]]) }),
			'the share database of sepsis holds a schema "mine" that no record explains',
		],
		[
			"a schema that is only almost a copy's",
			server({ tables: new Map([["d00001", []]]) }),
			'the share database of sepsis holds a schema "d00001" that no record explains',
		],
		[
			"a table among the hub's own",
			server({ tables: new Map([["public", ["a"]]]) }),
			'the share database of sepsis holds a table "public.a" that no record explains',
		],
		[
			"a table in a copy that its manifest does not name",
			server({ tables: new Map([["d0001", ["patients", "visits"]]]) }),
			'the share database of sepsis holds a table "d0001.visits" that no record explains',
		],
		[
			"a copy of a delivery that is not recorded",
			server({ tables: new Map([["d0002", ["patients"]]]), copies: [copyOf("0001"), copyOf("0002")] }),
			"the share database of sepsis holds a copy of delivery 0002, which no record explains",
		],
		[
			"a note of a copy that is not recorded",
			server({ copies: [copyOf("0001"), copyOf("0002")] }),
			"the share database of sepsis holds a note of a copy of delivery 0002, which no record explains",
		],
		[
			"held rows of a delivery that is not recorded",
			server({ tables: new Map([["d0002_held", ["finding_1"]]]) }),
			"the share database of sepsis holds rows held of delivery 0002, which no record explains",
		],
		[
			"held rows of a delivery that had no query",
			server({ tables: new Map([["d0001_held", ["finding_1"]]]) }),
			"the share database of sepsis holds rows of delivery 0001 apart, and no query was ever asked about it",
		],
		[
			"a second copy of a recorded delivery",
			server({ tables: new Map([["d0001_loading", ["patients"]]]) }),
			"the share database of sepsis holds a second copy of delivery 0001, which is recorded already",
		],
	])("is an error where it is %s", (_, found, message) => {
		expect(judge(found)).toEqual([`error: ${message}`]);
	});

	it("is only a warning where a query waits, a run works on it, or one was cut short while it copied", () => {
		const second = server({ tables: new Map([["d0002", ["patients"]]]), copies: [copyOf("0001"), copyOf("0002")] });
		const held = server({ tables: new Map([["d0002_held", ["finding_1"]]]) });
		const waiting = [recorded("0001"), recorded("0002", { manifest: false, queries: 1 })];
		expect(judge(second, waiting)).toEqual([
			"warning: the share database of sepsis holds a copy of delivery 0002, which waits for the answer to a query",
		]);
		expect(judge(held, waiting)).toEqual([
			"warning: the share database of sepsis holds rows held of delivery 0002, which waits for the answer to a query",
		]);
		const [contents] = second.shares as [ShareContents];
		expect(judge({ ...second, shares: [{ ...contents, isUnderWay: true }] })).toEqual([
			"warning: the share database of sepsis holds a copy of delivery 0002, which a run is making now",
		]);
		expect(judge(server({ tables: new Map([["d0002_loading", []]]) }))).toEqual([
			"warning: the share database of sepsis holds a part of delivery 0002: a run is copying it, or was cut short",
		]);
	});

	it("is explained where rows were held until a query was answered", () => {
		const held = server({ tables: new Map([["d0001_held", ["finding_1"]]]) });
		expect(judge(held, [recorded("0001", { queries: 1 })])).toEqual([]);
	});
});

describe("the ledger", () => {
	it.each<[string, ShareServer, string]>([
		["no ledger", hub(undefined), "the ledger on the share server is gone, and deliveries are recorded"],
		["none of a delivery's patients", hub([]), "the ledger holds none of the patients of this delivery"],
		[
			"patients of another copy only",
			hub([entryOf("0001", { share: "another" })]),
			"the ledger holds none of the patients of this delivery",
		],
		[
			"patients of another copy too",
			hub([entryOf("0001"), entryOf("0001", { share: "another" })]),
			"the ledger holds patients of another copy of this delivery, too",
		],
		[
			"one patient fewer",
			hub([entryOf("0001", { patients: 11 })]),
			"the ledger holds more or fewer patients of this delivery than its copy has",
		],
		[
			"one patient more",
			hub([entryOf("0001", { patients: 13 })]),
			"the ledger holds more or fewer patients of this delivery than its copy has",
		],
		[
			"patients of a project without a record",
			hub([entryOf("0001"), entryOf("0001", { project: "heart" })]),
			'the ledger holds patients of delivery "0001" of "heart", a project that has no record',
		],
		[
			"a schema of its own beside it",
			hub([entryOf("0001")], [["copy", ["patients"]]]),
			'the hub database holds a schema "copy" that the hub did not make',
		],
		[
			"a table beside it",
			hub([entryOf("0001")], [["ledger", ["patient_deliveries", "copy"]]]),
			'the hub database holds a table "ledger.copy" that no record explains',
		],
	])("is an error with %s", (_, found, message) => {
		expect(judge(found)).toEqual([`error: ${message}`]);
	});

	it("is an error where the whole database is gone, and none where nothing is recorded", () => {
		const { databases, shares } = server();
		expect(judge({ databases, shares })).toEqual([
			"error: the ledger on the share server is gone, and deliveries are recorded",
		]);
		expect(judge({ databases: [], shares: [] }, [recorded("0001", { manifest: false, queries: 1 })])).toEqual([]);
	});

	it("is not compared with a copy that is gone, and warns of a delivery without manifest", () => {
		const { shares } = server({ copies: [], tables: new Map() });
		expect(judge({ ...hub([entryOf("0001"), entryOf("0002")]), shares })).toEqual([
			'warning: the ledger holds patients of delivery "0002" of "sepsis", which has no manifest',
		]);
	});

	it("has no count told of it", () => {
		expect(judge(hub([entryOf("0001", { patients: 4711 })])).join()).not.toMatch(/4711|12/);
	});
});
