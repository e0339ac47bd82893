import { type CatalogueSource, type CatalogueTable, findSource, findTable } from "../dictionary/catalogue.ts";
import { identifyingMark } from "../dictionary/identifying-mark.ts";
import { pathToPatient } from "../dictionary/path-to-patient.ts";
import { canonicalDigest } from "../governance/canonical.ts";
import { findDatabase } from "../records/listed-sources.ts";
import { findOrganisation, findPerson, findTerm } from "../records/lookup.ts";
import type { Records } from "../records/records.ts";
import { requestConditions } from "../request/condition.ts";
import { touchedFields } from "../request/touched-fields.ts";
import type { Concern, SharingRequest } from "../schema/types.ts";

/**
 * The digest of all that a decision about these concerns rests on: the request's own parts, and what other records say
 * about them. Whatever alters what is shared, with whom or on which legal basis is in it. What a survey found, comments
 * and the layout of files are not, so that they void no decision; the one exception are the foreign keys by which rows
 * belong to patients.
 *
 * @returns 64 hexadecimal digits
 */
export function approvalScopeDigest(
	concerns: readonly Concern[],
	project: string,
	request: SharingRequest,
	records: Records,
): string {
	return canonicalDigest({ slice: 1, project, parts: approvalScope(concerns, request, records) });
}

/** All that a decision about these concerns rests on, by concern: see {@link approvalScopeDigest}. */
export function approvalScope(
	concerns: readonly Concern[],
	request: SharingRequest,
	records: Records,
): Readonly<Record<string, unknown>> {
	const chosen = [...new Set(concerns)].sort();
	return Object.fromEntries(chosen.map((concern) => [concern, scopes[concern](request, records)]));
}

const scopes: Readonly<Record<Concern, (request: SharingRequest, records: Records) => unknown>> = {
	purpose: ({ title, summary, benefit, purposes }) => ({ title, summary, benefit, purposes }),
	people: (request, records) => ({
		requester: request.requester,
		writtenBy: request.writtenBy,
		team: request.team,
		organisation: findOrganisation(records.organisations, request.organisation) ?? request.organisation,
		people: [request.requester, request.writtenBy, ...request.team].map((id) => employmentAndKeys(id, records)),
	}),
	law: (request, records) => {
		const agreement = records.agreements.get(request.agreement);
		return {
			law: request.law,
			agreement: { id: request.agreement, content: agreement },
			terms: (agreement?.terms ?? []).map((name) => ({ name, sha256: records.terms.get(name) })),
			acceptedTerms: request.acceptedTerms,
		};
	},
	data: (request, records) => {
		const source = findSource(records.catalogue, request.source);
		const tables = new Set(
			touchedFields(request, records).flatMap(({ field }) => (field === undefined ? [] : [field.table])),
		);
		return {
			source: request.source,
			connection: findDatabase(records.sources, request.source)?.connection,
			cohort: request.cohort,
			rows: request.rows,
			// Left out where it is missing, so that decisions from before there was such a part stand.
			unfilteredTables: request.unfilteredTables,
			fields: request.fields,
			ranges: request.ranges,
			valueSets: valueSets(request, records),
			patients: source && {
				patient: source.patient,
				consent: source.consent,
				optOut: source.optOut,
				objections: objectionsRule(request, records),
				relations: source.relations,
			},
			tables: [...tables].sort().map((id) => {
				const table = findTable(records.catalogue, request.source, id);
				return {
					id,
					class: table?.class,
					path: table?.pathToPatient,
					patients: source && table && links(source, table),
				};
			}),
			facts: touchedFields(request, records).map(({ id, field }) => ({
				id,
				sensitivity: field?.documentation.sensitivity,
				...identifyingMark(field?.documentation ?? {}),
				range: field?.documentation.range,
				unit: field?.documentation.unit,
			})),
			treatments: records.policy.treatments,
			disclosure: limits(records.policy.disclosure),
			dateShift: records.policy.dateShift,
		};
	},
	keeping: (request, records) => ({
		delivery: request.delivery,
		retention: request.retention,
		longest: records.policy.retention.maxMonths,
		agreement: records.agreements.get(request.agreement)?.maxRetentionMonths,
	}),
};

/** What policy adds to the source's rules about objections, where the request is held to them. */
function objectionsRule({ law }: SharingRequest, { policy: { optOut } }: Records): unknown {
	if (optOut === undefined || law.confidentiality.basis === "explicit-consent") return undefined;
	return { maxListDays: optOut.maxListDays?.value, anonymised: optOut.anonymised };
}

/** Where a person works, and which of their keys a password would be sealed to. */
function employmentAndKeys(id: string | undefined, { people }: Records): unknown {
	const person = findPerson(people, id);
	if (person === undefined) return id;
	return {
		id,
		organisation: person.organisation,
		left: person.left,
		// A key that nobody has confirmed opens nothing, so a member may add one without voiding anything.
		keys: (person.ageKeys ?? []).filter(({ confirmed }) => confirmed !== undefined),
	};
}

/** How a table's rows lead to their patients: along other columns they would be other patients' rows. */
function links(source: CatalogueSource, table: CatalogueTable): unknown {
	return pathToPatient(source, table).path?.map(({ columns, tableId, to }) => ({ columns, table: tableId, to }));
}

/** The values behind the value sets that conditions name: to change them is to change the cohort. */
function valueSets(request: SharingRequest, records: Records): unknown {
	const names = new Set(requestConditions(request).flatMap(({ condition }) => condition.in_value_set ?? []));
	return [...names].sort().map((name) => ({ name, values: findTerm(records, "value-sets", name)?.values }));
}

/** A limit's number counts, not the words about its source. */
function limits(disclosure: Records["policy"]["disclosure"]): unknown {
	return Object.entries(disclosure).map(([name, { value }]) => ({ name, value }));
}
