import { isDated, plainType } from "../../dictionary/column-type.ts";
import { formatFieldId, formatTableId } from "../../dictionary/field-id.ts";
import { linksOf } from "../../dictionary/link.ts";
import { isTable } from "../../dictionary/listed-table.ts";
import type { ConsentRule, DictionaryEntry, FieldMetadata, OptOutRule, Relation, Source } from "../../schema/types.ts";
import { splitName } from "../../sensitivity/name-words.ts";
import { patientLinks } from "./patient-links.ts";

/** Rules about consent and objections for a person to judge, each with what speaks for it, as a clause. */
export interface ProposedChoices {
	readonly consent: readonly { readonly rule: ConsentRule; readonly reason: string }[];
	readonly optOut: readonly { readonly rule: OptOutRule; readonly reason: string }[];
}

const objecting = /\b(?:opt(?:ed)? out|objections?|objected|dissent(?:ed)?)\b|^(?:patient )?objects?$/;
const nhsNumber = /\bnhs (?:number|no)\b/;
const roles = {
	purpose: /\b(?:purpose|study|project|programme|scope)\b/,
	given: /\b(?:given|granted|consented|signed|agreed)\b/,
	withdrawn: /\b(?:withdrawn|withdrew|withdrawal|revoked|revocation)\b/,
} as const;

/**
 * Proposes where patients' consent and objections may be recorded, from names and types alone: a column of the patient
 * table that is named for objecting, or its NHS number, by which the national service can be asked; and a table with
 * days on which consent was given and withdrawn. Nothing where the source list says it already.
 *
 * @param tables the metadata of all tables of the source
 * @param relations what to take for linked, besides foreign keys
 */
export function proposeChoices(
	tables: readonly DictionaryEntry[],
	source: Source,
	relations: readonly Relation[],
): ProposedChoices {
	const patients = tables.find((table) => isTable(source.patient.table, formatTableId(table)));
	return {
		consent: source.consent === undefined ? proposeConsent(tables, source, relations) : [],
		optOut: source.optOut === undefined && patients !== undefined ? proposeOptOut(patients) : [],
	};
}

function proposeOptOut(patients: DictionaryEntry): ProposedChoices["optOut"] {
	const fields = patients.fields.filter(({ retired }) => retired === undefined);
	const columns = fields.filter(({ name }) => objecting.test(wordsOf(name)));
	const numbers = fields.filter(({ name }) => nhsNumber.test(wordsOf(name)));
	return [
		...columns.map((field) => {
			const id = idOf(patients, field);
			return plainType(field) === "boolean"
				? { rule: { field: id }, reason: "true or false, and named for objecting" }
				: {
						rule: { field: id, objects: ["…"], notObjecting: ["…"] },
						reason: "named for objecting: say which values mean it, and which that a patient does not",
					};
		}),
		...numbers.map((field) => ({
			rule: { list: "cleared" as const, key: idOf(patients, field), covers: "national" as const },
			reason: "for the National Data Opt-out, if the hospital asks the national service: hub optout load",
		})),
	];
}

function proposeConsent(
	tables: readonly DictionaryEntry[],
	source: Source,
	relations: readonly Relation[],
): ProposedChoices["consent"] {
	const { catalogue } = patientLinks(tables, source, relations);
	return tables.flatMap((table) => {
		const described = catalogue.tables.find(({ id }) => id === formatTableId(table));
		const link =
			described &&
			linksOf(catalogue, described).find(
				({ columns, tableId }) => columns.length === 1 && isTable(source.patient.table, tableId),
			);
		const named = (pattern: RegExp, isDay: boolean) =>
			table.fields.filter(
				(field) =>
					field.retired === undefined && pattern.test(wordsOf(field.name)) && isDated(plainType(field)) === isDay,
			);
		const [purpose, given, withdrawn] = [
			named(roles.purpose, false),
			named(roles.given, true),
			named(roles.withdrawn, true),
		].map((found) => (found.length === 1 ? found[0] : undefined));
		const patient = table.fields.find(({ name }) => name === link?.columns[0]);
		if (!purpose || !given || !withdrawn || !patient) return [];
		const id = (field: FieldMetadata) => idOf(table, field);
		const rule = { patient: id(patient), purpose: id(purpose), given: id(given), withdrawn: id(withdrawn) };
		return [{ rule, reason: "days of consent given and withdrawn, of a patient, for a purpose" }];
	});
}

function wordsOf(name: string): string {
	return splitName(name)
		.map(({ word }) => word)
		.join(" ");
}

function idOf({ schema, table }: DictionaryEntry, { name }: FieldMetadata): string {
	return formatFieldId({ schema, table, column: name });
}
