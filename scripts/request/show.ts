import { findTable } from "../dictionary/catalogue.ts";
import { findTerm, organisationName, personName } from "../records/lookup.ts";
import type { Records } from "../records/records.ts";
import type { SharingRequest } from "../schema/types.ts";
import { onOneLine } from "../text/quote.ts";
import { clauseWords, fieldWords, rangeWords } from "./words.ts";

/** A request in plain words for a terminal or a mail, line by line: who, what for, on what ground, which data, how long. */
export function describeRequest(project: string, request: SharingRequest, records: Records): readonly string[] {
	const context = { catalogue: records.catalogue, source: request.source };
	const person = (id: string) => personName(records.people, id);
	const purpose = (id: string) => {
		const label = findTerm(records, "purposes", id)?.label;
		return label === undefined ? id : `${label} (${id})`;
	};
	const { law, retention } = request;
	return [
		`${project}: ${onOneLine(request.title)}`,
		"",
		`Asked by ${person(request.requester)} for ${organisationName(records.organisations, request.organisation)}${request.writtenBy === undefined ? "" : `, written by ${person(request.writtenBy)}`}`,
		`Team: ${request.team.map(person).join(", ")}`,
		`Agreement: ${request.agreement}`,
		`Purposes: ${request.purposes.map(purpose).join(", ")}`,
		`Law: Article ${law.article6}, Article ${law.article9}, ${[law.confidentiality.basis, law.confidentiality.consentPurpose, law.confidentiality.reference].filter((part) => part !== undefined).join(", ")}`,
		...section("What it is for", paragraphs(request.summary)),
		...section("What patients gain", paragraphs(request.benefit)),
		...section(
			"Patients who meet all of these",
			request.cohort.map((clause) => `- ${clauseWords(clause, context)}`),
		),
		...Object.entries(request.rows ?? {}).flatMap(([table, clauses]) =>
			section(
				`Of ${onOneLine(table)} only rows that meet all of these`,
				clauses.map((clause) => `- ${clauseWords(clause, context)}`),
			),
		),
		...fieldSections(request, records),
		...section(
			"Ranges agreed",
			(request.ranges ?? []).map((range) => `- ${rangeWords(range, context)}`),
		),
		...section("Keeping", [
			`${retention.months} months${retention.place === undefined ? "" : `, at ${onOneLine(retention.place)}`}`,
			...paragraphs(retention.destruction),
		]),
	].map(onOneLine);
}

function fieldSections(request: SharingRequest, { catalogue }: Records): readonly string[] {
	const context = { catalogue, source: request.source };
	// The table is all of an id but its last part, which may be quoted and hold dots.
	const tableOf = (field: string) => field.replace(/\.(?:"(?:[^"]|"")*"|[^".]*)$/, "");
	return [...Map.groupBy(request.fields, ({ field }) => tableOf(field))].flatMap(([table, fields]) => {
		const title = findTable(catalogue, request.source, table)?.title;
		const heading = title === undefined || title === table ? table : `${title} (${table})`;
		const lines = fields.flatMap((field) => [`- ${fieldWords(field, context)}`, `  ${field.reason.trim()}`]);
		return section(onOneLine(heading), lines);
	});
}

function section(heading: string, lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? [] : ["", heading, ...lines.map((line) => `  ${line}`)];
}

function paragraphs(text: string): readonly string[] {
	return text.trim().split(/\r?\n/);
}
