import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { projectApprovals } from "../../scripts/approval/project.ts";
import { recordsReading } from "../../scripts/approval/records-reading.ts";
import { statementDifferences } from "../../scripts/audit/statement.ts";
import { verifyRecords } from "../../scripts/audit/verify.ts";
import { recipientsOf } from "../../scripts/delivery/recipients.ts";
import { manifestRules, type Statement, statementOf } from "../../scripts/delivery/statement.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { planShare } from "../../scripts/plan/share-plan.ts";
import { requestPath } from "../../scripts/records/paths.ts";
import { failedRangeSays, passedRange } from "../../scripts/release/ranges.ts";
import type { Manifest, ManifestCheck } from "../../scripts/schema/types.ts";
import { temporaryFolder } from "../support/folder.ts";
import { type Keys, makeKeys, makeRecords, request } from "../support/records.ts";
import { commit, git } from "../support/repository.ts";
import { approveRequest, deliver, deliveredAt, makeQuery, manifestOf } from "./delivery-maker.ts";

const folder = temporaryFolder();
let keys: Keys;
let root: string;
let statement: Statement;
let honest: Manifest;

/** Records with an approved request of anonymised data, of which a delivery can be worked out. */
async function approvedAnonymised(name: string): Promise<string> {
	const made = makeRecords(folder, name, keys);
	const sources = readFileSync(join(made, "dictionary/sources.yml"), "utf8").trimEnd();
	const objections = JSON.stringify({ field: "clinical.patients.mood", objects: ["n"], notObjecting: ["y"] });
	commit(made, { "dictionary/sources.yml": `${sources}\n    optOut: ${objections}\n` });
	const law = { ...request.law, confidentiality: { basis: "anonymised" as const } };
	commit(made, { "requests/sepsis/request.yml": stringify({ ...request, law }) }, "Rita Research");
	await approveRequest(made, keys);
	return made;
}

beforeAll(async () => {
	keys = makeKeys(join(folder, "keys"));
	root = await approvedAnonymised("records");
	const head = git(root, "rev-parse", "HEAD");
	const reading = recordsReading(openRepository(root));
	const approvals = await projectApprovals(reading, { commit: head, project: "sepsis", now: deliveredAt });
	const { records, context } = approvals;
	const asked = context.request;
	const { recipients } = recipientsOf(asked, records.people, "2026-03-31");
	const requestBlob = records.blobs.get(requestPath("sepsis")) ?? "";
	const plan = planShare(asked, records);
	statement = statementOf(
		{ project: "sepsis", request: asked, requestBlob, records, recipients, approvals },
		plan,
		"0001",
	);
	const { sources: _sources, checks, outputs, files: _files, ...said } = statement;
	honest = {
		...(await manifestOf(root, keys)),
		...said,
		rules: manifestRules,
		objections: plan.objections,
		checks: checks.map(({ range: _, ...check }): ManifestCheck => ({ ...check, result: "passed" })),
		outputs: outputs.map((output) => ({ ...output, saltedSha256: "b".repeat(64), bytes: "100 or more" })),
	};
});

const differences = (change: Partial<Manifest>) => statementDifferences({ ...honest, ...change }, statement, []);

