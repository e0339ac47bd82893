import { instant } from "../document/day.ts";
import { sha256Of } from "../document/digest.ts";
import { commitTree } from "../git/commit-tree.ts";
import { currentBranch, recordFiles } from "../git/record-files.ts";
import { openRepository, type Repository } from "../git/repository.ts";
import { ruleKey } from "../governance/data/rule.ts";
import { type RuleStatus, ruleStatuses } from "../governance/data/status.ts";
import { noGovernance } from "../governance/governance.ts";
import { recordsInForce } from "../governance/records-in-force.ts";
import { UserError } from "../issue/user-error.ts";
import { decisionPath } from "../records/decision-paths.ts";
import { dictionaryFolder, requestPath, signaturePath } from "../records/paths.ts";
import { type Records, readRecords } from "../records/records.ts";
import type { DataDecision, Person } from "../schema/types.ts";
import { counted } from "../text/count.ts";
import { type AskedRules, rulesOwned, rulesTouched } from "./data-rules.ts";
import { keyOwner, type OwnedKey, signWith } from "./key-owner.ts";
import { type RecordsReading, recordsReading } from "./records-reading.ts";

/** Which decisions about data a person signs. */
export interface DecisionsToSign {
	/** Folder of the records repository. */
	readonly root: string;
	/** The project whose request rests on them; without it all of the department's. */
	readonly project?: string;
	/** Only those about tables that this department answers for. */
	readonly owner?: string;
	/** File of the person's SSH private key. */
	readonly key: string;
	readonly now: Date;
	/**
	 * Told what is about to be signed, before it is: the key's passphrase may still be kept back. And the projects whose
	 * requests rest on what it changes of what was decided before.
	 */
	show?(statuses: readonly RuleStatus[], projects: readonly string[]): void;
}

/** What was signed, and what is left. */
export interface SignedDecisions {
	readonly person: Person;
	/** The files of the signing acts, one a source. */
	readonly paths: readonly string[];
	readonly signed: readonly RuleStatus[];
	/** The decisions asked about that are not in force once these signatures count. */
	readonly open: readonly RuleStatus[];
}

/**
 * Signs what the records say of sensitivities, tables and rules, where this person's signature is still needed, and
 * commits it on the current branch. Throws UserError `key` if the key's owner has nothing to sign, `invalid` if the
 * dictionary has changes that are not committed or the records cannot be read, `usage` if there is nothing to ask about.
 */
export async function signDecisions({
	root,
	project,
	owner,
	key,
	now,
	show,
}: DecisionsToSign): Promise<SignedDecisions> {
	const repo = openRepository(root);
	const branch = await currentBranch(repo);
	await refuseUncommitted(repo);
	const reading = recordsReading(repo);
	const records = await recordsAt(reading, branch.head);
	const asked = askedRules(records, project, owner);
	const owned = await keyOwner(key, records.people, "data", now);
	const { person } = owned;
	const statuses = await statusesOf(reading, branch.head, asked);
	const mine = statuses.map((own) => own.filter((status) => canSign(person, status)));
	const signed = mine.flat();
	if (signed.length === 0) {
		const open = statuses.flat().filter(({ state }) => state !== "in-force");
		const why =
			open.length === 0 ? "everything is decided as it stands" : `${counted(open.length, "decision")} wait for others`;
		throw new UserError("key", `There is nothing that ${person.id} can sign here: ${why}.`);
	}
	show?.(signed, projectsOn(signed, asked, records));
	const files = new Map<string, Buffer>();
	for (const [index, { source }] of asked.entries()) {
		const own = mine[index] ?? [];
		if (own.length > 0) for (const [path, bytes] of await act(source, own, owned, now)) files.set(path, bytes);
	}
	const about = project === undefined ? `for ${owner}` : `for ${project}`;
	const message = `Sign ${counted(signed.length, "decision")} about data ${about}`;
	const head = await recordFiles(repo, branch, { files, message, now });
	const after = await statusesOf(reading, head, asked);
	return {
		person,
		paths: [...files.keys()].filter((path) => path.endsWith(".json")),
		signed,
		open: after.flat().filter(({ state }) => state !== "in-force"),
	};
}

