import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formatIssue } from "../../scripts/issue/format.ts";
import { error } from "../../scripts/issue/issue.ts";
import { readRecord } from "../../scripts/schema/read.ts";
import { hospitalFolder } from "../check/hospital.ts";

const requestText = await readFile(join(hospitalFolder, "requests/sepsis-outcomes/request.yml"), "utf8");
const read = (text: string | Buffer) => readRecord("request", Buffer.from(text), "requests/x/request.yml");
const problems = (text: string | Buffer) => read(text).issues.map(formatIssue);
const changed = (from: string | RegExp, to: string) => {
	const text = requestText.replace(from, to);
	expect(text).not.toBe(requestText);
	return problems(text);
};

it("reads a valid request", () => {
	expect(read(requestText).issues).toEqual([]);
	expect(read(requestText).value?.title).toBe("Outcomes of sepsis");
});

it("gives no value beside an issue", () => {
	expect(read(requestText.replace("sepsis", "sepsis\nbad: 1")).value).toBeUndefined();
});

it("tells every problem at once, in the order of the file, with place and fix", () => {
	const text = `schemaVersion: 2
title: ""
requester: Rita
summry: x
team: []
purposes: [a, a]
law: { article6: 6(1)(x), confidentiality: { basis: explicit-consnt } }
cohort: no
fields:
  - field: clinical.patients.sex
    treatment: kep
    reason: short
retention: { months: 0.5, destruction: x }
`;
	expect(problems(text).map((line) => line.replace("requests/x/request.yml:", ""))).toMatchInlineSnapshot(`
		[
		  "1:1 error: "organisation" is missing. The organisation that will hold the data.",
		  "1:1 error: "summary" is missing. What the project does, for a reader with no medical training.",
		  "1:1 error: "benefit" is missing. What patients and the public gain from it.",
		  "1:1 error: "agreement" is missing. The data sharing agreement the request is made under.",
		  "1:1 error: "source" is missing. The source the data come from.",
		  "1:1 error: "delivery" is missing. How the data are delivered.",
		  "1:1 error: "acceptedTerms" is missing. The terms that have been accepted.",
		  "1:16 error: "schemaVersion" must be 1. Version of this file's format. Write 1. Older versions stay readable for ever.",
		  "2:8 error: "title" must not be empty. The project's title, as it will stand in the public register.",
		  "3:12 error: "requester" is not written as it should be. A short name for use in other files: small letters, digits and single hyphens, starting with a letter, 3 to 40 characters.",
		  "4:1 error: unknown key "summry". Did you mean "summary"?",
		  "5:1 error: "team" must not be empty. Everyone who will be able to open the data. The password is sealed to their confirmed keys.",
		  "6:15 error: this stands in the list twice. Remove one of the two.",
		  "7:1 error: "article9" is missing. Condition for special categories under UK GDPR Article 9: 9(2)(a) explicit consent, 9(2)(h) health care, 9(2)(i) public health, 9(2)(j) research.",
		  "7:1 error: "dpia" is missing. Reference of the data protection impact assessment.",
		  "7:18 error: "6(1)(x)" is none of: 6(1)(a), 6(1)(c), 6(1)(e), 6(1)(f). Did you mean "6(1)(a)"?",
		  "7:53 error: "explicit-consnt" is none of: explicit-consent, section-251, anonymised. Did you mean "explicit-consent"?",
		  "8:9 error: "cohort" must be a list (each entry on a line of its own, after a hyphen). Which patients: conditions that must all hold. A patient is in if some row of the named table meets them; conditions on the same table that stand side by side must be met by the same row.",
		  "11:16 error: "kep" is none of: keep, pseudonymise, year, date-shift, redact. Did you mean "keep"?",
		  "12:13 error: "reason" must have 10 characters or more. Why the project cannot do without it.",
		  "13:22 error: "months" must be a whole number. Months from the delivery until the copy must be destroyed.",
		  "13:22 error: "months" must be 1 or more. Months from the delivery until the copy must be destroyed.",
		]
	`);
});

