import { formatFieldId, formatTableId } from "../../dictionary/field-id.ts";
import { isTable, listedTable } from "../../dictionary/listed-table.ts";
import type { DictionaryEntry, Source } from "../../schema/types.ts";
import { hasCompatibleType } from "./compatible-type.ts";
import { isGenericName } from "./relation-names.ts";
import type { OpenQuestion } from "./relations.ts";

/**
 * Columns of tables that lead to no patient with the name and type of a unique column of the patient table, such as an
 * NHS number. That is no proof: a number may have been typed in, be used again, or be another system's. So a person has
 * to look, and at one column of a table at most.
 *
 * @param leading ids of the tables that lead to the patients
 */
export function findSharedIdentifiers(
	tables: readonly DictionaryEntry[],
	source: Source,
	leading: ReadonlySet<string>,
): OpenQuestion[] {
	const patients = tables.find((table) => isTable(source.patient.table, formatTableId(table)));
	if (patients === undefined) return [];
	const keys = new Set([...patients.key, source.patient.key]);
	const unique = new Set((patients.uniqueKeys ?? []).flatMap((key) => (key.length === 1 ? key : [])));
	const shared = patients.fields.filter(({ name }) => unique.has(name) && !keys.has(name) && !isGenericName(name));
	return tables.flatMap((table) => {
		const id = formatTableId(table);
		if (leading.has(id) || listedTable(source, id) !== undefined) return [];
		for (const field of table.fields) {
			const same = shared.find(({ name }) => name.toLowerCase() === field.name.toLowerCase());
			if (same === undefined || !hasCompatibleType(same, field)) continue;
			const [from, to] = [
				formatFieldId({ ...table, column: field.name }),
				formatFieldId({ ...patients, column: same.name }),
			];
			return [{ from, about: `has the name of ${to}, which is unique but not the patient's key` }];
		}
		return [];
	});
}
