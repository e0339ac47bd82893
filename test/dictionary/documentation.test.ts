import { describe, expect, it } from "vitest";
import { readDocumentation } from "../../scripts/dictionary/documentation.ts";
import { readRange } from "../../scripts/dictionary/range.ts";
import { readOutline } from "../../scripts/dictionary/sections.ts";

function read(section: string) {
	const body = `# Table\n\n## \`field\`\n\n${section}\n`;
	const [first] = readOutline(body).sections;
	return first === undefined ? expect.fail("no section") : readDocumentation(body, first);
}

describe("the words of a field's section", () => {
	it("has prose and every attribute", () => {
		const { documentation, issues } = read(`The blood's **glucose**, as __measured__.

1) Fasting only

- Sensitivity: special-category
- Helps to identify: Yes
- **Unit:** mmol/L
- Acceptable range: 2 to 35
- Values:
  - \`L\`: low
  - \`H\` – high | very high
- Where it comes from: the laboratory system,
  every night
- Owner: Pathology
- Glossary: [HbA1c](../../glossary/hba1c.md), glucose`);
		expect(issues).toEqual([]);
		expect(documentation).toEqual({
			description: "The blood's **glucose**, as __measured__.\n\n1) Fasting only",
			sensitivity: "special-category",
			helpsToIdentify: true,
			unit: "mmol/L",
			range: { atLeast: 2, atMost: 35 },
			values: [
				{ value: "L", meaning: "low" },
				{ value: "H", meaning: "high | very high" },
			],
			origin: "the laboratory system, every night",
			owner: "Pathology",
			glossary: ["hba1c", "glucose"],
		});
	});

	it("leaves out what is empty, and takes codes on one line", () => {
		expect(read("- Sensitivity:\n- Unit:\n- Values: `F` female, `M` male")).toEqual({
			documentation: {
				description: "",
				values: [
					{ value: "F", meaning: "female" },
					{ value: "M", meaning: "male" },
				],
			},
			issues: [],
		});
	});

	it("keeps an ordinary list as prose", () => {
		const { documentation, issues } = read("Beware:\n\n- Note: this is a list\n- `Sensitivity: ordinary` is code");
		expect(documentation).toEqual({
			description: "Beware:\n\n- Note: this is a list\n- `Sensitivity: ordinary` is code",
		});
		expect(issues).toEqual([]);
	});

	it("takes no attribute from quotations, code or nested lists", () => {
		const { documentation } = read(
			"> - Sensitivity: ordinary\n\n```\n- Sensitivity: ordinary\n```\n\n- a list\n  - Sensitivity: ordinary",
		);
		expect(documentation.sensitivity).toBeUndefined();
	});

	it.each([
		["- Sensitivty: ordinary", 'unknown label "Sensitivty" in the attribute list', 'Did you mean "Sensitivity"?'],
		[
			"- Unit: kg\n- Colour: red",
			'unknown label "Colour" in the attribute list',
			"The labels are Sensitivity, Helps to identify, Unit, Acceptable range, Values, Where it comes from, Owner, Glossary.",
		],
		[
			"- Unit: kg\n- red",
			"a line of the attribute list has no label",
			'Write it as "Label: value". The labels are Sensitivity, Helps to identify, Unit, Acceptable range, Values, Where it comes from, Owner, Glossary.',
		],
		["- Sensitivity: ordinry", "this is not a sensitivity", 'Did you mean "ordinary"?'],
		[
			"- Sensitivity: secret",
			"this is not a sensitivity",
			"Write one of direct-identifier, quasi-identifier, special-category, free-text, ordinary.",
		],
		[
			"- Sensitivity: ordinary\n- Sensitivity: free-text",
			'the section says "Sensitivity" twice',
			"Keep one of the two.",
		],
		[
			"- Helps to identify: perhaps",
			"whether a field helps to identify a person is said by yes or no",
			'Write "yes" or "no".',
		],
		[
			"- Acceptable range: 20 or so",
			"this range cannot be read",
			'Write it as "20 to 300", "at least 0" or "at most 300", numbers only.',
		],
		[
			"- Values: F female",
			"these values cannot be read",
			"Write one a line below, the code in backticks first, such as `F`: female.",
		],
		[
			"- Values:\n  - `F`: female\n  - male",
			"these values cannot be read",
			"Write one a line below, the code in backticks first, such as `F`: female.",
		],
	])("reports %j and counts it for nothing", (section, message, fix) => {
		const { documentation, issues } = read(section);
		expect(issues).toMatchObject([{ rule: "dictionary-documentation", severity: "error", message, fix }]);
		expect(documentation).not.toHaveProperty("sensitivity");
		expect(documentation).not.toHaveProperty("helpsToIdentify");
		expect(documentation).not.toHaveProperty("range");
		expect(documentation).not.toHaveProperty("values");
	});
});

describe("the mark that a field helps to identify a person", () => {
	it.each([
		["- Sensitivity: ordinary\n- Helps to identify: yes", true],
		["- Sensitivity: ordinary\n- Helps to identify: no", false],
		["- Sensitivity: quasi-identifier\n- Helps to identify: yes", true],
		["- Helps to identify: no", false],
		["- Sensitivity: ordinary\n- Helps to identify:", undefined],
	])("is read in %j", (section, helpsToIdentify) => {
		const { documentation, issues } = read(section);
		expect(issues).toEqual([]);
		expect(documentation.helpsToIdentify).toBe(helpsToIdentify);
	});

	it.each(["direct-identifier", "quasi-identifier"])(
		"cannot be denied of a %s, whatever stands first",
		(sensitivity) => {
			const lines = [`- Sensitivity: ${sensitivity}`, "- Unit: kg", "- Helps to identify: no"];
			for (const [list, line] of [
				[lines, 7],
				[lines.toReversed(), 5],
			] as const) {
				const { documentation, issues } = read(list.join("\n"));
				expect(issues).toEqual([
					{
						rule: "dictionary-documentation",
						severity: "error",
						path: [],
						message: `"Helps to identify: no" contradicts the sensitivity ${sensitivity}`,
						fix: 'Write "yes" there, or correct the sensitivity.',
						line,
					},
				]);
				expect(documentation).toEqual({ description: "", sensitivity, unit: "kg" });
			}
		},
	);
});

describe("acceptable ranges", () => {
	it.each([
		["20 to 300", { atLeast: 20, atMost: 300 }],
		["20-300 mmol/L", { atLeast: 20, atMost: 300 }],
		["20–300%", { atLeast: 20, atMost: 300 }],
		["−40 to -1.5", { atLeast: -40, atMost: -1.5 }],
		["between 1,000 and 20,000", { atLeast: 1000, atMost: 20_000 }],
		["at least 0, at most 10 kg", { atLeast: 0, atMost: 10 }],
		["5 to 5", { atLeast: 5, atMost: 5 }],
		["at least 0", { atLeast: 0 }],
		["≥ 0.5", { atLeast: 0.5 }],
		["0 or more", { atLeast: 0 }],
		["at most 12", { atMost: 12 }],
		["up to 12 weeks", { atMost: 12 }],
		["12 or less", { atMost: 12 }],
	])("reads %j", (text, range) => {
		expect(readRange(text)).toEqual(range);
	});

	it.each([
		"",
		"20",
		"300 to 20",
		"20 to 300 or 400",
		"20 to 300, or 400 when ill",
		"a to b",
		"1.2.3 to 4",
		"20 to 300 beats per minute",
	])("does not guess at %j", (text) => expect(readRange(text)).toBeUndefined());
});
