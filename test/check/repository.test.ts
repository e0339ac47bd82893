import { describe, expect, it } from "vitest";
import { checkRepository } from "../../scripts/check/repository.ts";
import { folderTree, memoryTree } from "../../scripts/git/file-tree.ts";
import { formatIssue } from "../../scripts/issue/format.ts";
import { hospitalFolder, today } from "./hospital.ts";

const fixture = await folderTree(hospitalFolder).readAll("");
const governance = "requests/governance/";

/** Checks the fixture with some of its files replaced or added, or changed by replacing a text in them. */
async function problems(
	changes: Readonly<Record<string, string | readonly [from: string, to: string]>>,
): Promise<string[]> {
	const files = new Map(fixture);
	for (const [path, change] of Object.entries(changes)) {
		if (typeof change === "string") files.set(path, Buffer.from(change));
		else {
			const before = files.get(path)?.toString() ?? "";
			const after = before.replace(...change);
			expect(after, `${change[0]} in ${path}`).not.toBe(before);
			files.set(path, Buffer.from(after));
		}
	}
	return (await checkRepository(memoryTree("changed", files), today)).issues.map(formatIssue);
}

it("finds nothing wrong with the fixture", async () => {
	const { issues, records } = await checkRepository(folderTree(hospitalFolder), today);
	expect({ issues, requests: records?.requests.size }).toEqual({ issues: [], requests: 2 });
});

it("tells the problems of all files at once, located, in order", async () => {
	const found = await problems({
		"requests/sepsis-outcomes/request.yml": [
			"clinical.patients.sex\n    treatment: keep",
			"clinical.patients.sx\n    treatment: keep",
		],
		"requests/heart-trial/request.yml": ["months: 24", "months: 25"],
		[`${governance}people.yml`]: ["organisation: alpenia", "organisation: alpinia"],
	});
	expect(found.join("\n")).toMatchInlineSnapshot(`
		"requests/governance/people.yml:17:19 error: "alpinia" is not in the list of organisations. Did you mean "alpenia"?
		requests/heart-trial/request.yml:3:12 error: lena works for alpinia. The data may go to alpenia only.
		requests/heart-trial/request.yml:6:8 error: lena works for alpinia. The data may go to alpenia only.
		requests/heart-trial/request.yml:31:22 error: the agreement heart-trial allows 24 months at most
		requests/heart-trial/request.yml:31:22 error: the policy allows 24 months at most
		requests/sepsis-outcomes/request.yml:43:12 error: unknown field "clinical.patients.sx". Did you mean "clinical.patients.sex"?"
	`);
});

describe("governance", () => {
	it.each([
		[
			"a concern that nobody always answers for",
			"policy.yml",
			["concerns: [purpose, law]", "concerns: [purpose]"],
			"nobody always answers for law",
		],
		["bands that do not rise", "policy.yml", ["[10, 100]", "[10, 10]"], "edges must rise"],
		[
			"a role that nobody has",
			"policy.yml",
			["role: data-custodian", "role: auditor"],
			"nobody in people.yml is auditor",
		],
		[
			"an unknown home",
			"organisations.yml",
			["home: hampton-hospital", "home: hampton-hopsital"],
			'Did you mean "hampton-hospital"?',
		],
		[
			"an organisation that stands twice",
			"organisations.yml",
			["id: alpenia", "id: hampton-hospital"],
			'"hampton-hospital" stands in the list twice',
		],
		["a person who stands twice", "people.yml", ["id: grace", "id: robbie"], '"robbie" stands in the list twice'],
		[
			"a lead without a department",
			"people.yml",
			["roles: [caldicott-guardian]", "roles: [caldicott-guardian, department-lead]"],
			"leads a department, but none is named",
		],
		[
			"a key that its owner confirmed",
			"people.yml",
			["by: robbie, how: By", "by: rita, how: By"],
			"nobody can confirm their own key",
		],
		[
			"a key that no custodian confirmed",
			"people.yml",
			["by: robbie, how: By", "by: grace, how: By"],
			'"grace" is not a data custodian',
		],
		["a key of two people", "people.yml", [`age1${"z".repeat(58)}`, `age1${"q".repeat(58)}`], "rita has the same key"],
		[
			"an agreement with nobody known",
			"agreements/in-house.yml",
			["recipient: hampton-hospital", "recipient: hampton-hopsital"],
			"is not in the list of organisations",
		],
		[
			"an agreement that ends before it begins",
			"agreements/in-house.yml",
			["until: 2026-12-31", "until: 2025-12-31"],
			"ends before it begins",
		],
		[
			"an agreement for an unknown purpose",
			"agreements/in-house.yml",
			["DUO:0000006", "DUO:0000060"],
			"is not in the vocabulary of purposes",
		],
		[
			"an agreement with unknown terms",
			"agreements/in-house.yml",
			["data-protection-v1", "data-protection-v2"],
			'there are no terms "data-protection-v2"',
		],
	] as const)("reports %s", async (_, file, change, says) => {
		const found = await problems({ [governance + file]: change });
		expect(
			found.find((line) => line.includes(says)),
			found.join("\n"),
		).toMatch(new RegExp(`^${governance}${file}:\\d+:\\d+ (error|warning): `));
	});
});