describe("says one thing about a clause that is neither condition nor group", () => {
	const clause = (yaml: string) => changed(/cohort:\n[\s\S]*?rows:/, `cohort:\n  - ${yaml}\nrows:`);
	it.each([
		["text", "sex is F"],
		["other keys", "{ table: x, is: y }"],
		["keys of nothing", "{ foo: 1 }"],
		["a misspelt key", "{ feild: a.b.c }"],
		["all on its own", "{ all: [{ field: a.b.c, is: 1 }] }"],
		["two groups", "{ any: [{ field: a.b.c, is: 1 }], none: [{ field: a.b.c, is: 1 }] }"],
		["a field beside a group", "{ any: [{ field: a.b.c, is: 1 }], field: a.b.c }"],
		["no comparison", "{ field: a.b.c }"],
		["a list as a value", "{ field: a.b.c, is: [1] }"],
		["an empty group", "{ any: [] }"],
		["a group within all", "{ any: [{ all: [{ any: [] }] }] }"],
	])("%s", (_, yaml) => {
		const found = clause(yaml);
		expect(found.length, found.join("\n")).toBeLessThanOrEqual(2);
		expect(found.join("\n")).not.toMatch(/must have required|anyOf|undefined/);
	});

	it("in words that help", () => {
		expect([
			...clause("sex is F"),
			...clause("{ feild: a.b.c }"),
			...clause("{ all: [] }"),
			...clause("{ field: a.b.c }"),
		]).toMatchInlineSnapshot(`
			[
			  "requests/x/request.yml:21:5 error: this is neither a condition (\`field:\` and a comparison) nor a group (\`any:\` or \`none:\`)",
			  "requests/x/request.yml:21:14 error: this is neither a condition (\`field:\` and a comparison) nor a group (\`any:\` or \`none:\`). "feild": did you mean "field"?",
			  "requests/x/request.yml:21:5 error: this is neither a condition (\`field:\` and a comparison) nor a group (\`any:\` or \`none:\`). \`all:\` stands only inside \`any:\` or \`none:\`; conditions side by side must all hold anyway.",
			  "requests/x/request.yml:21:5 error: something is missing here. Add one of: is, not, in, in_value_set, from, before, at_least, at_most, is_null.",
			]
		`);
	});
});

it("explains the one choice that is no clause", () => {
	const policy =
		"approvals: [{ role: auditor, concerns: [data], when: allways }, { role: auditor, concerns: [data], when: [third-prty] }]";
	const found = readRecord("policy", Buffer.from(policy), "policy.yml").issues.map(formatIssue);
	expect(found.filter((line) => /when|always|third/.test(line))).toMatchInlineSnapshot(`
		[
		  "policy.yml:1:54 error: this is none of what can stand here. When the approval is needed: always, or if any of the listed conditions holds.",
		  "policy.yml:1:107 error: "third-prty" is none of: third-party, special-category, direct-identifier, quasi-identifier, no-consent. Did you mean "third-party"?",
		]
	`);
});

it("never repeats a value that may be a patient's", () => {
	const found = [
		...changed("treatment: keep", "treatment: 999 000 0018"),
		...changed("schedule: once", 'schedule: "mabel@example.org"'),
		...changed("schedule: once", '"SW1A 1AA": once'),
		...changed("rita\norg", "Mabel Smith\norg"),
		...changed("months: 12", "months: Mabel"),
	].join("\n");
	expect(found).not.toMatch(/999|mabel|Mabel|SW1A/);
});

it("bounds what a hostile file can make it say", () => {
	const keys = Array.from({ length: 9000 }, (_, index) => `"k${index}\\u001b": 1`).join("\n");
	expect(problems(keys).length).toBeLessThanOrEqual(200);
	expect(problems(`${"k".repeat(900)}: 1`).every((line) => line.length < 600)).toBe(true);
	expect(problems(`cohort: [${"{foo: 1},".repeat(10_001)}]`)).toEqual([
		"requests/x/request.yml:1:1 error: more than 10000 entries stand here. Shorten it.",
	]);
	expect(problems(`cohort: [${"{foo: 1},".repeat(3000)}]`).length).toBeLessThanOrEqual(200);
});

it("refuses bytes that are not UTF-8, and JSON that is only YAML", () => {
	expect(problems(Buffer.from([0x61, 0xff]))).toEqual([
		"requests/x/request.yml:1:1 error: the file is not UTF-8 text. Save it as UTF-8.",
	]);
	expect(readRecord("approval", Buffer.from("{a: 1}"), "1.json").issues.map(formatIssue)).toEqual([
		"1.json:1:1 error: the file is not valid JSON",
	]);
	expect(readRecord("approval", Buffer.from('{"a": 1, "a": 2}'), "1.json").issues.map(formatIssue)).toEqual([
		"1.json:1:10 error: the same key stands here a second time. Keep one of the two.",
	]);
});

it("locates what rules find later", () => {
	expect(
		read(requestText)
			.locate([error("x", ["fields", 1, "treatment"], "no")])
			.map(formatIssue),
	).toEqual(["requests/x/request.yml:44:16 error: no"]);
});
