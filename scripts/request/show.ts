import { type CatalogueSource, type CatalogueTable, findSource, findTable } from "../dictionary/catalogue.ts";
import { describePatientPath } from "../dictionary/describe-patient-path.ts";
import { tableId } from "../dictionary/field-id.ts";
import { isPatientTable } from "../dictionary/path-to-patient.ts";
import type { Records } from "../records/records.ts";
import type { SharingRequest } from "../schema/types.ts";
import { formatList } from "../text/list.ts";
import { onOneLine } from "../text/quote.ts";
import { askerFacts, contractFacts, lawFacts } from "./case-facts.ts";
import { describeCohort } from "./describe-cohort.ts";
import { describeClause, describeContractRange, describeField } from "./description.ts";
import { fieldTable } from "./field-table.ts";
import { limitedTables } from "./filtered-step.ts";
import { describeAgreementLimits, describeSource, describeTeamKeys, describeValueSets } from "./rests-on.ts";

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
		`Source: ${describeSource(request, records)}`,
		...section(
			"What the agreement allows",
			describeAgreementLimits(request, records).map((line) => `- ${line}`),
		),
		...section(
			"Keys that could open the package",
			describeTeamKeys(request, records).map((line) => `- ${line}`),
		),
		...section("What it is for", paragraphs(request.summary)),
		...section("What patients gain", paragraphs(request.benefit)),
		...section(
			"Patients who meet all of these",
			describeCohort(request.cohort, context).map(({ text }) => `- ${text}`),
		),
		...section(
			"Values of the value sets named",
			describeValueSets(request, records).map((line) => `- ${line}`),
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
	const source = findSource(catalogue, request.source);
	const limited = new Set((source === undefined ? [] : limitedTables(source, request)).map(({ table }) => table.id));
	const filtered = new Set(Object.keys(request.rows ?? {}).map((table) => tableId(table) ?? table));
	return [...Map.groupBy(request.fields, ({ field }) => fieldTable(field))].flatMap(([table, fields]) => {
		const found = findTable(catalogue, request.source, table);
		const heading = found === undefined || found.title === table ? table : `${found.title} (${table})`;
		const lines = fields.flatMap((field) => [`- ${describeField(field, context)}`, `  ${field.reason.trim()}`]);
		const rows =
			source === undefined || found === undefined
				? []
				: describeRows(source, found, filtered.has(table) || limited.has(table));
		return section(onOneLine(heading), [...rows, ...lines]);
	});
}

/** Which rows of a table come along, and by which way they are known to be a patient's. */
function describeRows(source: CatalogueSource, table: CatalogueTable, isLimited: boolean): readonly string[] {
	if (table.class === "reference") {
		return [
			`Reference data about no patient, ${isLimited ? "only rows that meet the conditions above" : "shared whole"}.`,
		];
	}
	if (table.class !== "patient") return [];
	const way = describePatientPath(source, table);
	if (isLimited || isPatientTable(source, table)) return way;
	return [...way, "All rows of each patient, not only those of a visit or event that a condition is about."];
}

function section(heading: string, lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? [] : ["", heading, ...lines.map((line) => `  ${line}`)];
}

function paragraphs(text: string): readonly string[] {
	return text.trim().split(/\r?\n/);
}
