import { findSource } from "../dictionary/catalogue.ts";
import { formatDay } from "../document/day.ts";
import { findDatabase } from "../records/listed-sources.ts";
import { findPerson, findTerm } from "../records/lookup.ts";
import type { Records } from "../records/records.ts";
import type { AgeKey, SharingRequest } from "../schema/types.ts";
import { counted } from "../text/count.ts";
import { formatList } from "../text/list.ts";
import { requestConditions } from "./condition.ts";

const mostValues = 40;

/** Which data a request is read from: the source, and the name of the setting that says where it is. */
export function describeSource(request: SharingRequest, { catalogue, sources }: Records): string {
	const title = findSource(catalogue, request.source)?.title;
	const connection = findDatabase(sources, request.source)?.connection;
	const by = connection === undefined ? "" : `, read by the connection ${connection}`;
	return `${title === undefined ? request.source : `${title} (${request.source})`}${by}`;
}

/** The value sets that a request's conditions name, each with its values. */
export function describeValueSets(request: SharingRequest, records: Records): readonly string[] {
	const names = new Set(requestConditions(request).flatMap(({ condition }) => condition.in_value_set ?? []));
	return [...names].sort().map((name) => {
		const values = findTerm(records, "value-sets", name)?.values;
		if (values === undefined) return `${name}: not in the vocabulary`;
		const more = values.length > mostValues ? ` and ${counted(values.length - mostValues, "other value")}` : "";
		return `${name} (${values.length}): ${values.slice(0, mostValues).join(", ")}${more}`;
	});
}

/** The keys that could open the package: of each member of the team those that are not revoked, and who confirmed them. */
export function describeTeamKeys({ team }: SharingRequest, { people }: Records): readonly string[] {
	return team.flatMap((id) => {
		const keys = (findPerson(people, id)?.ageKeys ?? []).filter(({ revoked }) => revoked === undefined);
		return keys.length === 0 ? [`${id}: no key yet`] : keys.map((key) => `${id}: ${describeKey(key)}`);
	});
}

function describeKey({ recipient, added, confirmed }: AgeKey): string {
	const who =
		confirmed === undefined
			? "not confirmed, so nothing is sealed to it"
			: `confirmed by ${confirmed.by} on ${formatDay(confirmed.on)}: ${confirmed.how}`;
	return `${recipient}, added on ${formatDay(added)}, ${who}`;
}

/** What the agreement allows, whatever this request asks for. */
export function describeAgreementLimits({ agreement }: SharingRequest, records: Records): readonly string[] {
	const contract = records.agreements.get(agreement);
	if (contract === undefined) return [];
	const purpose = (id: string): string => {
		const label = findTerm(records, "purposes", id)?.label;
		return label === undefined ? id : `${label} (${id})`;
	};
	return [
		`purposes: ${contract.purposes.map(purpose).join("; ")}`,
		`kinds of field: ${formatList(contract.sensitivities)}`,
		`terms: ${formatList(contract.terms)}`,
		`kept for at most ${contract.maxRetentionMonths} months`,
	];
}
