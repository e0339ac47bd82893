import { stepColumns } from "../dictionary/describe-patient-path.ts";
import { describeSensitivity, isIdentifying } from "../dictionary/identifying-mark.ts";
import { type DataRule, isSameSetting, type Setting } from "../governance/data/rule.ts";
import type { RuleStatus } from "../governance/data/status.ts";
import { sensitivitiesByGravity } from "../schema/sensitivities.ts";
import { counted } from "../text/count.ts";
import { formatList } from "../text/list.ts";
import { onOneLine } from "../text/quote.ts";

/** Decisions to sign, as their signers read them: what matters most first, the rest counted and listed. */
export interface DecisionsToRead {
	/** What has to be read one by one. */
	readonly first: readonly string[];
	/** Everything else. */
	readonly rest: readonly string[];
}

/**
 * Says in words what somebody is about to sign: first what was decided lower than the survey suggested, then what
 * changes a decision in force, then what identifies a person; the rest as counts with its list.
 */
export function describeDecisions(statuses: readonly RuleStatus[]): DecisionsToRead {
	const lower = statuses.filter(isLower);
	const changes = statuses.filter((status) => isChange(status) && !lower.includes(status));
	const identifying = statuses.filter(
		(status) => saysIdentifying(status.rule) && !lower.includes(status) && !changes.includes(status),
	);
	const rules = statuses.filter((status) => status.rule.table === undefined && !changes.includes(status));
	const rest = statuses.filter((status) => ![...lower, ...changes, ...identifying, ...rules].includes(status));
	return {
		first: [
			...section("Decided lower than the survey suggested", lower, lowerLine),
			...section("Decided before, and changed", changes, changeLine),
			...heading("Identifies a person, or helps to", identifying.length),
			...identifyingLines(identifying),
			...section("Who a patient is, and whose wishes are heeded", rules, ({ rule }) => describeRule(rule)),
		],
		rest: rest.length === 0 ? [] : [`The rest: ${totals(rest)}.`, ...rest.map(({ rule }) => `  ${describeRule(rule)}`)],
	};
}

/** How things stand with the decisions that a request rests on, where they keep data from moving or wait. */
export function describeOpenDecisions(statuses: readonly RuleStatus[]): readonly string[] {
	const undecided = statuses.filter(({ state }) => state === "undecided");
	const others = statuses.filter(({ state }) => state === "held" || state === "waits");
	return [
		...(undecided.length === 0 ? [] : [`${totals(undecided)} not yet signed: ${missing(undecided)}`]),
		...others.map((status) => {
			const effect = status.state === "held" ? "nothing is delivered until it is signed" : "it is not in force";
			return `${changeLine(status)}; ${effect}: ${missing([status])}`;
		}),
	].map(onOneLine);
}

/** What the records say of a rule, in words. */
export function describeRule(rule: DataRule): string {
	return onOneLine(`${subjectOf(rule)}: ${describeSetting(rule.about, rule.value)}`);
}

function subjectOf({ about, id }: DataRule): string {
	const subjects = { field: id, table: id, patient: "patient key", consent: "consent", optOut: "objections" };
	return subjects[about];
}

function describeSetting(about: DataRule["about"], setting: Setting): string {
	switch (about) {
		case "field": {
			const { owner } = setting as Setting<"field">;
			const asked = owner === undefined ? "" : `, ${owner} is asked about its values`;
			return `${describeSensitivity(setting as Setting<"field">)}${asked}`;
		}
		case "table": {
			const { class: kind, owner, way } = setting as Setting<"table">;
			const by = owner === undefined ? "" : `, ${owner} answers for it`;
			if (kind !== "patient") return `${kind === "reference" ? "reference data about no patient" : "excluded"}${by}`;
			return `about patients${way === undefined ? ", by no known way" : wayWords(way)}${by}`;
		}
		case "patient": {
			const { table, key } = setting as Setting<"patient">;
			return `${key} of ${table}`;
		}
		default:
			return setting === null ? "no rule" : [setting].flat().map(describeSourceRule).join("; ");
	}
}

