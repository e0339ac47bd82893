import { findSource, findTable } from "../dictionary/catalogue.ts";
import type { Records } from "../records/records.ts";
import type { SharingRequest } from "../schema/types.ts";
import { formatList } from "../text/list.ts";
import { onOneLine } from "../text/quote.ts";
import { askerFacts, contractFacts, lawFacts } from "./case-facts.ts";
import { describeClause, describeContractRange, describeField } from "./description.ts";
import { fieldTable } from "./field-table.ts";
import { limitedTables } from "./filtered-step.ts";

/** A request in plain words for a terminal or a mail, line by line: who, what for, on what legal basis, which data, how long. */
export function describeRequest(project: string, request: SharingRequest, records: Records): readonly string[] {
	const context = { catalogue: records.catalogue, source: request.source };
	const { retention } = request;
	return [
		`${project}: ${onOneLine(request.title)}`,
		"",
		...[...askerFacts(request, records), ...lawFacts(request, records), ...contractFacts(request, records)].map(
			({ label, text }) => `${label}: ${onOneLine(text)}`,
		),
		...section("What it is for", paragraphs(request.summary)),
		...section("What patients gain", paragraphs(request.benefit)),
		...section(
			"Patients who meet all of these",
			request.cohort.map((clause) => `- ${describeClause(clause, context)}`),
		),
		...Object.entries(request.rows ?? {}).flatMap(([table, clauses]) =>
			section(
				`Of ${onOneLine(table)} only rows that meet all of these`,
				clauses.map((clause) => `- ${describeClause(clause, context)}`),
			),
		),
		...limitSections(request, records),
		...fieldSections(request, records),
		...section(
			"Ranges agreed",
			(request.ranges ?? []).map((range) => `- ${describeContractRange(range, context)}`),
		),
		...(retention.place === undefined ? [] : section("Where it is kept", paragraphs(retention.place))),
	].map(onOneLine);
}

/** Which tables the conditions on rows of others limit, and which not though they might. */
function limitSections(request: SharingRequest, { catalogue }: Records): readonly string[] {
	const source = findSource(catalogue, request.source);
	const limited = source === undefined ? [] : limitedTables(source, request);
	return [
		...section(
			"So of these tables only rows that belong to such rows",
			limited.map(({ table, by }) => `- ${table.id}: rows of ${formatList(by)}`),
		),
		...section(
			"Of these tables also rows that belong to no such row",
			(request.unfilteredTables ?? []).map((table) => `- ${table}`),
		),
	];
}

function fieldSections(request: SharingRequest, { catalogue }: Records): readonly string[] {
	const context = { catalogue, source: request.source };
	return [...Map.groupBy(request.fields, ({ field }) => fieldTable(field))].flatMap(([table, fields]) => {
		const title = findTable(catalogue, request.source, table)?.title;
		const heading = title === undefined || title === table ? table : `${title} (${table})`;
		const lines = fields.flatMap((field) => [`- ${describeField(field, context)}`, `  ${field.reason.trim()}`]);
		return section(onOneLine(heading), lines);
	});
}

function section(heading: string, lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? [] : ["", heading, ...lines.map((line) => `  ${line}`)];
}

function paragraphs(text: string): readonly string[] {
	return text.trim().split(/\r?\n/);
}