describe("a governance that nobody could ever change", () => {
	const people = fixture.get(`${governance}people.yml`)?.toString() ?? "";
	const line = (id: string) => people.split("\n").find((text) => text.includes(`id: ${id},`)) ?? "";
	const both = "roles: [information-governance, caldicott-guardian]";
	const without = (...ids: readonly string[]) => ids.reduce((text, id) => text.replace(line(id), ""), people);
	const fix = "Name two people with keys in people.yml, before the first version is committed.";
	const alone = (role: string, who: string) =>
		`${role} has no second holder with a signing key that counts, beside ${who}. ${fix}`;
	const [governs, guards] = ["information-governance", "caldicott-guardian"];
	const keyless = people.replace(/, signingKeys: \[\{.*\]/g, "");
	it.each<[string, string, readonly (string | undefined)[]]>([
		[
			"where nobody has a role",
			without("callum", "connie"),
			[
				undefined,
				"nobody in people.yml is caldicott-guardian, so nobody could approve. Give the role to somebody in people.yml, before the first version is committed.",
			],
		],
		[
			"where one person has both roles",
			without("callum", "connie", "ivor").replace("roles: [information-governance]", both),
			[
				alone(governs, "grace"),
				"caldicott-guardian has nobody of its own, and one person counts once, so governance could never be changed. Give the role to somebody in people.yml, before the first version is committed.",
			],
		],
		["where a role has one holder", without("connie"), [undefined, alone(guards, "callum")]],
		[
			"where the second holder has no key",
			people.replace(line("connie"), line("connie").replace(/, signingKeys: .*\]/, "")),
			[undefined, alone(guards, "callum")],
		],
		[
			"where the second holder's only key is revoked",
			people.replace(line("callum"), line("callum").replace("2026-01-01 }", "2026-01-01, revoked: 2026-02-01 }")),
			[undefined, alone(guards, "connie")],
		],
		[
			"where one person is the second holder of both roles",
			without("connie", "ivor").replace(line("robbie"), line("ivor").replace("roles: [information-governance]", both)),
			[],
		],
		[
			"where two people hold both roles",
			without("callum", "connie").replaceAll("roles: [information-governance]", both),
			[undefined, `${guards} would have nobody of its own without grace, and one person counts once. ${fix}`],
		],
		[
			"without any key",
			keyless,
			[governs, guards].map(
				(role) => `${role} has no holder with a signing key that counts, so these records are not yet founded. ${fix}`,
			),
		],
	])("is warned of: one %s", async (_, text, says) => {
		const found = await problems({ [`${governance}people.yml`]: text });
		const expected = says.flatMap((each, index) =>
			each === undefined ? [] : [`${governance}policy.yml:5:${index === 0 ? 23 : 47} warning: ${each}`],
		);
		expect(found.filter((each) => each.includes("policy.yml:5:"))).toEqual(expected);
	});

	it("is refused where the records that it is to change are founded", async () => {
		const files = new Map(fixture).set(`${governance}people.yml`, Buffer.from(keyless));
		const severities = async (founded: boolean) =>
			(await checkRepository(memoryTree("changed", files), today, founded)).issues
				.filter(({ rule }) => rule === "policy-role")
				.map(({ severity, message }) => [severity, message.includes("not yet founded")]);
		expect(await severities(false)).toEqual([
			["warning", true],
			["warning", true],
		]);
		expect(await severities(true)).toEqual([
			["error", false],
			["error", false],
		]);
	});
});

