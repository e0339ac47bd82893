import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { approvalsNeeded } from "../../scripts/approval/needed.ts";
import { deliverCommand } from "../../scripts/delivery/command.ts";
import { signAllDecisions } from "../../scripts/demo/decisions.ts";
import { makeAgeKey, makeSecretKey } from "../../scripts/demo/keys.ts";
import { type DemoKeys, makeRecords } from "../../scripts/demo/records.ts";
import { type Workplace, workplaceIn } from "../../scripts/demo/workplace.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { productFolder } from "../../scripts/issue/product.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { readRecords } from "../../scripts/records/records.ts";
import { readRecord } from "../../scripts/schema/read.ts";
import type { SharingRequest } from "../../scripts/schema/types.ts";
import { clusterUrl, hospitalDatabase } from "../support/database.ts";
import { temporaryFolder } from "../support/folder.ts";
import { commit, git } from "../support/repository.ts";

/** A hospital with its records, its people's keys and a machine that makes deliveries: all of it real. */
export interface World {
	readonly workplace: Workplace;
	readonly keys: DemoKeys;
	/** The runner's settings. */
	readonly env: Readonly<Record<string, string>>;
	readonly now: () => Date;
}

/** The day on which everything here happens. */
export const today = "2026-07-01";

/** Makes a world with a demo hospital of this size. */
export async function makeWorld(patients: number): Promise<World> {
	const workplace = workplaceIn(temporaryFolder());
	for (const folder of [workplace.keys, workplace.staging, workplace.outbox, workplace.audit])
		mkdirSync(folder, { mode: 0o700 });
	const keys = await makeRecords(workplace, today);
	const { readOnlyUrl } = await hospitalDatabase(patients);
	const env = {
		HAMPTON_DATABASE_URL: readOnlyUrl,
		HUB_SHARE_DATABASE_URL: clusterUrl(),
		HUB_LEDGER_KEY_FILE: await makeSecretKey(join(workplace.keys, "ledger-key")),
		HUB_KEYS_DIR: join(workplace.keys, "projects"),
		HUB_AGE_IDENTITY_FILE: (await makeAgeKey(join(workplace.keys, "hub-wrapping-key.txt"))).file,
		HUB_SIGNING_KEY_FILE: keys.hub.signing.file,
		HUB_STAGING_DIR: workplace.staging,
		HUB_OUTBOX_DIR: workplace.outbox,
	};
	let seconds = 0;
	// Each look at the clock is a second later, so that no two records seem to be of the same moment.
	return { workplace, keys, env, now: () => new Date(Date.parse(`${today}T09:00:00Z`) + 1000 * seconds++) };
}

/** A sample request of the product. */
export function sample(name: "sepsis-outcomes" | "cardiozen-trial"): SharingRequest {
	const file = join(productFolder(), `requests/${name}/request.yml`);
	const { value } = readRecord("request", readFileSync(file), file);
	if (value === undefined) throw new Error(`${file} cannot be read`);
	return value;
}

/** Commits a request for a project on the main branch, in the name of who wrote it, and pushes. */
export function ask({ workplace: { records } }: World, project: string, request: SharingRequest): void {
	git(records, "pull", "--quiet", "--ff-only");
	const author = request.writtenBy === undefined ? "Sunita Rao" : "Robbie Records";
	commit(records, { [`requests/${project}/request.yml`]: stringify(request) }, author, "Ask for data");
	git(records, "push", "--quiet");
}

/** Has everybody whose approval is needed approve a project's request, and pushes. */
export async function approveAll({ workplace: { records }, keys, now }: World, project: string): Promise<void> {
	const { records: read } = await readRecords(folderTree(records));
	const request = read?.requests.get(project);
	if (read === undefined || request === undefined) throw new Error(`${project} cannot be read`);
	await signAllDecisions(records, project, read.people, keys, now);
	for (const { role } of approvalsNeeded(request, read)) {
		const able = read.people.people.find(({ id, roles }) => roles.includes(role) && id !== request.writtenBy);
		const key = keys.people.get(able?.id ?? "")?.signing.file;
		if (key === undefined) throw new Error(`nobody is ${role}`);
		await approve({ root: records, project, key, decision: "approve", now: now() });
	}
	git(records, "push", "--quiet");
}

/** A project of its own with an approved request, under a name that no other test has. */
export async function approvedProject(world: World, request: SharingRequest): Promise<string> {
	const project = `test-${randomBytes(6).toString("hex")}`;
	ask(world, project, request);
	await approveAll(world, project);
	return project;
}

/**
 * Runs `hub deliver` and gives what it printed, or the error that ended it; apart from that the note that the clone
 * lacks what was recorded, which any earlier test may have brought about.
 */
export async function deliver(
	world: World,
	project: string,
	more: { dryRun?: boolean; env?: World["env"]; progress?: (line: string) => void } = {},
): Promise<{ readonly text: string; readonly note?: string; readonly failure?: UserError }> {
	const printed: string[] = [];
	const print = (line: string) => void printed.push(line);
	const said = (): { text: string; note?: string } => {
		const note = printed.at(-1);
		if (note === undefined || !note.startsWith("The branch main of this clone lacks"))
			return { text: printed.join("\n") };
		return { text: printed.slice(0, -1).join("\n"), note };
	};
	const { env = world.env, dryRun = false, progress = () => {} } = more;
	const { records: root } = world.workplace;
	try {
		await deliverCommand({ root, project, all: false, dryRun, env, now: world.now, print, progress });
		return said();
	} catch (failure) {
		if (!(failure instanceof UserError)) throw failure;
		return { ...said(), failure };
	}
}

/** The files of a project that the origin's main branch holds, by path within the project. */
export function recordedFiles({ workplace: { origin } }: World, project: string): readonly string[] {
	const folder = `requests/${project}/`;
	const listed = git(origin, "ls-tree", "-r", "--name-only", "main", "--", folder).split("\n");
	return listed.map((path) => path.slice(folder.length)).filter((path) => path.startsWith("deliveries/"));
}

/** The JSON of a file that the origin's main branch holds. */
export function recorded({ workplace: { origin } }: World, project: string, path: string) {
	return JSON.parse(git(origin, "show", `main:requests/${project}/${path}`));
}

/** The files in a project's outbox, each with its bytes. */
export function outbox({ workplace }: World, project: string): Readonly<Record<string, string>> {
	const folder = join(workplace.outbox, project);
	const names = existsSync(folder) ? readdirSync(folder).sort() : [];
	return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name)).toString("base64")]));
}

/** The commit that the origin's main branch stands at. */
export function head({ workplace: { origin } }: World): string {
	return git(origin, "rev-parse", "main");
}

/** Puts the origin's main branch back to a commit, as if what was recorded after it never had been. */
export function goBack({ workplace: { origin, records } }: World, commitToKeep: string): void {
	git(origin, "update-ref", "refs/heads/main", commitToKeep);
	git(records, "fetch", "--quiet");
	git(records, "reset", "--quiet", "--hard", "origin/main");
}

/** Copies a folder, and gives a function that puts the copy in its place. */
export function keep(folder: string): () => void {
	const copy = join(temporaryFolder(), "copy");
	cpSync(folder, copy, { recursive: true });
	return () => {
		rmSync(folder, { recursive: true, force: true });
		cpSync(copy, folder, { recursive: true });
	};
}
