import type { Catalogue, CatalogueSource, CatalogueTable } from "../dictionary/catalogue.ts";
import { findSource } from "../dictionary/catalogue.ts";
import { plainType } from "../dictionary/column-type.ts";
import { formatTableId, parseTableId, type TableName } from "../dictionary/field-id.ts";
import { pathToPatient } from "../dictionary/path-to-patient.ts";
import { parseRelation } from "../dictionary/relation.ts";
import { rootColumn } from "../dictionary/root-column.ts";
import { error, hasErrors, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import { sourcesFile } from "../records/paths.ts";
import { filteredSteps } from "../request/filtered-step.ts";
import { planObjections, recordedObjections } from "../request/objections.ts";
import type { ObjectionsDone, Policy, SharingRequest, Vocabulary } from "../schema/types.ts";
import type { Cohort, PatientKey } from "./cohort.ts";
import { planCohort } from "./cohort-plan.ts";
import { planColumns } from "./column-plan.ts";
import { dataFile } from "./data-file.ts";
import { planRanges, type SharedRange } from "./range-plan.ts";
import type { ConditionContext } from "./resolve-condition.ts";
import { planRowRules, type RowRule } from "./row-rule.ts";
import { planLinks } from "./share-links.ts";
import { shareNames } from "./share-name.ts";
import type { SharedColumn, SharedTable, UnlinkedTable } from "./shared-table.ts";

/** What a delivery will hold, worked out from the request and the dictionary alone: no database is asked. */
export interface SharePlan {
	/** Id of the source. */
	readonly source: string;
	readonly patient: PatientKey;
	readonly cohort: Cohort;
	/** What is done about objections to sharing; which lists there are, only the copy tells. */
	readonly objections: ObjectionsDone;
	/** How many days old a list of objections may be; absent where policy does not say, and then none counts. */
	readonly maxListDays?: number;
	/** In the order of their ids. */
	readonly tables: readonly SharedTable[];
	/** The source's tables of reference data, which tell of no patient. */
	readonly referenceTables: readonly TableName[];
	/** What values must lie within, by contract and by the dictionary. */
	readonly ranges: readonly SharedRange[];
	/** The most days by which dates are moved. */
	readonly maxShiftDays: number;
}

/** The records that a plan is made from; both `Records` and `CheckContext` are such. */
export interface PlanRecords {
	readonly catalogue: Catalogue;
	readonly policy: Policy;
	readonly vocabularies: ReadonlyMap<string, Vocabulary>;
}

/**
 * Works out what a request would share.
 *
 * @throws UserError `invalid` with every issue, where the request cannot be turned into a delivery
 */
export function planShare(request: SharingRequest, records: PlanRecords): SharePlan {
	const source = findSource(records.catalogue, request.source);
	if (source === undefined) throw refusal([error("source", ["source"], `there is no source ${request.source}`)]);
	const issues: Issue[] = [];
	const context: ConditionContext = {
		source,
		vocabularies: records.vocabularies,
		report: (issue) => void issues.push(issue),
	};
	issues.push(...malformedRelations(source));
	const patient = planPatient(context);
	const cohort = planCohort(request, records.policy, context);
	const chosen = planColumns(request.fields, context);
	const rowRules = planRowRules(request, context);
	const bare = source.tables.flatMap((table) => {
		const columns = table.fields.flatMap((field) => chosen.get(field.id) ?? []);
		return columns.length === 0 ? [] : planTable(table, columns, request, rowRules, context);
	});
	const names = shareNames(bare.map(({ table }) => table));
	const named = bare.map((table, index) => {
		const name = names[index] ?? "";
		return { ...table, name, file: dataFile(name, request.delivery.format) };
	});
	const tables = planLinks(named, context);
	const ranges = planRanges(request, tables, context);
	if (patient === undefined || hasErrors(issues)) throw refusal(issues);
	const { dateShift, optOut } = records.policy;
	return {
		source: source.id,
		patient,
		cohort,
		objections: recordedObjections(planObjections(request, source.optOut, records.policy)),
		...(optOut?.maxListDays === undefined ? {} : { maxListDays: optOut.maxListDays.value }),
		tables,
		referenceTables: source.tables
			.filter((table) => table.class === "reference")
			.map(({ metadata: { schema, table } }) => ({ schema, table })),
		ranges,
		maxShiftDays: dateShift.maxDays,
	};
}

/** A relation that cannot be read is no relation to leave out: without it, rows could be taken for another patient's. */
function malformedRelations({ relations }: CatalogueSource): readonly Issue[] {
	return relations.flatMap((relation, index) => {
		if (parseRelation(relation) !== undefined) return [];
		const message = `relation ${index + 1} of the source list does not join columns of one table to as many of another`;
		return [{ ...error("relation", ["relations", index], message, "Run hub check."), file: sourcesFile }];
	});
}

function planPatient({ source, report }: ConditionContext): PatientKey | undefined {
	const { key } = source.patient;
	const table = parseTableId(source.patient.table);
	const entry = table && source.tables.find(({ id }) => id === formatTableId(table));
	const field = entry?.fields.find(({ name }) => name === key);
	const root = table && rootColumn(source, table, key);
	if (table === undefined || field === undefined || root === undefined) {
		report(error("patient-table", ["source"], `the patient table ${source.patient.table} is not in the dictionary`));
		return undefined;
	}
	return { table, column: key, type: plainType(field.metadata), root };
}

function planTable(
	table: CatalogueTable,
	columns: readonly SharedColumn[],
	request: SharingRequest,
	rowRules: ReadonlyMap<string, RowRule>,
	context: ConditionContext,
): readonly Omit<UnlinkedTable, "name" | "file">[] {
	const { report, source } = context;
	if (table.class !== "patient" && table.class !== "reference") {
		report(
			error("not-shared", ["fields"], `${table.id} is not shared: the source list excludes it or does not name it`),
		);
		return [];
	}
	const { path, issue } = table.class === "patient" ? pathToPatient(source, table) : { path: [] };
	if (issue !== undefined) report({ ...issue, file: sourcesFile });
	const rules = filteredSteps(source, table, request).flatMap(({ step, tableId }) => {
		const rule = rowRules.get(tableId);
		return rule === undefined ? [] : [{ step, rule }];
	});
	return [
		{
			output: "rows",
			id: table.id,
			page: table.path,
			class: table.class,
			table: { schema: table.metadata.schema, table: table.metadata.table },
			path: path ?? [],
			columns,
			rules,
		},
	];
}

function refusal(issues: readonly Issue[]): UserError {
	return new UserError("invalid", "The request cannot be turned into a delivery.", issues);
}
