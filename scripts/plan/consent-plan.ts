import type { CatalogueTable } from "../dictionary/catalogue.ts";
import { formatTableId, parseTableId } from "../dictionary/field-id.ts";
import { type Link, linksOf } from "../dictionary/link.ts";
import { error, type Issue } from "../issue/issue.ts";
import { planObjections } from "../request/objections.ts";
import type { OptOutRule, Policy, SharingRequest } from "../schema/types.ts";
import type { Cohort, RowGroup } from "./cohort.ts";
import type { ColumnCondition } from "./condition.ts";
import { consentProblems } from "./consent-problem.ts";
import { notObjectingCondition, optOutProblem } from "./opt-out.ts";
import type { PatientList } from "./patient-list.ts";
import { type ConditionContext, resolveCondition } from "./resolve-condition.ts";

/** What consent and objections mean for a cohort. */
export type ConsentPlan = Pick<Cohort, "consent" | "withdrawal" | "notObjecting" | "lists">;

const confidentialityPath: Issue["path"] = ["law", "confidentiality"];

/**
 * Applies the source's consent rule and its rules about objections to a request.
 *
 * - Explicit consent: only patients whose consent for the purpose named has been given and not
 *   withdrawn since. It counts for more than a general objection.
 * - On any basis, whoever has withdrawn consent is left out, also where a day of withdrawal lies ahead, until they consent
 *   to the same again on a later day. With explicit consent it is the purpose named that must not have been withdrawn;
 *   on every other basis no purpose counts for less than another, whatever the request names. A withdrawal of which the
 *   purpose is not known counts for all.
 * - Otherwise only patients stay who do not object by any of the rules that `planObjections` finds to
 *   apply: one of whom nothing is recorded may have objected where nobody wrote it down.
 */
export function planConsent(
	request: SharingRequest,
	policy: Pick<Policy, "optOut">,
	context: ConditionContext,
): ConsentPlan {
	const { source, report } = context;
	const { basis, consentPurpose } = request.law.confidentiality;
	const explicit = basis === "explicit-consent";
	const objections = planObjections(request, source.optOut, policy).heeded.map((rule) => heeded(rule, context));
	const notObjecting = objections.flatMap(({ row }) => row ?? []);
	const lists = objections.flatMap(({ list }) => list ?? []);
	const objecting = {
		...(notObjecting.length === 0 ? {} : { notObjecting }),
		...(lists.length === 0 ? {} : { lists }),
	};
	for (const { message } of consentProblems(request.law.confidentiality, source)) {
		report(error("consent", confidentialityPath, message));
	}
	const rows = consentRows(explicit ? consentPurpose : undefined, context);
	if (rows === undefined) return objecting;
	return { ...(explicit ? { consent: rows.given } : {}), withdrawal: rows.withdrawal, ...objecting };
}

function consentRows(
	purpose: string | undefined,
	context: ConditionContext,
):
	| { readonly given: NonNullable<Cohort["consent"]>; readonly withdrawal: NonNullable<Cohort["withdrawal"]> }
	| undefined {
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
	const isDay = resolveCondition({ field: rule.withdrawn, before: "2000-01-01" }, confidentialityPath, context);
	const ended = resolveCondition({ field: rule.withdrawn, is_null: false }, confidentialityPath, context);
	if (!whose || !about || !given || !isDay || !ended) return undefined;
	const { table } = whose;
	if ([about, given, ended].some((found) => found.table.id !== table.id)) {
		context.report(
			error("consent", confidentialityPath, "the source list's consent rule names columns of more than one table"),
		);
		return undefined;
	}
	const link = linkToPatient(table, whose.condition.column, context);
	const name = { schema: table.metadata.schema, table: table.metadata.table };
	const row = (conditions: readonly ColumnCondition[]): RowGroup => ({ table: name, path: [link], conditions });
	const { tests: _, ...givenColumn } = given.condition;
	const { tests: __, ...withdrawnColumn } = ended.condition;
	return {
		given: { row: row([about.condition]), given: givenColumn },
		withdrawal: {
			row: row([ended.condition]),
			...(purpose === undefined ? {} : { about: purpose }),
			patient: whose.condition.column,
			purpose: about.condition.column,
			given: givenColumn,
			withdrawn: withdrawnColumn,
		},
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

/**
 * What a rule asks of each patient: a row of their own that says that they do not object, or to pass a list. A rule that
 * cannot be applied is an error, never passed over.
 */
function heeded(rule: OptOutRule, context: ConditionContext): { readonly row?: RowGroup; readonly list?: PatientList } {
	const problem = optOutProblem(rule, context.source);
	if (problem !== undefined) {
		context.report(
			error("opt-out", confidentialityPath, `the source list's opt-out rule cannot be applied: ${problem}`),
		);
		return {};
	}
	const condition = "list" in rule ? { field: rule.key, is_null: false } : notObjectingCondition(rule);
	const found = resolveCondition(condition, confidentialityPath, context);
	if (found === undefined) return {};
	if ("list" in rule) return { list: { form: rule.list, column: found.condition.column, heldIn: "table" } };
	const { schema, table } = found.table.metadata;
	return { row: { table: { schema, table }, path: [], conditions: [found.condition] } };
}
