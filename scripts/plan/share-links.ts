import type { CatalogueSource, CatalogueTable } from "../dictionary/catalogue.ts";
import { plainType } from "../dictionary/column-type.ts";
import { isSameLink, type Link, linksOf } from "../dictionary/link.ts";
import { isPatientTable, pathToPatient } from "../dictionary/path-to-patient.ts";
import { error } from "../issue/issue.ts";
import { sourcesFile } from "../records/paths.ts";
import { formatList } from "../text/list.ts";
import { treatments } from "../treatment/treatments.ts";
import type { ConditionContext } from "./resolve-condition.ts";
import { includesRules } from "./row-rule.ts";
import type { ForeignKeyRemapping, PatientLink, SharedReference, SharedTable, UnlinkedTable } from "./shared-table.ts";

/**
 * Works out keys and references within the share. A primary or foreign key stands only over columns
 * that are kept or pseudonymised, alike on both sides. A reference to a patient-class row outside the
 * cohort, or to a row of a shared table that is not in the share, is dangling and has to be emptied;
 * one along the table's own path to the patient, or a foreign key to a reference table that is
 * shared whole, always finds its target, unless rows are left out there and not here. Where a reference has several columns, those that belong to
 * the row itself, such as the code of a hospital that is part of its path to the patient, are kept,
 * and only the others are emptied.
 */
export function planLinks(tables: readonly UnlinkedTable[], context: ConditionContext): readonly SharedTable[] {
	const { source } = context;
	const keyed = tables.map((table) => {
		const entry = source.tables.find(({ id }) => id === table.id);
		const links = entry === undefined ? [] : linksOf(source, entry);
		const remappings = links.flatMap((link) => remappingOf(table, link, tables, context));
		const assumed = links.filter((link) => isAssumed(table, link, tables, context));
		return { ...table, links, remappings, assumed, primaryKey: primaryKey(table, entry, remappings) };
	});
	const referring = keyed.map((table) => ({
		...table,
		references: table.links.flatMap((link) => referenceOf(table, link, keyed, source)),
	}));
	return referring.map((table) => {
		const patientLink = patientLinkOf(table, referring, source);
		return { ...table, ...(patientLink === undefined ? {} : { patientLink }) };
	});
}

function remappingOf(
	table: UnlinkedTable,
	link: Link,
	tables: readonly UnlinkedTable[],
	context: ConditionContext,
): readonly ForeignKeyRemapping[] {
	const { source, report } = context;
	const target = source.tables.find(({ id }) => id === link.tableId);
	const shared = tables.find(({ id }) => id === link.tableId);
	const emptied = emptiedColumns(table, link, source);
	if (emptied.length === 0) return [];
	if (target?.class !== "reference" && target?.class !== "patient") {
		reportOutside(table, link, emptied, context);
		return [];
	}
	const remapping: ForeignKeyRemapping = {
		columns: link.columns,
		emptied,
		table: link.table,
		to: link.to,
		types: link.to.map((column) =>
			plainType(target.fields.find(({ name }) => name === column)?.metadata ?? { type: "text" }),
		),
		enforced: link.enforced,
		rules: shared?.rules ?? [],
	};
	if (target.class === "reference") return shared && !isAssumed(table, link, tables, context) ? [remapping] : [];
	const { path, issue } = pathToPatient(source, target);
	if (issue !== undefined) report({ ...issue, file: sourcesFile });
	if (path === undefined || (isOnPath(table.path, link, path) && includesRules(table.rules, remapping.rules, 1)))
		return [];
	return [{ ...remapping, path }];
}

/** A code of a row that may be anybody's must not leave: nobody has said whose the rows of an excluded table are. */
function reportOutside(
	table: UnlinkedTable,
	{ tableId }: Link,
	emptied: readonly string[],
	{ report }: ConditionContext,
): void {
	const codes = emptied.filter((column) => identifier(table, column)?.joinsBy === "code");
	if (codes.length === 0) return;
	const fields = table.columns.filter(({ name }) => codes.includes(name)).map(({ field }) => field);
	const message = `${formatList(fields)} refers to ${tableId}, which is not shared and of which nobody has said whose rows it has`;
	report(error("outside-reference", ["fields"], message, "Leave it out, or redact it."));
}

/** The columns of the share by which a reference can be emptied; none where nothing of it is shared. */
function emptiedColumns(table: UnlinkedTable, { columns }: Link, source: CatalogueSource): readonly string[] {
	const own = columns.length === 1 ? [] : (table.path[0]?.columns ?? referredColumns(table, source));
	const others = columns.filter((column) => !own.includes(column));
	return (others.length > 0 ? others : columns).filter((column) => identifier(table, column) !== undefined);
}

