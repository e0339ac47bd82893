import type { CatalogueField, CatalogueSource, CatalogueTable } from "../../dictionary/catalogue.ts";
import { identifyingMark } from "../../dictionary/identifying-mark.ts";
import type { Records } from "../../records/records.ts";
import { ruleKey, type Setting } from "./rule.ts";
import type { RuleStatus } from "./status.ts";

/**
 * The records with the decisions about data that are in force, for every judgement about who may have what: where what
 * the records say is looser than what is decided, the decision counts. What nobody has decided, or what is held, stands
 * as the records have it: nothing is delivered on it.
 */
export function recordsWithDecisions(records: Records, source: string, statuses: readonly RuleStatus[]): Records {
	const waiting = new Map(
		statuses.flatMap(({ rule, state, counts }) =>
			state === "waits" && counts !== undefined ? [[ruleKey(rule), counts] as const] : [],
		),
	);
	if (waiting.size === 0) return records;
	const sources = records.catalogue.sources.map((one) => (one.id === source ? sourceInForce(one, waiting) : one));
	return { ...records, catalogue: { ...records.catalogue, sources } };
}

type Waiting = ReadonlyMap<string, Setting>;

function sourceInForce(source: CatalogueSource, waiting: Waiting): CatalogueSource {
	const { consent: _consent, optOut: _optOut, ...rest } = source;
	const rule = <A extends "consent" | "optOut">(about: A): CatalogueSource[A] => {
		const counts = waiting.get(ruleKey({ about, id: "" }));
		return counts === undefined ? source[about] : ((counts ?? undefined) as CatalogueSource[A]);
	};
	const [consent, optOut] = [rule("consent"), rule("optOut")];
	return {
		...rest,
		...(consent && { consent }),
		...(optOut && { optOut }),
		tables: source.tables.map((table) => tableInForce(table, waiting)),
	};
}

function tableInForce(table: CatalogueTable, waiting: Waiting): CatalogueTable {
	const counts = waiting.get(ruleKey({ about: "table", id: table.id })) as Setting<"table"> | undefined;
	const fields = table.fields.map((field) => fieldInForce(field, waiting));
	if (counts === undefined) return { ...table, fields };
	const { owner: _, ...rest } = table;
	return { ...rest, class: counts.class, ...(counts.owner === undefined ? {} : { owner: counts.owner }), fields };
}

function fieldInForce(field: CatalogueField, waiting: Waiting): CatalogueField {
	const counts = waiting.get(ruleKey({ about: "field", id: field.id })) as Setting<"field"> | undefined;
	if (counts === undefined) return field;
	const { helpsToIdentify: _, owner: __, ...words } = field.documentation;
	const { sensitivity, owner } = counts;
	const answers = owner === undefined ? {} : { owner };
	return { ...field, documentation: { ...words, sensitivity, ...identifyingMark(counts), ...answers } };
}
