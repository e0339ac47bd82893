import { describe, expect, it } from "vitest";
import type { Records } from "../../../scripts/records/records.ts";
import { redactorOf } from "../../../scripts/site/audience/redactor.ts";
import { unfiltered } from "../../../scripts/site/reading/unfiltered.ts";
import { siteReading } from "../../support/site.ts";

const { records: all } = unfiltered(await siteReading("internal"));

/** The demonstration's records with tables marked internal. */
function hiding(...names: readonly string[]): Records {
	const internal = names.map((name) => [name, { class: "patient", internal: true }] as const);
	return {
		...all,
		sources: {
			...all.sources,
			sources: all.sources.sources.map((source) =>
				source.kind === "postgresql"
					? { ...source, tables: { ...source.tables, ...Object.fromEntries(internal) } }
					: source,
			),
		},
	};
}

const plain = redactorOf(hiding("clinical.visits", "clinical.visit_summaries", 'clinical."Odd (one)"'));

describe("words for the public", () => {
	it.each([
		["Joined to clinical.visits.", "Joined to [table redacted]."],
		["`clinical.visits.kind` and CLINICAL.VISITS", "`[table redacted]` and [table redacted]"],
		['"clinical".visits."kind of" is', "[table redacted] is"],
		['the rows of clinical."Odd (one)"', "the rows of [table redacted]"],
		["CHECK (visit_summaries_ok(clinical.visit_summaries))", "CHECK (visit_summaries_ok([table redacted]))"],
		["see visit_summaries", "see [table redacted]"],
		["see [the visits](clinical.visits.md) first", "see [the visits](#) first"],
		['see [it](../hampton/clinical.visits.md#kind "so")', 'see [it](# "so")'],
		["[v]: clinical.visits.md", "[v]: #"],
		["Joins Patients to Visits.", "Joins Patients to [table redacted]."],
		["Joins Visits to Patients.", "Joins [table redacted] to Patients."],
		["Ask Robbie Records about clinical.visits", "Ask [name redacted] about [table redacted]"],
		["see visit\\_summaries and visit&lowbar;summaries", "see [table redacted] and [table redacted]"],
		["see **clinical**.visits and clinical&#46;visits", "see [table redacted] and [table redacted]"],
		["see [it](clinical&period;visits.md)", "see [it](#)"],
		// Words that only look alike, and tables that may be known.
		["Visits are counted by clinical.patients", "Visits are counted by clinical.patients"],
		["clinical.visits_old and preclinical.visits", "clinical.visits_old and preclinical.visits"],
		["", ""],
	])("%s", (text, shown) => {
		expect(plain(text)).toBe(shown);
	});

	it("keep all tables where none is internal", () => {
		const sources = all.sources.sources.map((source) => ({ ...source, tables: {} }));
		const open = { ...all, sources: { ...all.sources, sources } } as Records;
		expect(redactorOf(open)("clinical.visits")).toBe("clinical.visits");
	});
});
