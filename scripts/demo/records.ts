import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Document, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import { openRepository } from "../git/repository.ts";
import { productFolder } from "../issue/product.ts";
import { governanceFolder } from "../records/paths.ts";
import type { PeopleList } from "../schema/types.ts";
import { fingerprintOf } from "../signature/ssh.ts";
import { makeAgeKey, makePersonKeys, type PersonKeys } from "./keys.ts";
import type { Workplace } from "./workplace.ts";

/** The keys of the demonstration's people and of its hub. */
export interface DemoKeys {
	readonly people: ReadonlyMap<string, PersonKeys>;
	readonly hub: PersonKeys;
}

/** Makes one of the demonstration's people the author of the commits that follow. */
export async function actAs(records: string, name: string): Promise<void> {
	const repository = openRepository(records);
	await repository.raw(["config", "user.name", name]);
	await repository.raw(["config", "user.email", `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}@hampton.example`]);
}

/**
 * Makes the records repository with its bare origin: this product's dictionary and governance, with
 * newly made keys for its people, as the first governance that the auditor is told to trust.
 */
export async function makeRecords(workplace: Workplace, today: string): Promise<DemoKeys> {
	const product = productFolder();
	for (const folder of [workplace.origin, workplace.records]) await mkdir(folder);
	await openRepository(workplace.origin).raw(["init", "--quiet", "--bare", "--initial-branch=main"]);
	const repository = openRepository(workplace.records);
	await repository.raw(["init", "--quiet", "--initial-branch=main"]);
	await repository.raw(["remote", "add", "origin", workplace.origin]);
	await cp(join(product, "dictionary"), join(workplace.records, "dictionary"), { recursive: true });
	await cp(join(product, governanceFolder), join(workplace.records, governanceFolder), { recursive: true });
	const keys = await giveKeys(workplace, today);
	await actAs(workplace.records, "Robbie Records");
	await commitAll(workplace.records, "Begin the records: dictionary, policy, people and their keys");
	await repository.raw(["push", "--quiet", "--set-upstream", "origin", "main"]);
	return keys;
}

/** Commits everything in the working folder. */
export async function commitAll(records: string, message: string): Promise<void> {
	const repository = openRepository(records);
	await repository.raw(["add", "--all"]);
	await repository.raw(["commit", "--quiet", "--message", message]);
}

async function giveKeys(workplace: Workplace, today: string): Promise<DemoKeys> {
	const governance = join(workplace.records, governanceFolder);
	const peopleFile = join(governance, "people.yml");
	const people = parseDocument(await readFile(peopleFile, "utf8"));
	const keys = new Map<string, PersonKeys>();
	const custodian = (people.toJS() as PeopleList).people.find(({ roles }) => roles.includes("data-custodian"))?.id;
	for (const person of (people.get("people") as YAMLSeq<YAMLMap>).items) {
		const id = String(person.get("id"));
		const made = await makePersonKeys(workplace.keys, id);
		keys.set(id, made);
		person.set("signingKeys", people.createNode([{ key: made.signing.publicKey, added: today }]));
		const confirmed = {
			by: custodian,
			how: "Read out over the telephone, on a number known from the contract",
			on: today,
		};
		person.set(
			"ageKeys",
			people.createNode([{ recipient: made.age.recipient, added: today, ...(id === custodian ? {} : { confirmed }) }]),
		);
	}
	const hub = await makePersonKeys(workplace.keys, "hub");
	people.setIn(["hub", "signingKeys"], people.createNode([{ key: hub.signing.publicKey, added: today }]));
	await writeFile(peopleFile, String(people));
	await useRecoveryKeys(workplace, join(governance, "policy.yml"));
	await writeFile(join(workplace.audit, "trusted-fingerprints.txt"), trustedFingerprints(people, hub));
	return { people: keys, hub };
}

async function useRecoveryKeys(workplace: Workplace, policyFile: string): Promise<void> {
	const policy = parseDocument(await readFile(policyFile, "utf8"));
	const recovery = await Promise.all(
		["recovery-1.txt", "recovery-2.txt"].map((name) => makeAgeKey(join(workplace.keys, name))),
	);
	policy.set("recoveryKeys", policy.createNode(recovery.map(({ recipient }) => recipient)));
	await writeFile(policyFile, String(policy));
}

/** The lines that an auditor would be handed on paper: whose signing key has which fingerprint. */
function trustedFingerprints(people: Document, hub: PersonKeys): string {
	const lines = (people.toJS() as PeopleList).people.flatMap(({ id, signingKeys }) =>
		(signingKeys ?? []).map(({ key }) => `${fingerprintOf(key)} ${id}`),
	);
	return `${[...lines, `${fingerprintOf(hub.signing.publicKey)} hub`].join("\n")}\n`;
}