/** What a thief of the hub's key could say otherwise, and what the audit says of it. */
const tampers: readonly (readonly [string, (manifest: Manifest) => Partial<Manifest>, RegExp])[] = [
	["a check left out", ({ checks }) => ({ checks: checks.slice(1) }), /the check minimum-cohort is not named/],
	["all checks left out", () => ({ checks: [] }), /the check minimum-rows of clinical.patients is not named/],
	[
		"a check that says less",
		({ checks }) => ({ checks: checks.map((each) => ({ ...each, says: "The delivery holds at least 1 patients." })) }),
		/the check minimum-cohort is not named as the records ask: The delivery holds at least 10 patients/,
	],
	[
		"a check of another table",
		({ checks }) => ({ checks: checks.map((each) => (each.table ? { ...each, table: "clinical.visits" } : each)) }),
		/the check minimum-rows of clinical.visits is named/,
	],
	[
		"a check said to be answered",
		({ checks }) => ({ checks: checks.map((each) => ({ ...each, result: "answered" as const, answer: "x" })) }),
		/the check k-anonymity is not named/,
	],
	["a check twice", ({ checks }) => ({ checks: [...checks, ...checks] }), /is named, and the records ask for no such/],
	[
		"a recipient left out",
		({ recipients }) => ({ recipients: recipients.slice(1) }),
		/the recipient rita with the key .* is not named/,
	],
	[
		"a recipient more",
		({ recipients }) => ({ recipients: [...recipients, { person: "eve", keySha256: "a".repeat(64) }] }),
		/the recipient eve with the key aaaaaaaaaaaa… is named/,
	],
	[
		"another key of a recipient",
		({ recipients }) => ({ recipients: recipients.map((each) => ({ ...each, keySha256: "c".repeat(64) })) }),
		/the recipient tom with the key cccccccccccc… is named/,
	],
	[
		"a recipient twice",
		({ recipients }) => ({ recipients: [...recipients, ...recipients] }),
		/the recipient rita .* is named/,
	],
	["terms left out", () => ({ terms: [] }), /the text of terms data-protection-v1 is not named/],
	[
		"terms of another content",
		({ terms }) => ({ terms: terms.map((each) => ({ ...each, sha256: "d".repeat(64) })) }),
		/the text of terms data-protection-v1 is named/,
	],
	[
		"terms more",
		({ terms }) => ({ terms: [...terms, { terms: "other-v1", sha256: "d".repeat(64) }] }),
		/the text of terms other-v1 is named/,
	],
	[
		"another agreement",
		({ agreement }) => ({ agreement: { ...agreement, id: "another" } }),
		/the agreement is another, and by the records hampton-research/,
	],
	["another request", ({ request }) => ({ request: { ...request, blob: "e".repeat(40) } }), /the request is e{40}/],
	[
		"another source",
		({ sources }) => ({ sources: sources.map((each) => ({ ...each, source: "elsewhere" })) }),
		/the source elsewhere is named/,
	],
	["two sources", ({ sources }) => ({ sources: [...sources, ...sources] }), /the source hampton is named/],
	[
		"a field left out",
		({ fields }) => ({ fields: fields.slice(1) }),
		/the field clinical.patients.patient_id .* is not named/,
	],
	[
		"a lied sensitivity",
		({ fields }) => ({ fields: fields.map((each) => ({ ...each, sensitivity: "ordinary" as const })) }),
		/the field clinical.patients.patient_id \(ordinary, pseudonymise\)/,
	],
	[
		"another treatment",
		({ fields }) => ({ fields: fields.map((each) => ({ ...each, treatment: "keep" as const })) }),
		/the field clinical.patients.patient_id \(direct-identifier, keep\)/,
	],
	[
		"another column",
		({ fields }) => ({ fields: fields.map((each) => ({ ...each, column: "nhs_number" })) }),
		/as the column nhs_number of/,
	],
	[
		"a field twice",
		({ fields }) => ({ fields: [...fields, ...fields] }),
		/the field clinical.patients.sex .* is named/,
	],
	[
		"a field more",
		({ fields }) => ({
			fields: [...fields, { ...(fields[0] as Manifest["fields"][number]), field: "clinical.patients.mood" }],
		}),
		/the field clinical.patients.mood .* is named/,
	],
	["a file left out", ({ outputs }) => ({ outputs: outputs.slice(1) }), /the file data\/patients.csv .* is not named/],
	[
		"an extra file",
		({ outputs }) => ({
			outputs: [...outputs, { ...(outputs[0] as Manifest["outputs"][number]), path: "data/more.csv" }],
		}),
		/the file data\/more.csv .* is named/,
	],
	[
		"data called a companion",
		({ outputs }) => ({ outputs: outputs.map((each) => ({ ...each, role: "terms" as const })) }),
		/the file data\/patients.csv \(data of clinical.patients\) is not named/,
	],
	[
		"data of another table",
		({ outputs }) => ({ outputs: outputs.map((each) => (each.table ? { ...each, table: "clinical.visits" } : each)) }),
		/\(data of clinical.visits\) is named/,
	],
	[
		"no description of the files",
		({ outputs }) => ({ outputs: outputs.filter(({ role }) => role !== "descriptor") }),
		/the file datapackage.json .* is not named/,
	],
	[
		"no salt",
		({ outputs }) => ({ outputs: outputs.filter(({ role }) => role !== "salt") }),
		/the file salt.txt .* is not named/,
	],
	["only what changed", () => ({ basis: "delta" }), /the basis is delta, and by the records full/],
	[
		"another package",
		(manifest) => ({ package: { ...manifest.package, file: "other-0001.zip" } }),
		/the name of the package is other-0001.zip/,
	],
	[
		"another password file",
		(manifest) => ({
			package: { ...manifest.package, password: { ...manifest.package.password, file: "other.password.age" } },
		}),
		/the name of the sealed password is other.password.age/,
	],
	[
		"an approval left out",
		({ approvals }) => ({ approvals: approvals.slice(1) }),
		/the approval requests\/sepsis\/approvals\/1.json is not named/,
	],
	[
		"an approval more",
		({ approvals }) => ({
			approvals: [...approvals, { ...(approvals[0] as Manifest["approvals"][number]), role: "caldicott-guardian" }],
		}),
		/the approval requests\/sepsis\/approvals\/1.json is named/,
	],
	["a signing act more", () => ({ decisions: ["f".repeat(64)] }), /the signing act f{64} is named/],
	[
		"a page left out",
		({ dictionary }) => ({ dictionary: dictionary.slice(1) }),
		/the page dictionary\/.* is not named/,
	],
	[
		"another policy",
		({ governance }) => ({ governance: { ...governance, policy: "a".repeat(40) } }),
		/the policy.yml is a{40}/,
	],
	[
		"other people",
		({ governance }) => ({ governance: { ...governance, people: "a".repeat(40) } }),
		/the people.yml is a{40}/,
	],
	[
		"other organisations",
		({ governance }) => ({ governance: { ...governance, organisations: "a".repeat(40) } }),
		/the organisations.yml is a{40}/,
	],
];

