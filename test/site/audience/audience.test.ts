import { describe, expect, it } from "vitest";
import { forAudience, type SiteRecords } from "../../../scripts/site/audience/audience.ts";
import { siteReading } from "../../support/site.ts";

/** The demonstration's records with one more declared relation, consent rule and so on changed by `edit`. */
async function allRecords(edit: (all: SiteRecords) => SiteRecords = (same) => same): Promise<SiteRecords> {
	const { records, glossary, products } = await siteReading("internal");
	return edit({ records, glossary, products });
}

const tables = ({ records }: SiteRecords) =>
	records.catalogue.sources.flatMap((source) => source.tables.map(({ id }) => id));

describe("forAudience", () => {
	it("gives the internal site everything", async () => {
		const all = await allRecords();
		expect(forAudience(all, "internal")).toBe(all);
		expect(tables(all)).toContain("audit.access_log");
	});

	it("keeps internal tables and all people from the public site", async () => {
		const all = await allRecords();
		const open = forAudience(all, "public");
		expect(tables(open)).toEqual(tables(all).filter((id) => id !== "audit.access_log"));
		expect(JSON.stringify([open.records.catalogue, open.records.sources])).not.toContain("access_log");
		expect(open.records.people).toMatchObject({ people: [], hub: { signingKeys: [] } });
	});

	it("shows no source that policy does not name, and none at all without such a policy", async () => {
		for (const publication of [undefined, { publicSources: [], contact: "Extension 1" }]) {
			const all = await allRecords((each) => {
				const { publication: _, ...policy } = each.records.policy;
				return { ...each, records: { ...each.records, policy: publication ? { ...policy, publication } : policy } };
			});
			const open = forAudience(all, "public");
			expect([open.records.catalogue.sources, open.records.sources.sources, open.products]).toEqual([[], [], []]);
			expect([...open.glossary.values()].flatMap(({ fields }) => fields)).toEqual([]);
		}
	});

	it.each(["research.consents", '"research".consents'])(
		"leaves no trace of a table marked internal as %s: references, relations, rules, products, terms",
		async (name) => {
			const all = await allRecords(({ records, ...rest }) => ({
				...rest,
				records: {
					...records,
					catalogue: {
						...records.catalogue,
						sources: records.catalogue.sources.map((source) => ({
							...source,
							relations: [
								...source.relations,
								{ from: "clinical.notes.patient_id", to: "research.consents.patient_id" },
							],
						})),
					},
					sources: {
						...records.sources,
						sources: records.sources.sources.map((source) =>
							source.kind === "postgresql"
								? {
										...source,
										tables: { ...source.tables, [name]: { class: "patient" as const, internal: true as const } },
									}
								: source,
						),
					},
				},
			}));
			const open = forAudience(all, "public");
			expect(JSON.stringify(open.records.catalogue.sources)).not.toMatch(/research\.consents/);
			expect(JSON.stringify(open.records.sources)).not.toMatch(/research"?\\?"?\.consents/);
			expect(JSON.stringify(open.products)).not.toContain("research.consents");
			expect(JSON.stringify([...open.glossary.values()].map(({ fields }) => fields))).not.toContain(
				"research.consents",
			);
		},
	);

	it("names neither an internal table nor a person in words, comments and rules of what it shows", async () => {
		const said = "See audit.access_log and ask Robbie Records.";
		const all = await allRecords(({ records, glossary, products }) => ({
			glossary: new Map(
				[...glossary].map(([id, term]) => [
					id,
					{ ...term, title: said, definition: said, synonyms: [said], examples: [said] },
				]),
			),
			products: products.map((product) => ({
				...product,
				...{ title: said, description: said, audience: said, refresh: said, owner: said },
			})),
			records: {
				...records,
				catalogue: {
					sources: records.catalogue.sources.map((source) => ({
						...source,
						title: said,
						tables: source.tables.map((table) => ({
							...table,
							...{ title: said, description: said, owner: said },
							metadata: {
								...table.metadata,
								...{ comment: said, checks: [said] },
								fields: table.metadata.fields.map((metadata) => ({ ...metadata, comment: said })),
							},
							fields: table.fields.map((field) => ({
								...field,
								metadata: { ...field.metadata, comment: said },
								documentation: {
									...field.documentation,
									...{ description: said, origin: said, owner: said, glossary: [said] },
									values: [{ value: "1", meaning: said }],
								},
							})),
						})),
					})),
				},
			},
		}));
		const { records, glossary, products } = forAudience(all, "public");
		const text = JSON.stringify([records.catalogue, [...glossary], products]);
		expect(text).toContain("See [table redacted] and ask [name redacted].");
		expect(text).not.toMatch(/access_log|Robbie Records/);
	});
});
