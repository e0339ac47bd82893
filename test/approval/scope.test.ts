import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { approvalsNeeded } from "../../scripts/approval/needed.ts";
import { approvalScopeDigest } from "../../scripts/approval/scope.ts";
import type { CatalogueField, CatalogueTable } from "../../scripts/dictionary/catalogue.ts";
import { commitTree } from "../../scripts/git/commit-tree.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { canonicalDigest, canonicalJson } from "../../scripts/governance/canonical.ts";
import { onePersonOneRole } from "../../scripts/governance/one-person.ts";
import { type Records, readRecords } from "../../scripts/records/records.ts";
import type { Concern, DictionaryEntry, Relation, SharingRequest } from "../../scripts/schema/types.ts";
import { temporaryFolder } from "../support/folder.ts";
import { confirmedKey, makeKeys, makeRecords, request } from "../support/records.ts";
import { git } from "../support/repository.ts";

let records: Records;
beforeAll(async () => {
	const folder = temporaryFolder();
	const root = makeRecords(folder, "records", makeKeys(join(folder, "keys")));
	const read = await readRecords(commitTree(openRepository(root), git(root, "rev-parse", "HEAD")));
	if (read.records === undefined) throw new Error(JSON.stringify(read.issues));
	records = read.records;
});

const concerns: readonly Concern[] = ["purpose", "people", "law", "data", "keeping"];

/** The concerns whose digest a change alters. */
function altered(change: { request?: Partial<SharingRequest>; records?: Partial<Records> }): Concern[] {
	const after = { ...request, ...change.request };
	return concerns.filter(
		(concern) =>
			approvalScopeDigest([concern], "sepsis", request, records) !==
			approvalScopeDigest([concern], "sepsis", after, { ...records, ...change.records }),
	);
}

/** The catalogue with one field of the patient table changed. */
function withField(name: string, change: (field: CatalogueField) => CatalogueField): Partial<Records> {
	const sources = records.catalogue.sources.map((source) => ({
		...source,
		tables: source.tables.map((table) => ({
			...table,
			fields: table.fields.map((field) => (field.name === name ? change(field) : field)),
		})),
	}));
	return { catalogue: { sources } };
}

const person = (id: string, change: object): Partial<Records> => ({
	people: {
		...records.people,
		people: records.people.people.map((one) => (one.id === id ? { ...one, ...change } : one)),
	},
});

