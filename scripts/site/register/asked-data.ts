import { type Catalogue, findSource, findTable } from "../../dictionary/catalogue.ts";
import { formatTableId, parseFieldId } from "../../dictionary/field-id.ts";
import { identifyingMark, type MarkedField } from "../../dictionary/identifying-mark.ts";
import { conditionsIn } from "../../request/condition.ts";
import { describeCohort } from "../../request/describe-cohort.ts";
import { describeClause } from "../../request/description.ts";
import { fieldTable } from "../../request/field-table.ts";
import { limitedTables } from "../../request/filtered-step.ts";
import type { Clause, Sensitivity, SharingRequest } from "../../schema/types.ts";
import { counted } from "../../text/count.ts";
import { formatList } from "../../text/list.ts";
import { treatments } from "../../treatment/treatments.ts";
import { fieldAnchor, sourceAddress, tableAddress } from "../page/address.ts";
import { pageDescriptionContext } from "../request/description-context.ts";

/** What data a request asks for, as far as a catalogue describes it. */
export interface AskedData {
	readonly source?: { readonly title: string; readonly address: string };
	readonly tables: readonly AskedTable[];
	/** What is asked for beyond that, without a name, in a sentence. */
	readonly undescribed?: string;
	/** Conditions on patients, all of them to hold. */
	readonly patients: readonly string[];
	readonly rows: readonly { readonly table: string; readonly conditions: readonly string[] }[];
	/** Tables that conditions on rows of others limit too, and by which. */
	readonly limited: readonly { readonly table: string; readonly by: string }[];
	/** Tables that such conditions do not limit though they might. */
	readonly unfiltered: readonly string[];
	readonly fields: number;
}

/** The fields of one table. */
export interface AskedTable {
	readonly table: string;
	readonly title: string;
	readonly address: string;
	readonly fields: readonly {
		readonly field: string;
		readonly name: string;
		readonly address: string;
		readonly sensitivity?: Sensitivity;
		/** Whether it helps to identify a person though its sensitivity does not say so. */
		readonly helpsToIdentify?: true;
		/** What is done to it, as part of a sentence. */
		readonly treatment: string;
		readonly reason: string;
	}[];
}

/** What an audience may know of the data that a request asks for. */
export interface AudienceView {
	/** Holds what the audience may know of. */
	readonly catalogue: Catalogue;
	/** Whether fields beyond the catalogue are named. */
	readonly namesAll: boolean;
	/** Takes out of a text what the audience may not see. */
	readonly redactText: (text: string) => string;
}

const notDescribed = "that is not described in public";

/** What a request asks for. In public nothing names a table that the catalogue does not hold. */
export function askedData(request: SharingRequest, { catalogue, namesAll, redactText }: AudienceView): AskedData {
	const words = pageDescriptionContext(catalogue, request.source);
	const source = findSource(catalogue, request.source);
	const tableOf = (field: string) => {
		const name = parseFieldId(field);
		return name === undefined ? undefined : findTable(catalogue, request.source, formatTableId(name));
	};
	const tableName = (written: string) =>
		findTable(catalogue, request.source, written)?.id ?? (namesAll ? written : `A table ${notDescribed}`);
	const byTable = Map.groupBy(request.fields, ({ field }) => tableOf(field));
	const hidden = byTable.get(undefined) ?? [];
	const condition = (clause: Clause): string =>
		namesAll || conditionsIn([clause]).every(({ condition: { field } }) => tableOf(field) !== undefined)
			? redactText(describeClause(clause, words))
			: `a condition on a table ${notDescribed}`;
	return {
		...(source === undefined ? {} : { source: { title: source.title, address: sourceAddress(source.id) } }),
		tables: [...byTable].flatMap(([table, fields]) => {
			if (table === undefined) return [];
			const address = tableAddress(table);
			return [
				{
					table: table.id,
					title: table.title,
					address,
					fields: fields.map(({ field, treatment, reason }) => {
						const name = parseFieldId(field)?.column ?? field;
						const said: MarkedField = table.fields.find((each) => each.name === name)?.documentation ?? {};
						return {
							field,
							name,
							address: `${address}#${fieldAnchor(name)}`,
							...(said.sensitivity === undefined ? {} : { sensitivity: said.sensitivity }),
							...identifyingMark(said),
							treatment: treatments[treatment].label,
							reason: redactText(reason.trim()),
						};
					}),
				},
			];
		}),
		...(hidden.length === 0
			? {}
			: {
					undescribed: describeUndescribed(
						hidden.map(({ field }) => field),
						namesAll,
					),
				}),
		patients: describeCohort(request.cohort, words).map(({ text, conditions }) =>
			namesAll || conditions.every(({ condition: { field } }) => tableOf(field) !== undefined)
				? redactText(text)
				: `a condition on a table ${notDescribed}`,
		),
		rows: Object.entries(request.rows ?? {}).map(([table, clauses]) => ({
			table: tableName(table),
			conditions: clauses.map(condition),
		})),
		limited: (source === undefined ? [] : limitedTables(source, request)).map(({ table, by }) => ({
			table: table.id,
			by: formatList(by.map(tableName)),
		})),
		unfiltered: (request.unfilteredTables ?? []).map(tableName),
		fields: request.fields.length,
	};
}

function describeUndescribed(fields: readonly string[], named: boolean): string {
	if (named) return `${counted(fields.length, "field")} that the dictionary does not describe: ${fields.join(", ")}`;
	const tables = new Set(fields.map(fieldTable)).size;
	return tables === 1
		? `${counted(fields.length, "field")} of a table ${notDescribed}`
		: `${counted(fields.length, "field")} of ${tables} tables that are not described in public`;
}
