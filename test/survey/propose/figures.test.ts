import { describe, expect, it } from "vitest";
import { proposeForSource } from "../../../scripts/survey/propose/propose.ts";
import { proposeRelations } from "../../../scripts/survey/propose/relations.ts";
import { measureProposals, waysOf } from "../../bench/propose.ts";
import { readPublicSchemas } from "../../bench/public-schemas.ts";

/** Of the foreign keys taken away, what must be proposed again, and of what is proposed, what must be such a key. */
const minRight = 0.6;
const minTrue = 0.7;

describe("proposals for public schemas", () => {
	const schemas = readPublicSchemas();

	it("are tried on at least five schemas", () => {
		expect(schemas.length).toBeGreaterThanOrEqual(5);
	});

	it.each(schemas.map((schema) => [schema.source.title, schema] as const))(
		"without their foreign keys lead no table of %s another way, and share none about people whole",
		(_, schema) => {
			expect(measureProposals(schema)).toMatchObject({ otherWay: 0, sharedWhole: 0 });
		},
	);

	it.each(schemas.map((schema) => [schema.source.title, schema] as const))(
		"change no way where the foreign keys of %s stand",
		(_, { tables, source }) => {
			const before = waysOf(tables, source, []);
			const after = waysOf(tables, source, proposeRelations(tables, source).relations);
			for (const [id, way] of before) if (way !== undefined) expect([id, after.get(id)]).toEqual([id, way]);
		},
	);

	it("find most links again, and few that are none", () => {
		const all = schemas.map(measureProposals);
		const sum = (of: "dropped" | "proposed" | "right") => all.reduce((total, each) => total + each[of], 0);
		expect(sum("right") / sum("dropped")).toBeGreaterThanOrEqual(minRight);
		expect(sum("right") / sum("proposed")).toBeGreaterThanOrEqual(minTrue);
	});

	it("leave a person little to find out: for a whole laboratory the table that holds its samples' patients", () => {
		const [laboratory] = schemas.filter(({ source }) => source.id === "openelis");
		const lines = laboratory === undefined ? [] : proposeForSource(laboratory.tables, laboratory.source);
		expect(lines.slice(lines.indexOf("# Left for a person to find out:") + 1)).toEqual([
			"# - openelis.sample.id may be about the patient of the one row of openelis.sample_human that refers to it: if so, relate it from openelis.sample.id to openelis.sample_human.samp_id",
		]);
		for (const schema of schemas) expect(measureProposals(schema).open).toBeLessThan(5);
	});
});
