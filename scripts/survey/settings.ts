import { error } from "../issue/issue.ts";
import { nearest } from "../issue/nearest.ts";
import { UserError } from "../issue/user-error.ts";
import type { RecordsTree } from "../records/tree.ts";
import { readRecord } from "../schema/read.ts";
import type { Source } from "../schema/types.ts";

/** What a survey needs to know before it starts. */
export interface SurveySettings {
	/** The sources to survey, each with the address of its database. */
	readonly sources: readonly { readonly source: Source; readonly url: string }[];
	/** Lower edges of the bands in which counts are told. */
	readonly edges: readonly number[];
}

const sourcesFile = "dictionary/sources.yml";
const policyFile = "requests/governance/policy.yml";
/** Used until the hospital has a policy. */
const coarseEdges = [10, 100, 1000, 10_000, 100_000, 1_000_000];

/**
 * Reads what a survey needs from the records and the environment.
 *
 * @param wanted the id of one source; all without it
 * @throws UserError `invalid` for records that cannot be read, `usage` for an unknown source,
 * `environment` naming every variable that is not set
 */
export async function readSettings(
	tree: RecordsTree,
	wanted: string | undefined,
	env: Readonly<Record<string, string | undefined>>,
): Promise<SurveySettings> {
	const bytes = await tree.read(sourcesFile);
	if (bytes === undefined) {
		const missing = {
			...error("sources", [], "the list of sources is missing", "Write it, or start with hub init."),
			file: sourcesFile,
		};
		throw new UserError("invalid", "The survey cannot start.", [missing]);
	}
	const { value, issues } = readRecord("sources", bytes, sourcesFile);
	if (value === undefined)
		throw new UserError("invalid", "The survey cannot start: the list of sources has errors.", issues);
	const chosen = value.sources.filter(({ id }) => wanted === undefined || id === wanted);
	if (chosen.length === 0 && wanted !== undefined) throw unknownSource(wanted, value.sources);
	const unset = chosen.filter(({ connection }) => !env[connection]).map(({ connection }) => connection);
	if (unset.length > 0) {
		throw new UserError(
			"environment",
			`Set ${unset.join(" and ")} to the address of the database, such as postgresql://login:password@host/database.`,
		);
	}
	const sources = chosen.map((source) => ({ source, url: env[source.connection] ?? "" }));
	return { sources, edges: await readEdges(tree) };
}

function unknownSource(wanted: string, sources: readonly Source[]): UserError {
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
