import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { answerQuery } from "../delivery/answer-query.ts";
import { deliver } from "../delivery/deliver.ts";
import { openRepository, resolveCommit } from "../git/repository.ts";
import { UserError } from "../issue/user-error.ts";
import { deliveryFolder, governancePath, manifestPath } from "../records/paths.ts";
import { readRecord } from "../schema/read.ts";
import type { PeopleList, ReleaseQuery } from "../schema/types.ts";
import { actAs, type DemoKeys } from "./records.ts";
import { type MergedSample, mergeBranch } from "./samples.ts";
import type { RunnerSettings } from "./settings.ts";
import type { Workplace } from "./workplace.ts";

/** What became of one delivery. */
export interface DeliveredSample {
	readonly packageFile: string;
	readonly passwordFile: string;
	/** The commit that recorded the manifest. */
	readonly manifestCommit: string;
	/** The queries that held the delivery, each with who answered it. */
	readonly queries: readonly { readonly query: ReleaseQuery; readonly answeredBy: string }[];
}

/** What a demonstration runner needs. */
interface Runner {
	readonly settings: RunnerSettings;
	readonly now: () => Date;
}

/**
 * Delivers one sample. If a release check holds it, the departments asked answer, each on a branch
 * that is merged, and the delivery is run again.
 */
export async function deliverSample(
	workplace: Workplace,
	{ project }: MergedSample,
	keys: DemoKeys,
	runner: Runner,
): Promise<DeliveredSample> {
	const queries: { query: ReleaseQuery; answeredBy: string }[] = [];
	const held = await heldBack(workplace, project, runner);
	if (held !== undefined) {
		await pull(workplace);
		const open = await openQueries(workplace, project);
		// Held without a query, for example for too few patients: no department can settle that.
		if (open.length === 0) throw held;
		for (const query of open) {
			queries.push({ query, answeredBy: await answer(workplace, query, keys, runner) });
		}
		await mergeBranch(workplace, `${project}-answers`, `Merge the departments' answers for ${project}`);
		const stillHeld = await heldBack(workplace, project, runner);
		if (stillHeld !== undefined) throw stillHeld;
	}
	await pull(workplace);
	const packageFile = join(workplace.outbox, project, `${project}-0001.zip`);
	const manifest = manifestPath(project, "0001");
	const log = await openRepository(workplace.records).raw(["log", "-1", "--format=%H", "--", manifest]);
	return {
		packageFile,
		passwordFile: packageFile.replace(/\.zip$/, ".password.age"),
		manifestCommit: log.trim(),
		queries,
	};
}

/** Delivers. Returns what holds the delivery back, if a release check does. */
async function heldBack(
	{ records }: Workplace,
	project: string,
	{ settings, now }: Runner,
): Promise<UserError | undefined> {
	try {
		await deliver({ root: records, project, env: settings, dryRun: false, now, progress: () => {} });
		return undefined;
	} catch (failure) {
		if (failure instanceof UserError && failure.exit === "held") return failure;
		throw failure;
	}
}

async function pull({ records }: Workplace): Promise<void> {
	await openRepository(records).raw(["pull", "--quiet", "--ff-only"]);
}

async function openQueries({ records }: Workplace, project: string): Promise<readonly ReleaseQuery[]> {
	const folder = join(records, deliveryFolder(project, "0001"), "queries");
	const queries: ReleaseQuery[] = [];
	const names = existsSync(folder) ? await readdir(folder) : [];
	for (const name of names.filter((file) => /^\d+\.json$/.test(file)).sort()) {
		const { value } = readRecord("query", await readFile(join(folder, name)), name);
		if (value !== undefined) queries.push(value);
	}
	return queries;
}

/** The lead of the department asked answers that the values are wrong, and signs it. */
async function answer(workplace: Workplace, query: ReleaseQuery, keys: DemoKeys, { now }: Runner): Promise<string> {
	const { records } = workplace;
	const { value } = readRecord("people", await readFile(join(records, governancePath("people"))), "people.yml");
	const lead = (value as PeopleList).people.find(
		({ roles, department }) => roles.includes("department-lead") && department === query.owner,
	);
	const key = lead && keys.people.get(lead.id)?.signing.file;
	if (lead === undefined || key === undefined) throw new Error(`Nobody in the demonstration leads ${query.owner}.`);
	const repository = openRepository(records);
	const branch = `${query.project}-answers`;
	const begun = (await resolveCommit(repository, branch)) !== undefined;
	await repository.raw(["switch", "--quiet", ...(begun ? [branch] : ["--create", branch])]);
	await actAs(records, lead.name);
	await answerQuery({
		root: records,
		query: `${query.project}/${query.delivery}/${query.query}`,
		key,
		decision: "blank",
		reason: "The monitor sends an impossible number when its cuff comes loose; these readings were never real.",
		now: now(),
	});
	return lead.name;
}