describe("a manifest that a thief of the hub's key would sign", () => {
	it("differs in nothing from the records where it is honest, whatever the order of its lists", () => {
		expect(differences({})).toEqual([]);
		const { checks, fields, outputs, recipients } = honest;
		expect(
			differences({
				checks: checks.toReversed(),
				fields: fields.toReversed(),
				outputs: outputs.toReversed(),
				recipients: recipients.toReversed(),
			}),
		).toEqual([]);
	});

	it.each(tampers)("is found out by %s", (_name, change, says) => {
		expect(differences(change(honest)).join("\n")).toMatch(says);
	});
});

describe("a range that was not kept", () => {
	const range = {
		field: "clinical.patients.sex",
		tableId: "clinical.patients",
		table: "patients",
		column: "sex",
		expected: "1 to 2",
		origin: "dictionary" as const,
		where: [],
	} as unknown as Parameters<typeof passedRange>[0];
	const wanted = (): Statement => ({ ...statement, checks: [passedRange(range)] });
	const query = { ...makeQuery("a"), expected: "1 to 2" };
	const asked = [{ query, answerPath: "answer.json" }];
	const check = (says: string, answer?: string): ManifestCheck => ({
		check: "range",
		field: range.field,
		table: range.tableId,
		says,
		...(answer === undefined ? { result: "passed" } : { result: "answered", answer }),
	});
	const found = (one: ManifestCheck) => statementDifferences({ ...honest, checks: [one] }, wanted(), asked);

	it("may stand as its department answered: released, or emptied so that all others are kept", () => {
		expect(found(check(failedRangeSays(range, query.rows), "answer.json"))).toEqual([]);
		expect(found(check(passedRange(range).says, "answer.json"))).toEqual([]);
		expect(found(check(passedRange(range).says))).toEqual([]);
	});

	it.each([
		["another answer", () => check(failedRangeSays(range, query.rows), "other.json")],
		["another number of rows", () => check(failedRangeSays(range, "none"), "answer.json")],
		["no answer at all", () => check(failedRangeSays(range, query.rows))],
		["other words", () => check("All is well.", "answer.json")],
	])("may not stand with %s", (_what, one) => {
		expect(found(one()).join()).toMatch(/the check range of clinical.patients.sex is not named as the records ask/);
	});
});

describe("the audit of a whole repository", () => {
	it("says nothing of an honest manifest, names a tampered one, and lets no rules be chosen afterwards", async () => {
		const own = await approvedAnonymised("whole");
		// Keys are the same people's, so what was honest there is honest here but for the commit-bound names.
		const base = await manifestOf(own, keys);
		const same: Partial<Manifest> = {
			...honest,
			approvals: base.approvals,
			governance: base.governance,
			request: base.request,
		};
		const first = await deliver(own, keys, "0001", null, {
			...same,
			dictionary: base.dictionary,
			agreement: base.agreement,
		});
		const errors = async () =>
			(await verifyRecords({ root: own })).findings
				.filter(({ severity }) => severity === "error")
				.map(({ message }) => message);
		expect(await errors()).toEqual([]);
		await deliver(own, keys, "0002", createHash("sha256").update(first).digest("hex"));
		expect(await errors()).toEqual([
			expect.stringContaining(
				"it does not name the rules by which it was made, or older ones than manifests before it",
			),
		]);
	}, 300_000);
});