/** A rule of the source list as it is written there: each key and what it says. */
function describeSourceRule(rule: object): string {
	return Object.entries(rule)
		.map(([key, value]) => `${key} ${[value].flat().join(" or ")}`)
		.join(", ");
}

function wayWords(way: NonNullable<Setting<"table">["way"]>): string {
	if (way.length === 0) return ", one row for each";
	const steps = way.map(({ columns, table, to }) => `${stepColumns(columns, to)} to ${table}`);
	return `, by ${steps.join(", then ")}`;
}

function lowerLine({ rule, suggested }: RuleStatus): string {
	return `${describeRule(rule)}; the survey suggested ${suggested}`;
}

function changeLine({ rule, counts, last }: RuleStatus): string {
	const decided = counts ?? last;
	const before = decided === undefined ? "undecided" : describeSetting(rule.about, decided);
	const now = describeSetting(rule.about, rule.value);
	if (before !== now) return `${subjectOf(rule)}: decided as ${before}, the records now say ${now}`;
	return `${subjectOf(rule)}: decided as ${before}; ${fieldChange(rule.value as Setting<"field">, decided as Setting<"field">)}`;
}

/** What has changed of a field that is called as before. */
function fieldChange({ type, values }: Setting<"field">, decided: Setting<"field">): string {
	const parts = [
		...(type === decided.type ? [] : [`its type was ${decided.type} and is ${type}`]),
		...(values === decided.values ? [] : ["the meaning of its values has changed"]),
	];
	return formatList(parts);
}

function section(
	title: string,
	statuses: readonly RuleStatus[],
	line: (status: RuleStatus) => string,
): readonly string[] {
	return [...heading(title, statuses.length), ...statuses.map((status) => `  ${onOneLine(line(status))}`)];
}

function heading(title: string, number: number): readonly string[] {
	return number === 0 ? [] : [`${title} (${number})`];
}

/** Fields that identify, a line for each table: none of them was decided lower than the survey suggested. */
function identifyingLines(statuses: readonly RuleStatus[]): readonly string[] {
	const fields = statuses.flatMap(({ rule }) => (rule.about === "field" ? [rule] : []));
	return [...Map.groupBy(fields, ({ table = "" }) => table)].map(([table, own]) => {
		const kinds = [...Map.groupBy(own, ({ value }) => describeSetting("field", value))].map(
			([kind, alike]) => `${formatList(alike.map(({ id }) => id.slice(table.length + 1)))} ${kind}`,
		);
		return `  ${onOneLine(`${table}: ${kinds.join("; ")}`)}`;
	});
}

/** Whether it says another thing than what is decided, or was last. */
function isChange({ rule, counts, last }: RuleStatus): boolean {
	return counts !== undefined || (last !== undefined && !isSameSetting(rule.value, last));
}

function isLower({ rule, suggested, counts, last }: RuleStatus): boolean {
	if (rule.about !== "field" || suggested === undefined || counts !== undefined || last !== undefined) return false;
	return sensitivitiesByGravity.indexOf(rule.value.sensitivity) > sensitivitiesByGravity.indexOf(suggested);
}

function saysIdentifying(rule: DataRule): boolean {
	return rule.about === "field" && isIdentifying(rule.value);
}

function totals(statuses: readonly RuleStatus[]): string {
	const number = (about: DataRule["about"]) => statuses.filter(({ rule }) => rule.about === about).length;
	const [fields, tables] = [number("field"), number("table")];
	const rules = statuses.length - fields - tables;
	const parts = [
		...(fields === 0 ? [] : [counted(fields, "field")]),
		...(tables === 0 ? [] : [counted(tables, "table")]),
		...(rules === 0 ? [] : [counted(rules, "rule of the source", "rules of the source")]),
	];
	return formatList(parts);
}

/** Who still has to sign, with the number of decisions for each. */
export function missing(statuses: readonly RuleStatus[]): string {
	const waiting = new Map<string, number>();
	for (const { signatures } of statuses) {
		for (const { capacity, by } of signatures) {
			if (by === undefined) waiting.set(capacity.label, (waiting.get(capacity.label) ?? 0) + 1);
		}
	}
	return [...waiting].map(([label, number]) => `${label} (${number})`).join(", ");
}
