import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { plainTypes } from "../../scripts/dictionary/column-type.ts";
import type { PackagedTable } from "../../scripts/package/contents.ts";
import { describePackage } from "../../scripts/package/descriptor.ts";
import { column, contents } from "./contents-maker.ts";

const files = contents.tables.map(({ file }) => ({
	path: file,
	bytes: 12,
	sha256: "c".repeat(64),
	saltedSha256: "d".repeat(64),
}));
const described = (tables: readonly PackagedTable[] = contents.tables) =>
	JSON.parse(describePackage({ ...contents, tables }, files).toString("utf8"));

/** What the profile of Data Package 2.0 asks of the properties that the hub writes. */
const text = { type: "string" };
const names = { type: "array", minItems: 1, items: text };
const profile = {
	type: "object",
	required: ["resources"],
	properties: {
		$schema: { const: "https://datapackage.org/profiles/2.0/datapackage.json" },
		name: text,
		id: text,
		title: text,
		description: text,
		created: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$" },
		resources: {
			type: "array",
			minItems: 1,
			items: {
				type: "object",
				required: ["name", "path", "type", "schema"],
				properties: {
					name: text,
					type: { const: "table" },
					path: { type: "string", pattern: "^(?=[^./~])(?!.*/\\.\\./)[^\\\\:]*$" },
					mediatype: { type: "string", pattern: "^.+/.+$" },
					encoding: text,
					bytes: { type: "integer" },
					hash: { type: "string", pattern: "^[^:]+:[a-fA-F0-9]+$" },
					schema: {
						type: "object",
						required: ["fields"],
						properties: {
							primaryKey: names,
							foreignKeys: {
								type: "array",
								items: {
									required: ["fields", "reference"],
									properties: {
										fields: names,
										reference: { required: ["fields"], properties: { resource: text, fields: names } },
									},
								},
							},
							fields: {
								type: "array",
								minItems: 1,
								items: {
									required: ["name", "type"],
									properties: {
										name: text,
										type: {
											enum: ["string", "number", "integer", "boolean", "date", "time", "datetime", "year", "duration"],
										},
										categories: {
											type: "array",
											items: { required: ["value"], properties: { value: text, label: text } },
										},
									},
								},
							},
						},
					},
				},
			},
		},
	},
};

describe("datapackage.json", () => {
	it("meets what Data Package 2.0 asks of it, for every type a share can have", () => {
		const check = new Ajv({ strict: false, allErrors: true }).compile(profile);
		const everyType = {
			...(contents.tables[0] as PackagedTable),
			columns: plainTypes.map((type) => column(`a ${type}`, { type })),
		};
		check(described());
		expect(check.errors).toBeNull();
		check(described([everyType]));
		expect(check.errors).toBeNull();
	});

	it("names keys, references within the package and to the same table", () => {
		expect(described().resources[1].schema).toMatchObject({
			primaryKey: ["visit_id"],
			foreignKeys: [
				{ fields: ["patient_id"], reference: { resource: "patients", fields: ["patient_id"] } },
				{ fields: ["follows"], reference: { fields: ["visit_id"] } },
			],
		});
		expect(described().resources[0].schema).not.toHaveProperty("foreignKeys");
	});

	it("tells size and digest of each file", () => {
		expect(described().resources[0]).toMatchObject({ bytes: 12, hash: `sha256:${"c".repeat(64)}`, encoding: "utf-8" });
		expect(() => describePackage(contents, [])).toThrow(RangeError);
	});

	it("says which columns are of fields that help to identify a person, by their sensitivity or by a mark", () => {
		const { fields } = described().resources[0].schema;
		expect(fields.map(({ name, helpsToIdentify }: Record<string, unknown>) => [name, helpsToIdentify])).toEqual([
			["patient_id", true],
			["sex", true],
			["born", undefined],
		]);
	});

	it("describes a column by what became of it, not by what it was", () => {
		const [patients, visits] = described().resources;
		expect(patients.schema.fields).toMatchObject([
			{ name: "patient_id", type: "string", format: "uuid", treatment: "pseudonymise" },
			{ name: "sex", type: "string", categories: [{ value: "F", label: "female" }, { value: "M" }] },
			{ name: "born", type: "year", treatment: "year" },
		]);
		expect(visits.schema.fields.slice(3)).toMatchObject([
			{ name: "heart_rate", type: "integer", unit: "1/min" },
			{ name: "urgent", type: "boolean", trueValues: ["t"], falseValues: ["f"] },
			{ name: "arrived", type: "datetime", format: "any" },
		]);
	});
});