describe("what an approval rests on", () => {
	it.each<[string, () => Parameters<typeof altered>[0], Concern[]]>([
		["a title", () => ({ request: { title: "Another" } }), ["purpose"]],
		["a purpose", () => ({ request: { purposes: ["DUO:0000018"] } }), ["purpose"]],
		["a member of the team", () => ({ request: { team: ["rita"] } }), ["people"]],
		["the organisation", () => ({ request: { organisation: "cardiozen" } }), ["people"]],
		["a member's confirmed age key", () => ({ records: person("tom", { ageKeys: [confirmedKey("y")] }) }), ["people"]],
		["a member's organisation", () => ({ records: person("tom", { organisation: "cardiozen" }) }), ["people"]],
		["the legal basis", () => ({ request: { law: { ...request.law, article6: "6(1)(a)" } } }), ["law"]],
		[
			"the agreement's end",
			() => ({
				records: {
					agreements: new Map([...records.agreements].map(([id, text]) => [id, { ...text, until: "2030-01-01" }])),
				},
			}),
			["law"],
		],
		[
			"the text of the terms",
			() => ({ records: { terms: new Map([["data-protection-v1", "0".repeat(64)]]) } }),
			["law"],
		],
		[
			"a table that others' conditions do not limit",
			() => ({ request: { unfilteredTables: ["clinical.visits"] } }),
			["data"],
		],
		["the cohort", () => ({ request: { cohort: [{ field: "clinical.patients.sex", is: "F" }] } }), ["data"]],
		[
			"a treatment",
			() => ({ request: { fields: request.fields.map((field) => ({ ...field, treatment: "redact" })) } }),
			["data"],
		],
		[
			"the values of a value set it uses",
			() => ({
				records: {
					vocabularies: new Map([
						...records.vocabularies,
						[
							"value-sets",
							{ schemaVersion: 1, title: "x", terms: [{ id: "known-sex", label: "x", meaning: "x", values: ["F"] }] },
						],
					]),
				},
			}),
			["data"],
		],
		[
			"a chosen field's sensitivity",
			() => ({
				records: withField("sex", (field) => ({
					...field,
					documentation: { ...field.documentation, sensitivity: "special-category" },
				})),
			}),
			["data"],
		],
		[
			"a chosen field's mark",
			() => ({
				records: withField("sex", (field) => ({
					...field,
					documentation: { ...field.documentation, helpsToIdentify: true },
				})),
			}),
			["data"],
		],
		[
			"that a chosen field is said not to help",
			() => ({
				records: withField("sex", (field) => ({
					...field,
					documentation: { ...field.documentation, helpsToIdentify: false },
				})),
			}),
			[],
		],
		[
			"a chosen field's acceptable range",
			() => ({
				records: withField("sex", (field) => ({
					...field,
					documentation: { ...field.documentation, range: { atMost: 2 } },
				})),
			}),
			["data"],
		],
		[
			"the rule of k-anonymity",
			() => ({
				records: {
					policy: {
						...records.policy,
						disclosure: { ...records.policy.disclosure, kAnonymity: { value: 2, source: "x" } },
					},
				},
			}),
			["data"],
		],
		[
			"where the source's address stands",
			() => ({
				records: {
					sources: {
						...records.sources,
						sources: records.sources.sources.map((source) => ({ ...source, connection: "OTHER_DATABASE_URL" })),
					},
				},
			}),
			["data"],
		],
		["the retention", () => ({ request: { retention: { ...request.retention, months: 13 } } }), ["keeping"]],
		[
			"the longest retention",
			() => ({ records: { policy: { ...records.policy, retention: { maxMonths: 600 } } } }),
			["keeping"],
		],
		[
			"a survey's count",
			() => ({
				records: withField("sex", (field) => ({
					...field,
					metadata: { ...field.metadata, distinct: "under 10", missing: "none" },
				})),
			}),
			[],
		],
		[
			"a field's description",
			() => ({
				records: withField("sex", (field) => ({
					...field,
					documentation: { ...field.documentation, description: "Other words" },
				})),
			}),
			[],
		],
		[
			"a field that nobody asked for",
			() => ({
				records: withField("mood", (field) => ({
					...field,
					documentation: { ...field.documentation, sensitivity: "ordinary" },
				})),
			}),
			[],
		],
		[
			"an age key that nobody confirmed",
			() => ({ records: person("tom", { ageKeys: [confirmedKey("z"), { recipient: "age1x", added: "2026-01-01" }] }) }),
			[],
		],
		["somebody else's key", () => ({ records: person("robbie", { ageKeys: [confirmedKey("y")] }) }), []],
	])("changes with %s for the roles concerned only", (_, change, expected) => {
		expect(altered(change())).toEqual(expected);
	});

	/** The digest of the data asked for with a table of visits whose rows belong to patients by what is given. */
	const withVisits = (visits: {
		readonly references?: DictionaryEntry["references"];
		readonly relations?: readonly Relation[];
		readonly path?: CatalogueTable["pathToPatient"];
	}): string => {
		const [source] = records.catalogue.sources;
		const [patients] = source?.tables ?? [];
		if (source === undefined || patients === undefined) throw new Error("no patients");
		const { references = [], relations = [], path } = visits;
		const ward = { ...(patients.fields[0] as CatalogueField), id: "clinical.visits.ward", table: "clinical.visits" };
		const table = {
			...patients,
			id: "clinical.visits",
			fields: [{ ...ward, name: "ward" }],
			metadata: { ...patients.metadata, table: "visits", references },
			...(path && { pathToPatient: path }),
		};
		const catalogue = { sources: [{ ...source, relations, tables: [...source.tables, table] }] };
		const fields = [...request.fields, { field: table.fields[0]?.id ?? "", treatment: "keep" as const, reason: "x" }];
		return approvalScopeDigest(["data"], "sepsis", { ...request, fields }, { ...records, catalogue });
	};

	it("changes with the foreign key by which rows belong to patients, whoever wrote it into the dictionary", () => {
		const key = (...fields: string[]) =>
			withVisits({
				references: [{ fields, table: "clinical.patients", to: ["site", "number"].slice(-fields.length) }],
			});
		const digests = [
			key("number"),
			key("relative"),
			key("site", "number"),
			key("site", "relative"),
			key("number", "site"),
		];
		expect(new Set(digests).size).toBe(digests.length);
		expect(key("site", "number")).toBe(key("site", "number"));
	});

	it("changes with every column of a declared relation by several, and of a path", () => {
		const ids = (table: string, columns: readonly string[]) => columns.map((name) => `clinical.${table}.${name}`);
		const related = (from: readonly string[], to: readonly string[], path?: readonly (readonly string[])[]) =>
			withVisits({
				relations: [{ from: ids("visits", from), to: ids("patients", to) }],
				...(path && { path: path.map((step) => ids("visits", step)) }),
			});
		const digests = [
			related(["site", "number"], ["site", "number"]),
			related(["site", "number"], ["number", "site"]),
			related(["site", "relative"], ["site", "number"]),
			related(["place", "number"], ["site", "number"]),
			related(["site", "number"], ["site", "relative"]),
			related(["number"], ["number"]),
			related(["site", "number"], ["site", "number"], [["site", "number"]]),
			related(["site", "number"], ["site", "number"], [["site", "relative"]]),
		];
		expect(new Set(digests).size).toBe(digests.length);
		expect(related(["site", "number"], ["site", "number"])).toBe(digests[0]);
	});

	it("changes with what policy says of objections, where the request is held to them", () => {
		const section251 = {
			...request,
			law: { ...request.law, confidentiality: { basis: "section-251", nationalOptOut: "applies" } as const },
		};
		const optOut = { anonymised: "exempt", maxListDays: { value: 7, source: "Local" } } as const;
		const exempting = { ...records, policy: { ...records.policy, optOut } };
		const [before, after] = [records, exempting].map((each) =>
			approvalScopeDigest(["data"], "sepsis", section251, each),
		);
		expect(after).not.toBe(before);
		expect(altered({ records: exempting })).toEqual([]);
	});

	it("differs between projects, so that an approval fits no other", () => {
		expect(approvalScopeDigest(concerns, "sepsis", request, records)).not.toBe(
			approvalScopeDigest(concerns, "other", request, records),
		);
	});

	it("does not depend on the order in which concerns or keys are written", () => {
		expect(approvalScopeDigest(["law", "data"], "sepsis", request, records)).toBe(
			approvalScopeDigest(["data", "law", "data"], "sepsis", request, records),
		);
		const turned = Object.fromEntries(Object.entries(request).reverse()) as unknown as SharingRequest;
		expect(approvalScopeDigest(concerns, "sepsis", turned, records)).toBe(
			approvalScopeDigest(concerns, "sepsis", request, records),
		);
	});
});

