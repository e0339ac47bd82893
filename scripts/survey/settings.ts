import type { FileTree } from "../git/file-tree.ts";
import { suggestion } from "../issue/suggestion.ts";
import { UserError } from "../issue/user-error.ts";
import { governancePath } from "../records/paths.ts";
import { readSourceList } from "../records/source-list.ts";
import { readRecord } from "../schema/read.ts";
import { quoted } from "../text/quote.ts";
import { kindOf, type ListedSource } from "./source-kinds.ts";

/** A source to survey, and where it is. */
export interface LocatedSource<S extends ListedSource = ListedSource> {
	readonly source: S;
	/** What the variable that the source names says: an address with a password, or a path. */
	readonly location: string;
}

/** What a survey needs to know before it starts. */
export interface SurveySettings<S extends ListedSource = ListedSource> {
	/** In the list's order. */
	readonly sources: readonly LocatedSource<S>[];
	/** Lower edges of the bands in which counts are given. */
	readonly edges: readonly number[];
}

/** Used until the hospital has a policy. */
const coarseEdges = [10, 100, 1000, 10_000, 100_000, 1_000_000];

/**
 * Reads what a survey needs from the records and the environment.
 *
 * @param wanted the id of one source; all without it
 * @param counts whether a source is one to survey
 * @throws UserError `invalid` for records that cannot be read, `usage` for an unknown source,
 * `environment` naming every variable that is not set
 */
export async function readSettings<S extends ListedSource>(
	tree: FileTree,
	wanted: string | undefined,
	env: Readonly<Record<string, string | undefined>>,
	counts: (source: ListedSource) => source is S,
): Promise<SurveySettings<S>> {
	const { value, issues } = await readSourceList(tree);
	if (value === undefined)
		throw new UserError("invalid", "The survey cannot start: the list of sources has errors.", issues);
	const chosen = value.sources.filter(({ id }) => wanted === undefined || id === wanted);
	if (chosen.length === 0 && wanted !== undefined) throw unknownSource(wanted, value.sources);
	const sources = chosen.filter(counts);
	const unset = whatToSet(sources, env);
	if (unset.length > 0) throw new UserError("environment", [...unset, ...onlyReady(sources, env)].join(" "));
	return {
		sources: sources.map((source) => ({ source, location: env[kindOf(source).variable(source)] ?? "" })),
		edges: await readEdges(tree),
	};
}

/** A sentence for each kind of location that is not set. */
function whatToSet(sources: readonly ListedSource[], env: Readonly<Record<string, string | undefined>>): string[] {
	const unset = sources.map((source) => ({ name: variableOf(source), location: kindOf(source).location }));
	return [...Map.groupBy(unset, ({ location }) => location)].flatMap(([location, group]) => {
		const names = group.map(({ name }) => name).filter((name) => !env[name]);
		return names.length === 0 ? [] : [`Set ${names.join(" and ")} to ${location}.`];
	});
}

/** Says how to survey now what can be, where that is not all. */
function onlyReady(chosen: readonly ListedSource[], env: Readonly<Record<string, string | undefined>>): string[] {
	const commands = chosen.filter((source) => env[variableOf(source)]).map(({ id }) => `hub survey ${id}`);
	return commands.length === 0 ? [] : [`Until then survey what is set by its name: ${commands.join(" or ")}.`];
}

function variableOf(source: ListedSource): string {
	return kindOf(source).variable(source);
}

function unknownSource(wanted: string, sources: readonly ListedSource[]): UserError {
	const ids = sources.map(({ id }) => id);
	const fix = suggestion(wanted, ids, `The sources are ${ids.join(", ")}.`);
	return new UserError("usage", `There is no source ${quoted(wanted)}. ${fix}`);
}

async function readEdges(tree: FileTree): Promise<readonly number[]> {
	const file = governancePath("policy");
	const bytes = await tree.read(file);
	const policy = bytes === undefined ? undefined : readRecord("policy", bytes, file).value;
	return policy?.countBands ?? coarseEdges;
}
