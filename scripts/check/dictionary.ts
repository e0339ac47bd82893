import { type CatalogueSource, findField, findTable } from "../dictionary/catalogue.ts";
import { listedTables } from "../dictionary/listed-table.ts";
import type { ColumnIds } from "../dictionary/relation.ts";
import { error, type Issue, warning } from "../issue/issue.ts";
import { suggestion } from "../issue/suggestion.ts";
import { optOutProblem } from "../plan/opt-out.ts";
import { isDatabase } from "../records/listed-sources.ts";
import { sourcesFile, vocabularyPath } from "../records/paths.ts";
import type { Records } from "../records/records.ts";
import type { Source } from "../schema/types.ts";
import { findIdentifying } from "../text/identifying.ts";
import { quoted } from "../text/quote.ts";
import { withArticle } from "../text/with-article.ts";
import { checkPaths } from "./paths.ts";
import { checkOneTable, checkRelations } from "./relations.ts";
import { repeated } from "./repeated.ts";
import { reservedSources } from "./reserved.ts";

/** Checks the source list against the dictionary, and source list and vocabularies for repeated and reserved ids. */
export function checkDictionary({ sources, catalogue, vocabularies }: Records): readonly Issue[] {
	const list = sources.sources.flatMap((source, index) => {
		const described = catalogue.sources.find(({ id }) => id === source.id);
		// Before its first survey a source has no pages to compare with.
		return !isDatabase(source) || described === undefined || described.tables.length === 0
			? []
			: checkSource(source, described, ["sources", index]);
	});
	return [
		...[
			...repeated(
				sources.sources.map(({ id }) => id),
				["sources"],
				"id",
			),
			...reserved(sources),
			...list,
		].map((issue) => ({ ...issue, file: sourcesFile })),
		...[...vocabularies].flatMap(([name, { terms }]) =>
			repeated(
				terms.map(({ id }) => id),
				["terms"],
				"id",
			).map((issue) => ({ ...issue, file: vocabularyPath(name) })),
		),
		...["purposes", "value-sets"]
			.filter((name) => !vocabularies.has(name))
			.map((name) => ({
				...error("missing-file", [], "the file is missing or cannot be read", "Requests choose from it."),
				file: vocabularyPath(name),
			})),
	];
}

/** Ids that would give a source the address of another page of the site. */
function reserved({ sources }: Records["sources"]): readonly Issue[] {
	return sources.flatMap(({ id }, index) =>
		reservedSources.includes(id)
			? [error("reserved-id", ["sources", index, "id"], `${quoted(id)} is reserved`, "Choose another id.")]
			: [],
	);
}

function checkSource(source: Source, described: CatalogueSource, at: Issue["path"]): readonly Issue[] {
	const catalogue = { sources: [described] };
	const named: readonly Named[] = [
		...(source.relations ?? []).flatMap(({ from, to }, index) => [
			{ ids: from, path: ["relations", index, "from"] },
			{ ids: to, path: ["relations", index, "to"] },
		]),
		...Object.entries(source.consent ?? {}).map(([key, id]) => ({ ids: String(id), path: ["consent", key] })),
		...(source.optOut === undefined ? [] : [{ ids: source.optOut.field, path: ["optOut", "field"] }]),
		...pathSteps(source),
	];
	const known = described.tables.flatMap((table) => table.fields.map(({ id }) => id));
	const fields = named.flatMap(({ ids, path }) =>
		typeof ids === "string" ? [{ id: ids, path }] : ids.map((id, index) => ({ id, path: [...path, index] })),
	);
	const columns = [
		...fields.flatMap(({ id, path }) => {
			const full = [...at, ...path];
			const field = findField(catalogue, source.id, id);
			if (field === undefined)
				return [error("unknown-field", full, `unknown field ${quoted(id)}`, suggestion(id, known))];
			if (field.metadata.retired === undefined) return [];
			const fix = "Correct the name, or take it out.";
			return [error("retired-field", full, `${quoted(id)} is retired: the database no longer has it`, fix)];
		}),
		...pathSteps(source).flatMap(({ ids, path }) => checkOneTable(ids, [...at, ...path])),
	];
	return [
		...columns,
		...checkRelations(source, described, at),
		...checkPaths(source, described, at, columns),
		...checkPatientTable(source, described, at),
		...checkOptOut(source, described, at),
	];
}

/** Checks that the opt-out rule can be applied: otherwise patients' objections would be missed. */
function checkOptOut({ optOut }: Source, described: CatalogueSource, at: Issue["path"]): readonly Issue[] {
	const problem = optOut && optOutProblem(optOut, described);
	if (problem === undefined) return [];
	const fix = "Name a true-or-false column of the patient table, such as a column of a view that works it out.";
	return [error("opt-out", [...at, "optOut", "field"], problem, fix)];
}

/** Columns as the source list names them, with their place in it. */
interface Named {
	readonly ids: ColumnIds;
	readonly path: Issue["path"];
}

function pathSteps(source: Source): Named[] {
	return Object.entries(listedTables(source)).flatMap(([table, { path = [] }]) =>
		path.map((ids, index) => ({ ids, path: ["tables", table, "path", index] })),
	);
}

function checkPatientTable({ id, patient }: Source, described: CatalogueSource, at: Issue["path"]): readonly Issue[] {
	const table = findTable({ sources: [described] }, id, patient.table);
	if (table === undefined) {
		const fix = suggestion(
			patient.table,
			described.tables.map((each) => each.id),
		);
		return [error("unknown-table", [...at, "patient", "table"], `unknown table ${quoted(patient.table)}`, fix)];
	}
	const found: Issue[] = [];
	if (table.class !== "patient") {
		found.push(
			error("patient-table", [...at, "patient", "table"], `the patient table ${table.id} must be of class patient`),
		);
	}
	if (!table.fields.some(({ name }) => name === patient.key)) {
		const fix = suggestion(
			patient.key,
			table.fields.map(({ name }) => name),
		);
		found.push(
			error("unknown-field", [...at, "patient", "key"], `${table.id} has no column ${quoted(patient.key)}`, fix),
		);
	}
	return found;
}

/**
 * Warns where a page that people write has something that looks like a patient's detail. It is no error, since a
 * description may give an example of how a code is written. The text is not repeated.
 */
export function checkPage(file: string, text: string): readonly Issue[] {
	return findIdentifying(text).map(({ kind, index }) => {
		const before = text.slice(0, index).split("\n");
		const what = `this looks like ${withArticle(kind)}`;
		const fix = "Pages are kept for ever: remove it if it is anybody's, and tell the data custodian.";
		return {
			...warning("identifying-text", [], what, fix),
			file,
			line: before.length,
			column: (before.at(-1) ?? "").length + 1,
		};
	});
}