describe("dictionary", () => {
	const sources = "dictionary/sources.yml";
	it.each([
		["a table that no page describes", sources, ["audit.access_log:", "audit.acces_log:"], "no such table"],
		[
			"a relation to an unknown field",
			sources,
			["consent:", "relations: [{ from: clinical.lab_results.test_cod, to: reference.lab_tests.code }]\n    consent:"],
			'Did you mean "clinical.lab_results.test_code"?',
		],
		[
			"a consent rule with an unknown field",
			sources,
			["clinical.consents.given_on", "clinical.consents.given"],
			"unknown field",
		],
		[
			"an opt-out rule with an unknown field",
			sources,
			["clinical.patients.opt_out", "clinical.patients.optout"],
			'Did you mean "clinical.patients.opt_out"?',
		],
		[
			"an opt-out rule over codes",
			"dictionary/sources/hampton/clinical.patients.md",
			["{ name: opt_out, type: boolean,", "{ name: opt_out, type: character(1),"],
			"only a true-or-false column says who objects",
			sources,
		],
		[
			"an opt-out rule outside the patient table",
			sources,
			["field: clinical.patients.opt_out", "field: clinical.consents.given_on"],
			"is not a column of the patient table",
		],
		[
			"an unknown patient table",
			sources,
			["table: clinical.patients", "table: clinical.patient"],
			'Did you mean "clinical.patients"?',
		],
		["an unknown patient key", sources, ["key: patient_id", "key: patient"], "has no column"],
		[
			"an opt-out column of codes of which one is in both lists",
			sources,
			[
				"field: clinical.patients.opt_out",
				"field: clinical.patients.blood_group\n      objects: [A]\n      notObjecting: [A, O]",
			],
			"stands both in",
		],
		[
			"an opt-out column of codes of which only some are told",
			sources,
			["field: clinical.patients.opt_out", "field: clinical.patients.blood_group\n      notObjecting: [A]"],
			"one is missing",
		],
		[
			"a list of objections without a limit to its age",
			sources,
			["field: clinical.patients.opt_out", "list: cleared\n      key: clinical.patients.nhs_number"],
			"does not say how old a list may be",
		],
		[
			"a list by a column of another table",
			sources,
			["field: clinical.patients.opt_out", "list: cleared\n      key: clinical.consents.patient_id"],
			"is not a column of the patient table",
		],
		[
			"an agreement whose parties do not fit",
			"requests/governance/agreements/in-house.yml",
			["recipient: { role: controller", "recipient: { role: processor"],
			"is the controller in both places",
		],
		[
			"an agreement without a condition of Schedule 1",
			"requests/governance/agreements/heart-trial.yml",
			[", schedule1: paragraph 4", ""],
			"needs paragraph 4",
		],
		[
			"a patient table of another class",
			sources,
			["clinical.patients: { class: patient }", "clinical.patients: { class: reference }"],
			"must be of class patient",
		],
		[
			"a term that stands twice",
			"dictionary/vocabulary/purposes.yml",
			["DUO:0000007", "DUO:0000006"],
			"stands in the list twice",
		],
		[
			"a vocabulary that cannot be read",
			"dictionary/vocabulary/purposes.yml",
			["terms:", "trems:"],
			"missing or cannot be read",
		],
		[
			"a page with a postcode",
			"dictionary/sources/hampton/clinical.patients.md",
			["Made up.", "Made up. Mabel lives in SW1A 1AA."],
			"looks like a postcode",
		],
	] as const)("reports %s", async (_, file, change, says, at: string = file) => {
		const found = await problems({ [file]: change });
		expect(
			found.find((line) => line.includes(says)),
			found.join("\n"),
		).toMatch(new RegExp(`^${at}:\\d+:\\d+ (error|warning): `));
	});
});

describe("folders", () => {
	const request = fixture.get("requests/sepsis-outcomes/request.yml")?.toString() ?? "";
	it.each([
		["requests/governance/request.yml", "governance is no project"],
		["requests/Sepsis/request.yml", "cannot be a project's name"],
		["requests/a--b/request.yml", "cannot be a project's name"],
		["requests/ab/request.yml", "cannot be a project's name"],
		["requests/x\u001b[31m/request.yml", "cannot be a project's name"],
		["requests/notes.txt", "only folders stand here"],
		["requests/no-request/approvals/1.json", 'the project "no-request" has no request.yml'],
		["requests/governance/agreements/In House.yml", "an agreement's file is named by its id"],
		["requests/governance/terms/data-protection.md", "terms are named like"],
	])("reports %j", async (path, says) => {
		const found = await problems({ [path]: request });
		expect(found.filter((line) => line.includes(says)).length, found.join("\n")).toBe(1);
	});
});

describe("what stands among approvals and deliveries", () => {
	it.each([
		["requests/governance/approvals/7.json", "{}", 'this is no approval: "schemaVersion" is missing'],
		["requests/sepsis-outcomes/approvals/notes.txt", "x", "this is not the name of a record"],
		["requests/sepsis-outcomes/deliveries/0001/events/1.json.sig", "x", "this is a signature of nothing"],
		["requests/sepsis-outcomes/deliveries/0001/manifest.json/x", "x", "this is not the name of a record"],
	])("is refused unless it is a record: %s", async (path, text, says) => {
		const found = await problems({ [path]: text });
		expect(found).toEqual([expect.stringContaining(`${path}:1:1 error: ${says}`)]);
	});
});

it("reports a request that meets the rules but cannot be turned into a delivery", async () => {
	const found = await problems({
		"dictionary/sources/hampton/clinical.lab_results.md": [
			"  - { fields: [patient_id], table: clinical.patients, to: [patient_id] }\n",
			"",
		],
	});
	expect(found).toEqual([
		expect.stringContaining("no foreign key leads from clinical.lab_results to the patient table"),
	]);
});

it("says what it could not judge when governance cannot be read", async () => {
	const files = new Map([...fixture, [`${governance}policy.yml`, Buffer.from("a: [")] as const]);
	const { records, issues } = await checkRepository(memoryTree("broken", files), today);
	expect(records).toBeUndefined();
	expect(issues.map(({ file }) => file)).toContain(`${governance}policy.yml`);
});
