import type { CatalogueField, CatalogueSource, CatalogueTable } from "../../dictionary/catalogue.ts";
import { identifyingMark } from "../../dictionary/identifying-mark.ts";
import { pathToPatient } from "../../dictionary/path-to-patient.ts";
import type { DataDecision } from "../../schema/types.ts";
import { canonicalDigest } from "../canonical.ts";

/** One decision as a signing act records it. */
export type RecordedDecision = DataDecision["decisions"][number];

/** What a decision can be about. */
export type About = RecordedDecision["about"];

/** What is decided about one thing: of a field, a table, or one of the rules of a source. */
export type Setting<A extends About = About> = Extract<RecordedDecision, { about: A }>["sets"];

/** A thing that is decided about, and what the records say of it now. */
export type DataRule<A extends About = About> = A extends About
	? {
			readonly about: A;
			/** The field's or the table's id; empty for a rule of the whole source. */
			readonly id: string;
			/** The table whose department signs; absent for a rule of the whole source. */
			readonly table?: string;
			readonly value: Setting<A>;
		}
	: never;

/** A rule of which another setting is said. The setting is of the rule's kind, as the schema sees to for what is recorded. */
export function withSetting(rule: DataRule, value: Setting): DataRule {
	return { ...rule, value } as DataRule;
}

/** What tells a rule from others of the same source. */
export function ruleKey({ about, id }: { readonly about: About; readonly id: string }): string {
	return `${about} ${id}`;
}

/** The id of what a recorded decision is about; empty for a rule of the whole source. */
export function decidedId(decision: RecordedDecision): string {
	return "id" in decision ? decision.id : "";
}

/** What the dictionary says of a field; undefined while nobody has said how sensitive it is. */
export function fieldRule(field: CatalogueField): DataRule<"field"> | undefined {
	const { sensitivity, values, owner } = field.documentation;
	if (sensitivity === undefined) return undefined;
	const value = {
		sensitivity,
		...identifyingMark(field.documentation),
		type: field.metadata.baseType ?? field.metadata.type,
		...(values === undefined ? {} : { values: canonicalDigest(values) }),
		...(owner === undefined ? {} : { owner }),
	};
	return { about: "field", id: field.id, table: field.table, value };
}

/** What the source list says of a table, and the way by which its rows reach their patient. */
export function tableRule(source: CatalogueSource, table: CatalogueTable): DataRule<"table"> | undefined {
	if (table.class === undefined) return undefined;
	const path = table.class === "patient" ? pathToPatient(source, table).path : undefined;
	const value = {
		class: table.class,
		...(table.owner === undefined ? {} : { owner: table.owner }),
		...(path === undefined
			? {}
			: { way: path.map(({ columns, tableId, to }) => ({ columns: [...columns], table: tableId, to: [...to] })) }),
	};
	return { about: "table", id: table.id, table: table.id, value };
}

/** The rules of a whole source: its patient key, and where consent and objections are recorded. */
export function sourceRules({ patient, consent, optOut }: Rules): readonly DataRule[] {
	return [
		{ about: "patient", id: "", value: { table: patient.table, key: patient.key } },
		{ about: "consent", id: "", value: consent ?? null },
		{ about: "optOut", id: "", value: optOut ?? null },
	];
}

/** The part of a source that its rules stand in: a catalogue's source or a source list's. */
export type Rules = Pick<CatalogueSource, "patient" | "consent" | "optOut">;

/**
 * The digest of a decision. It covers the digest of the one before, so that a decision made again later is another
 * decision, and a signature under the older one does not fit it.
 *
 * @param replaces the digest of the decision before it; undefined for the first
 * @returns 64 hexadecimal digits
 */
export function decisionDigest(
	source: string,
	{ about, id }: { readonly about: About; readonly id: string },
	replaces: string | undefined,
	sets: Setting,
): string {
	return canonicalDigest({ decision: 1, source, about, id, replaces, sets });
}

/** Whether two settings are the same. */
export function isSameSetting(one: Setting, other: Setting): boolean {
	return canonicalDigest(one) === canonicalDigest(other);
}