describe("the roles needed", () => {
	it("counts a field that is marked as helping to identify a person as a quasi-identifier", () => {
		const singled = { role: "department-lead", concerns: ["data"], when: ["quasi-identifier"] } as const;
		const approvals = [{ ...singled, concerns: [...singled.concerns], when: [...singled.when] }];
		const more = { policy: { ...records.policy, approvals } };
		const marked = withField("sex", ({ documentation, ...field }) => ({
			...field,
			documentation: { ...documentation, helpsToIdentify: true },
		}));
		expect(approvalsNeeded(request, { ...records, ...more })).toEqual([]);
		expect(approvalsNeeded(request, { ...records, ...more, ...marked })).toEqual([
			{ role: "department-lead", concerns: ["data"], because: "it touches fields that can single a patient out" },
		]);
	});

	it.each<[string, Partial<SharingRequest>, string[]]>([
		["an in-house request on ordinary fields", {}, ["data-custodian", "information-governance"]],
		[
			"a third party",
			{ organisation: "cardiozen" },
			["data-custodian", "information-governance", "caldicott-guardian"],
		],
		[
			"a special-category field",
			{ fields: [{ field: "clinical.patients.mood", treatment: "keep", reason: "Needed here" }] },
			["data-custodian", "information-governance", "caldicott-guardian"],
		],
		[
			"a condition on a special-category field",
			{ cohort: [{ field: "clinical.patients.mood", is: "low" }] },
			["data-custodian", "information-governance", "caldicott-guardian"],
		],
		[
			"a field that is not in the dictionary",
			{ fields: [{ field: "clinical.patients.unknown", treatment: "keep", reason: "Needed here" }] },
			["data-custodian", "information-governance", "caldicott-guardian"],
		],
		[
			"a member of the team from elsewhere",
			{ team: ["rita", "stranger"] },
			["data-custodian", "information-governance", "caldicott-guardian"],
		],
	])("follow from %s", (_, change, roles) => {
		expect(approvalsNeeded({ ...request, ...change }, records).map(({ role }) => role)).toEqual(roles);
	});
});

describe("one person for one role", () => {
	it.each<[string, string[][], (string | undefined)[]]>([
		["two people, two roles", [["a"], ["b"]], ["a", "b"]],
		["one person in both", [["a"], ["a"]], ["a", undefined]],
		["one who must make way", [["a", "b"], ["a"]], ["b", "a"]],
		["a chain of making way", [["a", "b"], ["b", "c"], ["a"], ["b"]], [undefined, "c", "a", "b"]],
		["nobody", [[], ["a"]], [undefined, "a"]],
	])("shares out %s", (_, candidates, expected) => {
		const shared = onePersonOneRole(candidates);
		expect(shared.filter((one) => one !== undefined).length).toBe(expected.filter((one) => one !== undefined).length);
		const people = shared.filter((one) => one !== undefined);
		expect(new Set(people).size).toBe(people.length);
	});
});

describe("canonical JSON", () => {
	it("is the same for the same value, and reads back as it", () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const plain = JSON.parse(JSON.stringify(value));
				expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
				expect(canonicalDigest(plain)).toBe(canonicalDigest(structuredClone(plain)));
			}),
		);
	});

	it("leaves out keys without a value", () => {
		expect(canonicalJson({ b: 1, a: undefined, c: [undefined, null] })).toBe('{"b":1,"c":[null,null]}');
	});
});