/** The columns by which other tables refer to the rows of a table: they belong to the rows themselves. */
function referredColumns(table: UnlinkedTable, source: CatalogueSource): readonly string[] {
	const links = source.tables.flatMap((each) => linksOf(source, each));
	return links.flatMap(({ tableId, to }) => (tableId === table.id ? to : []));
}

/** Whether the link is trusted to find its row in the share: a foreign key to a reference table that is shared whole. */
function isAssumed(
	table: UnlinkedTable,
	link: Link,
	tables: readonly UnlinkedTable[],
	{ source }: ConditionContext,
): boolean {
	const shared = tables.find(({ id }) => id === link.tableId);
	if (shared?.class !== "reference" || shared.rules.length > 0 || !link.enforced) return false;
	return emptiedColumns(table, link, source).length > 0;
}

/** Whether the link is the first step of the table's path to the patient, and the target's path is the rest of it. */
function isOnPath(path: readonly Link[], link: Link, rest: readonly Link[]): boolean {
	const [first, ...others] = path;
	if (first === undefined || !isSameLink(first, link) || others.length !== rest.length) return false;
	return others.every((step, index) => rest[index] !== undefined && isSameLink(step, rest[index]));
}

function primaryKey(
	table: UnlinkedTable,
	entry: CatalogueTable | undefined,
	remappings: readonly ForeignKeyRemapping[],
) {
	const key = entry?.metadata.key ?? [];
	const mayBeMissing = new Set(remappings.flatMap(({ emptied }) => emptied));
	const stands = key.every((column) => identifier(table, column) !== undefined && !mayBeMissing.has(column));
	return stands ? key : [];
}

type Keyed = UnlinkedTable & Pick<SharedTable, "primaryKey" | "links" | "remappings">;

function referenceOf(
	table: Keyed,
	link: Link,
	tables: readonly Keyed[],
	source: CatalogueSource,
): readonly SharedReference[] {
	const target = tables.find(({ id }) => id === link.tableId);
	if (target === undefined || target.primaryKey.length !== link.to.length) return [];
	const alike = link.columns.every((column, index) => {
		const from = identifier(table, column);
		const to = identifier(target, link.to[index] ?? "");
		if (from === undefined || to === undefined || from.joinsBy !== to.joinsBy) return false;
		if (from.joinsBy === "code") return from.root.id === to.root.id;
		// The share's text tells capitals apart, and the source's does not.
		return from.type === to.type && !from.root.ignoresCase;
	});
	const isKey = link.to.every((column) => target.primaryKey.includes(column));
	const whole = isWhole(table, link, source);
	return alike && isKey ? [{ columns: link.columns, table: target.name, to: link.to, whole }] : [];
}

/** Whether the reference's columns are all there or all missing in each row of the share. */
function isWhole(table: Keyed, link: Link, source: CatalogueSource): boolean {
	const [first] = table.path;
	if (link.columns.length === 1 || (first !== undefined && isSameLink(first, link))) return true;
	const remapping = table.remappings.find(({ columns }) => columns === link.columns);
	if (remapping !== undefined) return remapping.emptied.length === link.columns.length;
	const entry = source.tables.find(({ id }) => id === table.id);
	return link.columns.every((name) => entry?.fields.find((field) => field.name === name)?.metadata.nullable === false);
}

type Referring = Keyed & Pick<SharedTable, "references">;

function patientLinkOf(
	table: Referring,
	tables: readonly Referring[],
	source: CatalogueSource,
): PatientLink | undefined {
	if (table.class !== "patient") return undefined;
	const [first, second] = table.path;
	const keyColumn = isPatientTable(source, table)
		? source.patient.key
		: second === undefined
			? first?.columns[first.to.indexOf(source.patient.key)]
			: undefined;
	const isEmptied = (columns: readonly string[]) =>
		table.remappings.some(({ emptied }) => emptied.some((column) => columns.includes(column)));
	const key = keyColumn === undefined ? undefined : identifier(table, keyColumn);
	// Where the path to the patient is emptied for some rows, the table as a whole has none.
	if (key !== undefined && !isEmptied([key.name])) return { joins: [], column: key.name, joinsBy: key.joinsBy };
	const target = tables.find(({ id }) => id === first?.tableId);
	const join = table.references.find(
		({ columns, table: name }) =>
			name === target?.name && String(columns) === String(first?.columns) && !isEmptied(columns),
	);
	const further = target === undefined || join === undefined ? undefined : patientLinkOf(target, tables, source);
	return further === undefined || join === undefined ? undefined : { ...further, joins: [join, ...further.joins] };
}

/** A column whose values still identify a row after treatment, so that keys can stand on it. */
function identifier(table: UnlinkedTable, column: string) {
	const found = table.columns.find(({ name }) => name === column);
	const { joinsBy } = found === undefined ? {} : treatments[found.treatment];
	return found === undefined || joinsBy === undefined ? undefined : { ...found, joinsBy };
}
