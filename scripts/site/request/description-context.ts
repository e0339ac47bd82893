import { type Catalogue, findTable } from "../../dictionary/catalogue.ts";
import { formatTableId, parseFieldId } from "../../dictionary/field-id.ts";
import { formatDay } from "../../document/day.ts";
import type { DescriptionContext } from "../../request/description.ts";

/**
 * How pages tell of conditions: days as `1 February 2023`, fields as `sex of Patients (clinical.patients.sex)`. A field
 * of a table that the catalogue does not hold stays an id. Browser-safe.
 */
export function pageDescriptionContext(catalogue: Catalogue, source: string): DescriptionContext {
	const field = (id: string) => {
		const name = parseFieldId(id);
		const table = name && findTable(catalogue, source, formatTableId(name));
		return name === undefined || table === undefined ? id : `${name.column} of ${table.title} (${id})`;
	};
	return { catalogue, source, day: formatDay, field };
}
