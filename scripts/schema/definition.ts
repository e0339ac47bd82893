import agreement from "./agreement.schema.json" with { type: "json" };
import answer from "./answer.schema.json" with { type: "json" };
import approval from "./approval.schema.json" with { type: "json" };
import common from "./common.schema.json" with { type: "json" };
import dataDecision from "./data-decision.schema.json" with { type: "json" };
import dictionaryEntry from "./dictionary-entry.schema.json" with { type: "json" };
import event from "./event.schema.json" with { type: "json" };
import type { FormatName } from "./formats.ts";
import glossaryTerm from "./glossary-term.schema.json" with { type: "json" };
import imageCollection from "./image-collection.schema.json" with { type: "json" };
import manifest from "./manifest.schema.json" with { type: "json" };
import organisations from "./organisations.schema.json" with { type: "json" };
import people from "./people.schema.json" with { type: "json" };
import policy from "./policy.schema.json" with { type: "json" };
import product from "./product.schema.json" with { type: "json" };
import query from "./query.schema.json" with { type: "json" };
import request from "./request.schema.json" with { type: "json" };
import sources from "./sources.schema.json" with { type: "json" };
import vocabulary from "./vocabulary.schema.json" with { type: "json" };

/** The parts of a JSON Schema that describe a value to people. */
export interface Definition {
	readonly $ref?: string;
	readonly $defs?: Readonly<Record<string, Definition>>;
	readonly description?: string;
	readonly properties?: Readonly<Record<string, Definition>>;
	readonly additionalProperties?: boolean | Definition;
	readonly items?: Definition;
	readonly anyOf?: readonly Definition[];
	readonly allOf?: readonly Definition[];
	readonly type?: string | readonly string[];
	readonly enum?: readonly unknown[];
	readonly required?: readonly string[];
	readonly minProperties?: number;
}

/** Every format's schema. */
export const schemas: Readonly<Record<FormatName, Definition>> = {
	sources: sources as Definition,
	dictionaryEntry: dictionaryEntry as Definition,
	imageCollection: imageCollection as Definition,
	vocabulary: vocabulary as Definition,
	glossaryTerm: glossaryTerm as Definition,
	product: product as Definition,
	policy: policy as Definition,
	organisations: organisations as Definition,
	people: people as Definition,
	agreement: agreement as Definition,
	request: request as Definition,
	approval: approval as Definition,
	manifest: manifest as Definition,
	event: event as Definition,
	query: query as Definition,
	answer: answer as Definition,
	dataDecision: dataDecision as Definition,
};

/**
 * The definitions of the value at a path of a record, nearest first: more than one where the schema leaves a choice
 * (`anyOf`) and behind references.
 *
 * @param root The schema of the record's format.
 * @param path Keys and positions from the record's root.
 */
export function definitionsAt(root: Definition, path: readonly (string | number)[]): readonly Definition[] {
	let level = resolveAll(root, [root]);
	for (const step of path)
		level = resolveAll(
			root,
			level.flatMap((definition) => childOf(definition, step)),
		);
	return level;
}

/** What the schema says about the value at a path, for the person who fills it in. */
export function describe(root: Definition, path: readonly (string | number)[]): string | undefined {
	return definitionsAt(root, path).find(({ description }) => description !== undefined)?.description;
}

/** How the value at a path is to be written, where that is said apart from what it is for: of an id, a day, a digest. */
export function describeForm(root: Definition, path: readonly (string | number)[]): string | undefined {
	return definitionsAt(root, path).findLast(({ description }) => description !== undefined)?.description;
}

function childOf(definition: Definition, step: string | number): readonly Definition[] {
	if (typeof step === "number") return definition.items === undefined ? [] : [definition.items];
	const named = Object.hasOwn(definition.properties ?? {}, step) ? definition.properties?.[step] : undefined;
	if (named !== undefined) return [named];
	return typeof definition.additionalProperties === "object" ? [definition.additionalProperties] : [];
}

/** The definitions themselves and all they refer to, references within the format's own schema or the common one. */
function resolveAll(root: Definition, definitions: readonly Definition[]): readonly Definition[] {
	return definitions.flatMap((definition) => {
		const [file, name] = (definition.$ref ?? "").split("#/$defs/");
		const home = file === "" ? root : (common as { $defs: Record<string, Definition> });
		const target = name === undefined ? undefined : home.$defs?.[name];
		const next = [...(target === undefined ? [] : [target]), ...(definition.anyOf ?? []), ...(definition.allOf ?? [])];
		return [definition, ...resolveAll(root, next)];
	});
}
