import { expect, it } from "vitest";
import sources from "../../scripts/schema/sources.schema.json" with { type: "json" };
import { sourceKinds } from "../../scripts/survey/source-kinds.ts";

it("knows how to survey every kind of source that the list of sources can name", () => {
	const named = Object.values(sources.$defs).flatMap((definition) =>
		"properties" in definition && "kind" in definition.properties ? definition.properties.kind.enum : [],
	);
	expect(named.length).toBeGreaterThan(1);
	expect(Object.keys(sourceKinds).sort()).toEqual(named.sort());
});
