import type { CatalogueTable } from "../dictionary/catalogue.ts";
import { formatTableId, parseTableId } from "../dictionary/field-id.ts";
import { type Link, linksOf } from "../dictionary/link.ts";
import { error, type Issue } from "../issue/issue.ts";
import type { SharingRequest } from "../schema/types.ts";
import type { Cohort, RowGroup } from "./cohort.ts";
import type { ColumnCondition } from "./condition.ts";
import { consentProblems } from "./consent-problem.ts";
import { optOutProblem } from "./opt-out.ts";
import { type ConditionContext, resolveCondition } from "./resolve-condition.ts";

/** What consent and objections mean for a cohort. */
export interface ConsentPlan {
	/** For explicit consent only: the row of a consent that is in force. */
	readonly consent?: NonNullable<Cohort["consent"]>;
	/** Rows that each of the patients must have: their own, saying that they do not object. */
	readonly all: readonly RowGroup[];
	/** Rows that none of the patients may have. */
	readonly none: readonly RowGroup[];
}

const confidentialityPath: Issue["path"] = ["law", "confidentiality"];

/**
 * Applies the source's consent rule and opt-out to a request.
 *
 * - Explicit consent: only patients whose consent for the purpose named has been given and not
 *   withdrawn. It counts for more than a general objection.
 * - On any basis, whoever has withdrawn consent for the purpose named is left out, also where a day
 *   of withdrawal lies ahead. A request that names no purpose could be for any, so whoever has
 *   withdrawn consent for any purpose is left out of it.
 * - Otherwise only patients stay of whom it is recorded that they do not object to sharing: one of
 *   whom nothing is recorded may have objected where nobody wrote it down.
 */
export function planConsent(request: SharingRequest, context: ConditionContext): ConsentPlan {
	const { source, report } = context;
	const { basis, consentPurpose } = request.law.confidentiality;
	const explicit = basis === "explicit-consent";
	const objection = explicit ? [] : notObjecting(context);
	for (const { message } of consentProblems(request.law.confidentiality, source)) {
		report(error("consent", confidentialityPath, message));
	}
	const rows = consentRows(consentPurpose, context);
	if (rows === undefined) return { all: objection, none: [] };
	return { ...(explicit ? { consent: rows.inForce } : {}), all: objection, none: [rows.withdrawn] };
}

function consentRows(purpose: string | undefined, context: ConditionContext) {
	const rule = context.source.consent;
	if (rule === undefined) return undefined;
	const whose = resolveCondition({ field: rule.patient, is_null: false }, confidentialityPath, context);
	const about = resolveCondition(
		{ field: rule.purpose, ...(purpose === undefined ? { is_null: false } : { is: purpose }) },
		confidentialityPath,
		context,
	);
	// Any day will do: it shows that the column can be compared with one.
	const given = resolveCondition({ field: rule.given, before: "2000-01-01" }, confidentialityPath, context);
	const stands = resolveCondition({ field: rule.withdrawn, is_null: true }, confidentialityPath, context);
	const ended = resolveCondition({ field: rule.withdrawn, is_null: false }, confidentialityPath, context);
	if (!whose || !about || !given || !stands || !ended) return undefined;
	const { table } = whose;
	if ([about, given, stands].some((found) => found.table.id !== table.id)) {
		context.report(
			error("consent", confidentialityPath, "the source list's consent rule names columns of more than one table"),
		);
		return undefined;
	}
	const link = linkToPatient(table, whose.condition.column, context);
	const name = { schema: table.metadata.schema, table: table.metadata.table };
	const row = (conditions: readonly ColumnCondition[]): RowGroup => ({ table: name, path: [link], conditions });
	const { tests: _, ...givenColumn } = given.condition;
	return {
		inForce: { row: row([about.condition, stands.condition]), given: givenColumn },
		withdrawn: row([about.condition, ended.condition]),
	};
}

/** The rule's column refers to the patient's key, unless a foreign key says that it refers to another column. */
function linkToPatient(table: CatalogueTable, column: string, { source }: ConditionContext): Link {
	const patient = parseTableId(source.patient.table) ?? { schema: "", table: "" };
	const tableId = formatTableId(patient);
	const declared = linksOf(source, table).find(
		({ columns, tableId: target }) => columns.length === 1 && columns[0] === column && target === tableId,
	);
	return (
		declared ?? {
			columns: [column],
			table: patient,
			tableId,
			to: [source.patient.key],
			enforced: false,
			declaredBy: "people",
		}
	);
}

/** The patients' own rows that say that they do not object. A rule that cannot be applied is an error, never passed over. */
function notObjecting(context: ConditionContext): readonly RowGroup[] {
	const rule = context.source.optOut;
	if (rule === undefined) return [];
	const problem = optOutProblem(rule, context.source);
	if (problem !== undefined) {
		context.report(
			error("opt-out", confidentialityPath, `the source list's opt-out rule cannot be applied: ${problem}`),
		);
		return [];
	}
	const found = resolveCondition({ field: rule.field, is: false }, confidentialityPath, context);
	if (found === undefined) return [];
	const { schema, table } = found.table.metadata;
	return [{ table: { schema, table }, path: [], conditions: [found.condition] }];
}
