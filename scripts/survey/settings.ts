import type { RecordsTree } from "../git/file-tree.ts";
import { nearest } from "../issue/nearest.ts";
import { UserError } from "../issue/user-error.ts";
import { governanceFolder } from "../records/paths.ts";
import { readSourceList } from "../records/source-list.ts";
import { readRecord } from "../schema/read.ts";
import type { ImageFolder, Source } from "../schema/types.ts";

/** What a survey needs to know before it starts. */
export interface SurveySettings {
	/** The databases to survey, each with its address. */
	readonly sources: readonly { readonly source: Source; readonly url: string }[];
	/** The image folders to survey, each with its path. */
	readonly imageFolders: readonly { readonly source: ImageFolder; readonly folder: string }[];
	/** Lower edges of the bands in which counts are told. */
	readonly edges: readonly number[];
}

const policyFile = `${governanceFolder}policy.yml`;
/** Used until the hospital has a policy. */
const coarseEdges = [10, 100, 1000, 10_000, 100_000, 1_000_000];

/**
 * Reads what a survey needs from the records and the environment.
 *
 * @param wanted the id of one source; all without it
 * @param kinds image folders are left out where only databases count
 * @throws UserError `invalid` for records that cannot be read, `usage` for an unknown source,
 * `environment` naming every variable that is not set
 */
export async function readSettings(
	tree: RecordsTree,
	wanted: string | undefined,
	env: Readonly<Record<string, string | undefined>>,
	kinds: "all" | "databases" = "all",
): Promise<SurveySettings> {
	const { value, issues } = await readSourceList(tree);
	if (value === undefined)
		throw new UserError("invalid", "The survey cannot start: the list of sources has errors.", issues);
	const chosen = value.sources.filter(({ id }) => wanted === undefined || id === wanted);
	if (chosen.length === 0 && wanted !== undefined) throw unknownSource(wanted, value.sources);
	const databases = chosen.filter((source) => source.kind === "postgresql");
	const folders = kinds === "databases" ? [] : chosen.filter((source) => source.kind === "image-folder");
	const unset = [
		...whatToSet(
			databases.map(({ connection }) => connection),
			env,
			"the address of the database, such as postgresql://login:password@host/database",
		),
		...whatToSet(
			folders.map(({ folder }) => folder),
			env,
			"the path of the image folder",
		),
	];
	if (unset.length > 0)
		throw new UserError("environment", [...unset, ...onlyReady([...databases, ...folders], env)].join(" "));
	return {
		sources: databases.map((source) => ({ source, url: env[source.connection] ?? "" })),
		imageFolders: folders.map((source) => ({ source, folder: env[source.folder] ?? "" })),
		edges: await readEdges(tree),
	};
}

function whatToSet(names: readonly string[], env: Readonly<Record<string, string | undefined>>, to: string): string[] {
	const unset = names.filter((name) => !env[name]);
	return unset.length === 0 ? [] : [`Set ${unset.join(" and ")} to ${to}.`];
}

/** Says how to survey now what can be, where that is not all. */
function onlyReady(
	chosen: readonly (Source | ImageFolder)[],
	env: Readonly<Record<string, string | undefined>>,
): string[] {
	const ready = chosen.filter((source) => env[source.kind === "postgresql" ? source.connection : source.folder]);
	const commands = ready.map(({ id }) => `hub survey ${id}`);
	return commands.length === 0 ? [] : [`Until then survey what is set by its name: ${commands.join(" or ")}.`];
}

function unknownSource(wanted: string, sources: readonly (Source | ImageFolder)[]): UserError {
	const ids = sources.map(({ id }) => id);
	const near = nearest(wanted, ids);
	const fix = near === undefined ? `The sources are ${ids.join(", ")}.` : `Did you mean "${near}"?`;
	return new UserError("usage", `There is no source "${wanted}". ${fix}`);
}

async function readEdges(tree: RecordsTree): Promise<readonly number[]> {
	const bytes = await tree.read(policyFile);
	const policy = bytes === undefined ? undefined : readRecord("policy", bytes, policyFile).value;
	return policy?.countBands ?? coarseEdges;
}