/** The decisions about data that a project's request rests on and that are not in force at a commit. */
export async function openDecisions(repo: Repository, commit: string, project: string): Promise<readonly RuleStatus[]> {
	const reading = recordsReading(repo);
	const asked = askedRules(await recordsAt(reading, commit), project);
	return (await statusesOf(reading, commit, asked)).flat().filter(({ state }) => state !== "in-force");
}

async function refuseUncommitted(repo: Repository): Promise<void> {
	const changed = await repo.raw(["status", "--porcelain", "--untracked-files=no", "--", dictionaryFolder]);
	if (changed.trim() === "") return;
	throw new UserError(
		"invalid",
		`${dictionaryFolder}: this has changes that are not committed. Commit or undo them, so that you sign what you see.`,
	);
}

async function recordsAt({ repo, governanceAt }: RecordsReading, commit: string): Promise<Records> {
	const governance = await governanceAt(commit);
	if (governance === undefined) throw await noGovernance(repo, commit);
	const { inForce } = governance;
	const { records, issues } = await readRecords(commitTree(repo, commit));
	if (records === undefined) throw new UserError("invalid", "The records cannot be read.", issues);
	if (inForce.policy.decisions === undefined) {
		throw new UserError(
			"invalid",
			"The policy in force does not say who signs decisions about data. Add decisions to policy.yml and have the change approved: hub approve governance.",
		);
	}
	return recordsInForce(records, inForce);
}

function askedRules(records: Records, project?: string, owner?: string): readonly AskedRules[] {
	if (project === undefined && owner === undefined) {
		throw new UserError("usage", "Say which decisions: --for with a project, --owner with a department, or both.");
	}
	if (project === undefined) {
		const all = records.catalogue.sources.map((source) => rulesOwned(source, owner as string));
		if (all.some(({ tables }) => tables.length > 0)) return all;
		throw new UserError("usage", `No table of sources.yml has the owner ${owner}.`);
	}
	const request = records.requests.get(project);
	if (request === undefined) {
		throw new UserError("usage", `${requestPath(project)}: there is no readable request for this project here.`);
	}
	const touched = rulesTouched(request, records);
	if (owner === undefined) return [touched];
	return [
		{ ...touched, rules: touched.rules.filter((asked) => asked.owner === owner || asked.rule.table === undefined) },
	];
}

async function statusesOf(
	reading: RecordsReading,
	commit: string,
	asked: readonly AskedRules[],
): Promise<readonly (readonly RuleStatus[])[]> {
	const pages = asked.flatMap(({ tables }) => tables.map(({ page }) => page));
	const history = await reading.dictionaryHistory(commit, pages);
	return Promise.all(asked.map(({ source, rules, tables }) => ruleStatuses(source, rules, tables, history)));
}

/** The projects whose requests rest on a decision that some statuses would change. */
function projectsOn(
	statuses: readonly RuleStatus[],
	asked: readonly AskedRules[],
	records: Records,
): readonly string[] {
	const sources = new Set(asked.map(({ source }) => source));
	const changed = new Set(statuses.filter(({ counts }) => counts !== undefined).map(({ rule }) => ruleKey(rule)));
	if (changed.size === 0) return [];
	return [...records.requests].flatMap(([project, request]) => {
		const { source, rules } = rulesTouched(request, records);
		return sources.has(source) && rules.some(({ rule }) => changed.has(ruleKey(rule))) ? [project] : [];
	});
}

/** Whether a person's signature would count for a decision. One who has signed already counts once. */
function canSign(person: Person, { state, signatures, signers }: RuleStatus): boolean {
	if (state === "in-force" || signers.includes(person.id)) return false;
	return signatures.some(({ capacity, by }) => by === undefined && capacity.holds(person));
}

/** The two files of a signing act. */
async function act(
	source: string,
	statuses: readonly RuleStatus[],
	owned: OwnedKey,
	now: Date,
): Promise<ReadonlyMap<string, Buffer>> {
	const value = {
		schemaVersion: 1,
		source,
		signer: owned.person.id,
		at: instant(now),
		decisions: statuses.map(({ rule: { about, id, value: sets }, replaces }) => ({
			about,
			...(id === "" ? {} : { id }),
			...(replaces === undefined ? {} : { replaces }),
			sets,
		})) as DataDecision["decisions"],
	} satisfies DataDecision;
	const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
	const signature = await signWith(owned, bytes, "data-decision");
	const path = decisionPath(sha256Of(bytes));
	return new Map([
		[path, bytes],
		[signaturePath(path), signature],
	]);
}
