import type { CheckContext } from "../../../scripts/check/context.ts";
import { type CatalogueTable, findField, findSource, findTable } from "../../../scripts/dictionary/catalogue.ts";
import { formatFieldId } from "../../../scripts/dictionary/field-id.ts";
import { type Link, linksOf } from "../../../scripts/dictionary/link.ts";
import { pathToPatient } from "../../../scripts/dictionary/path-to-patient.ts";
import type { DraftField, DraftRequest } from "./draft.ts";
import { fieldProblem, firstTreatment } from "./treatments.ts";

/** A field without which tables of a request cannot be joined, ready to be asked for. */
export interface JoinField extends DraftField {
	/** Why it is needed, in words. */
	readonly why: string;
}

/**
 * The fields that a request lacks to be put together again: of each pair of its tables that a key joins the columns on
 * both sides, and of a table about patients the first step of its way to them. Each is treated as the other side is.
 */
export function missingJoins(
	request: Pick<DraftRequest, "source" | "fields">,
	context: CheckContext,
): readonly JoinField[] {
	const source = findSource(context.catalogue, request.source);
	if (source === undefined) return [];
	const asked = new Map(
		request.fields.flatMap(({ field, treatment }) => {
			const found = findField(context.catalogue, request.source, field);
			return found === undefined ? [] : [[found.id, { treatment, table: found.table }] as const];
		}),
	);
	const tables = [...new Set([...asked.values()].map(({ table }) => table))].flatMap(
		(id) => findTable(context.catalogue, request.source, id) ?? [],
	);
	const suggested = new Map<string, JoinField>();
	const suggest = (id: string, partner: string | undefined, why: string): void => {
		if (asked.has(id) || suggested.has(id) || fieldProblem(id, source.id, context) !== undefined) return;
		const other =
			partner === undefined ? undefined : (asked.get(partner)?.treatment ?? suggested.get(partner)?.treatment);
		const treatment = other === "keep" || other === "pseudonymise" ? other : keyTreatment(id, request.source, context);
		suggested.set(id, { field: id, treatment, reason: why, why });
	};
	for (const table of tables) {
		for (const link of linksOf(source, table)) {
			const target = tables.find(({ id }) => id === link.tableId);
			// A reference to its own table, such as a patient's to their mother, joins no two tables.
			if (target === undefined || target.id === table.id) continue;
			for (const [from, to] of pairsOf(table, link)) {
				const why = `Joins ${table.title} to ${target.title}.`;
				suggest(to, from, why);
				suggest(from, to, why);
			}
		}
		const [first] = table.class === "patient" ? (pathToPatient(source, table).path ?? []) : [];
		if (first === undefined || tables.some(({ id }) => id === first.tableId)) continue;
		for (const [from] of pairsOf(table, first))
			suggest(from, undefined, `Tells which rows of ${table.title} belong together.`);
	}
	return [...suggested.values()];
}

function pairsOf(table: CatalogueTable, { columns, table: target, to }: Link): readonly (readonly [string, string])[] {
	const { schema, table: name } = table.metadata;
	return columns.map((column, index) => [
		formatFieldId({ schema, table: name, column }),
		formatFieldId({ ...target, column: to[index] ?? "" }),
	]);
}

/** A key about patients goes out as a code, where policy lets it; one of a table that explains codes as it is. */
function keyTreatment(id: string, source: string, context: CheckContext): string {
	const field = findField(context.catalogue, source, id);
	const sensitivity = field?.documentation.sensitivity;
	const table = field && findTable(context.catalogue, source, field.table);
	const isIdentifier =
		table?.class === "patient" && (field?.name === table.metadata.key[0] || sensitivity !== "ordinary");
	const allowed =
		sensitivity === undefined || sensitivity === "free-text" ? [] : context.policy.treatments[sensitivity];
	return isIdentifier && allowed.includes("pseudonymise") && sensitivity !== "special-category"
		? "pseudonymise"
		: firstTreatment(id, source, context);
}
