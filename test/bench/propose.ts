import { fieldPairs } from "../../scripts/dictionary/field-pairs.ts";
import { pathToPatient } from "../../scripts/dictionary/path-to-patient.ts";
import type { DictionaryEntry, Relation, Source } from "../../scripts/schema/types.ts";
import { type ProposedClass, type ProposedClasses, proposeClasses } from "../../scripts/survey/propose/classes.ts";
import { findHeldPatients } from "../../scripts/survey/propose/held-patients.ts";
import { patientLinks } from "../../scripts/survey/propose/patient-links.ts";
import { type ProposedRelations, proposeRelations } from "../../scripts/survey/propose/relations.ts";
import { type PublicSchema, readPublicSchemas } from "./public-schemas.ts";
import { formatTable } from "./table.ts";

/** How proposals for one schema without its foreign keys compare with these keys; all are counts. */
export interface ProposalFigures {
	/** Tables whose class is known. */
	readonly judged: number;
	/** Foreign keys that were taken away. */
	readonly dropped: number;
	readonly proposed: number;
	/** Proposed links that are among the keys taken away; all others are wrong. */
	readonly right: number;
	/** Lines for a person to find out. */
	readonly open: number;
	/** Tables with the class that their keys and labels speak for. */
	readonly classesRight: number;
	/** Tables about people that were proposed to be shared whole. */
	readonly sharedWhole: number;
	/** Tables whose way to the patients, with all proposals adopted, is that of the foreign keys. */
	readonly sameWay: number;
	/** Tables that foreign keys lead to the patients by one way, and proposals by another. */
	readonly otherWay: number;
}

/**
 * Prints, for each labelled public schema that declares foreign keys, what `hub survey --propose` makes of it once all
 * of them are dropped: links, classes, and whether the tables still find their patients by the same way.
 */
export async function run(flags: readonly string[], print: (line: string) => void): Promise<void> {
	const schemas = readPublicSchemas();
	const figures = schemas.map((schema) => ({ title: schema.source.title, ...measureProposals(schema) }));
	const head = ["links", "dropped", "proposed", "right", "wrong", "missed", "open"];
	const ways = ["classes and ways", "known", "right", "wrong", "shared whole", "same way", "other way"];
	const rows = figures.map((each) => {
		const { dropped, proposed, right, open } = each;
		return [each.title, ...[dropped, proposed, right, proposed - right, dropped - right, open].map(String)];
	});
	for (const line of formatTable([head, ...rows])) print(line);
	print("");
	const others = figures.map((each) => {
		const { judged, classesRight, sharedWhole, sameWay, otherWay } = each;
		return [each.title, ...[judged, classesRight, judged - classesRight, sharedWhole, sameWay, otherWay].map(String)];
	});
	for (const line of formatTable([ways, ...others])) print(line);
	print("");
	print("Wrong are links that the schema does not declare, true or not. Shared whole: tables about people proposed");
	print("as reference. Ways: tables that foreign keys lead to the patients, with all proposals adopted.");
	if (flags.includes("--wrong")) for (const schema of schemas) for (const line of tellWrong(schema)) print(line);
}

/** Drops a schema's foreign keys, proposes, and compares. */
export function measureProposals(schema: PublicSchema): ProposalFigures {
	const { relations, classes, open } = propose(schema);
	const declared = declaredLinks(schema);
	const gold = expectedClasses(schema);
	const before = waysOf(schema.tables, schema.source, []);
	const after = waysOf(withoutKeys(schema.tables), schema.source, relations);
	const known = [...before].filter(([, way]) => way !== undefined);
	return {
		judged: gold.size,
		dropped: declared.size,
		proposed: relations.length,
		right: relations.filter((relation) => declared.has(told(relation))).length,
		open: open.length,
		classesRight: classes.filter((one) => gold.get(one.table) === one.class).length,
		sharedWhole: classes.filter((one) => one.class === "reference" && !mayBeShared(gold.get(one.table))).length,
		sameWay: known.filter(([id, way]) => after.get(id) === way).length,
		otherWay: known.filter(([id, way]) => after.get(id) !== undefined && after.get(id) !== way).length,
	};
}

function mayBeShared(known: ProposedClass["class"] | undefined): boolean {
	return known === undefined || known === "reference";
}

interface Proposed extends ProposedRelations, ProposedClasses {}

function propose({ tables, source }: PublicSchema): Proposed {
	const bare = withoutKeys(tables);
	const { relations, open } = proposeRelations(bare, source);
	const found = proposeClasses(bare, source, relations);
	return { relations, classes: found.classes, open: [...found.open, ...open] };
}

/**
 * What each table is, where that is known: foreign keys say which are of patients, labels which are of nobody. A table
 * whose patients another table holds is to be excluded until a person has said so.
 */
function expectedClasses({ tables, source, labels }: PublicSchema): ReadonlyMap<string, ProposedClass["class"]> {
	const found = patientLinks(tables, source, []);
	const { holders } = findHeldPatients(found, source);
	return new Map(
		found.catalogue.tables.flatMap(({ id }): [string, ProposedClass["class"]][] => {
			if (found.leading.has(id)) return [[id, "patient"]];
			const known = labels.get(id);
			if (holders.has(id) || known?.includes("direct-identifier")) return [[id, "excluded"]];
			return known === undefined ? [] : [[id, "reference"]];
		}),
	);
}

/** The way from each table to the patients, in words to compare; undefined where there is none, or not one. */
export function waysOf(tables: readonly DictionaryEntry[], source: Source, relations: readonly Relation[]) {
	const { catalogue, leading } = patientLinks(tables, source, relations);
	const about = catalogue.tables.map((table) =>
		leading.has(table.id) ? ({ ...table, class: "patient" } as const) : table,
	);
	const assumed = { ...catalogue, tables: about };
	return new Map(
		about.map((table) => {
			const path = leading.has(table.id) ? pathToPatient(assumed, table).path : undefined;
			return [table.id, path?.map(({ columns, tableId }) => `${columns.join(", ")} to ${tableId}`).join(", then ")];
		}),
	);
}

function tellWrong(schema: PublicSchema): readonly string[] {
	const { relations, classes, open } = propose(schema);
	const declared = declaredLinks(schema);
	const gold = expectedClasses(schema);
	const proposed = new Set(relations.map(told));
	return [
		"",
		schema.source.title,
		...relations.filter((one) => !declared.has(told(one))).map((one) => `  wrong: ${told(one)}: ${one.reason}`),
		...[...declared].filter((one) => !proposed.has(one)).map((one) => `  missed: ${one}`),
		...open.map(({ from, about }) => `  open: ${from} ${about}`),
		...classes
			.filter((one) => gold.has(one.table) && gold.get(one.table) !== one.class)
			.map((one) => `  ${one.table}: ${one.class}, not ${gold.get(one.table)}: ${one.reason}`),
	];
}

/** A schema's foreign keys as relations. */
function declaredLinks({ tables }: PublicSchema): ReadonlySet<string> {
	const keys = fieldPairs(tables, []);
	return new Set(keys.map(told));
}

function told({ from, to }: Relation): string {
	return `${from} to ${to}`;
}

function withoutKeys(tables: readonly DictionaryEntry[]): readonly DictionaryEntry[] {
	return tables.map(({ references: _, ...table }) => table);
}
