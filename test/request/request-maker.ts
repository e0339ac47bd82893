import fc from "fast-check";
import type { Alternative, Clause, Condition, ContractRange, SharingRequest } from "../../scripts/schema/types.ts";

/** Text with all that YAML gives a meaning: colons, hashes, quotes, hyphens, blanks at the ends, line breaks. */
const text = fc.oneof(
	fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
	fc.constantFrom(
		"- a",
		"a: b",
		"# no",
		"null",
		"true",
		"1e3",
		"0x1f",
		"~",
		"'",
		'"',
		"|",
		"> x",
		"%a",
		"&a",
		"*a",
		"!a",
		"---",
	),
	fc.string({ minLength: 150, maxLength: 200 }),
);
const prose = fc
	.array(fc.oneof(text, fc.constant("")), { minLength: 1, maxLength: 5 })
	.map((lines) => lines.join("\n"))
	.filter((lines) => lines !== "");
const line = text.map((each) => each.replace(/[\r\n]/g, " ").trim() || "x");
const id = fc.constantFrom("sunita-rao", "tom-tally", "null", "true", "yes");
const field = fc.constantFrom("clinical.visits.kind", 'clinical."Lab Results"."a.b: c"', "a.b.c");
const number = fc.oneof(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom(0.1, -2.5, 37.25));
const scalar = fc.oneof(line, number, fc.boolean());
const date = fc.constantFrom("2024-01-01", "2026-03-31");
const condition = fc
	.record(
		{
			field,
			is: scalar,
			not: scalar,
			in: fc.array(scalar, { minLength: 1, maxLength: 12 }),
			in_value_set: fc.constant("sepsis-icd10"),
			from: date,
			before: date,
			at_least: number,
			at_most: number,
			is_null: fc.boolean(),
		},
		{ requiredKeys: ["field"] },
	)
	.map((found): Condition => found);
const alternative: fc.Arbitrary<Alternative> = fc.oneof(
	condition,
	fc.array(condition, { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
);
const group = fc.array(alternative, { minLength: 1, maxLength: 3 });
const clause: fc.Arbitrary<Clause> = fc.oneof(
	condition,
	group.map((any) => ({ any })),
	group.map((none) => ({ none })),
);
const range = fc
	.record(
		{ field, at_least: number, at_most: number, where: fc.array(condition, { minLength: 1, maxLength: 2 }) },
		{ requiredKeys: ["field"] },
	)
	.map((found): ContractRange => found);

/** Requests of every form, with texts that only quotes can hold. */
export const anyRequest: fc.Arbitrary<SharingRequest> = fc.record(
	{
		schemaVersion: fc.constant(1 as const),
		title: line,
		requester: id,
		writtenBy: id,
		organisation: id,
		team: fc.uniqueArray(id, { minLength: 1 }),
		summary: prose,
		benefit: prose,
		purposes: fc.uniqueArray(fc.constantFrom("DUO:0000006", "DUO:0000007"), { minLength: 1 }),
		law: fc.record(
			{
				article6: fc.constantFrom("6(1)(a)", "6(1)(e)"),
				article9: fc.constantFrom("9(2)(a)", "9(2)(j)"),
				confidentiality: fc.record(
					{
						basis: fc.constantFrom("explicit-consent", "section-251"),
						consentPurpose: line,
						reference: line,
						expires: date,
					},
					{ requiredKeys: ["basis"] },
				),
				ethics: fc.record({ reference: line, expires: date }, { requiredKeys: ["reference"] }),
				dpia: line,
				transfer: line,
			},
			{ requiredKeys: ["article6", "article9", "confidentiality", "dpia"] },
		),
		agreement: id,
		source: id,
		cohort: fc.array(clause, { minLength: 1, maxLength: 4 }),
		rows: fc.dictionary(
			fc.constantFrom("clinical.visits", '"A b"."c: d"', "terms"),
			fc.array(clause, { minLength: 1, maxLength: 2 }),
		),
		unfilteredTables: fc.uniqueArray(fc.constantFrom("clinical.visits", '"A b"."c: d"'), { minLength: 1 }),
		fields: fc.array(fc.record({ field, treatment: fc.constantFrom("keep", "year"), reason: fc.oneof(line, prose) }), {
			minLength: 1,
			maxLength: 5,
		}),
		ranges: fc.array(range, { maxLength: 2 }),
		delivery: fc.constant({ format: "csv", schedule: "once" } as const),
		retention: fc.record(
			{ months: fc.integer({ min: 1, max: 600 }), place: line, destruction: prose },
			{ requiredKeys: ["months", "destruction"] },
		),
		acceptedTerms: fc.array(
			fc.record({ terms: fc.constant("a-b-v1"), sha256: fc.constant("1".repeat(64)), by: id, on: date }),
			{ maxLength: 2 },
		),
	},
	{
		requiredKeys: [
			...([
				"schemaVersion",
				"title",
				"requester",
				"organisation",
				"team",
				"summary",
				"benefit",
				"purposes",
				"law",
			] as const),
			...(["agreement", "source", "cohort", "fields", "delivery", "retention", "acceptedTerms"] as const),
		],
	},
) as fc.Arbitrary<SharingRequest>;
