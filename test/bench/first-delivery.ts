import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { type Document, parseDocument } from "yaml";
import { approve } from "../../scripts/approval/approve.ts";
import { describeDecisions } from "../../scripts/approval/describe-decisions.ts";
import { approvalsNeeded } from "../../scripts/approval/needed.ts";
import { signDecisions } from "../../scripts/approval/sign-decisions.ts";
import { verifyRecords } from "../../scripts/audit/verify.ts";
import { checkCommand } from "../../scripts/check/command.ts";
import { startCluster } from "../../scripts/database/cluster.ts";
import { deliver } from "../../scripts/delivery/deliver.ts";
import { actAs, commitAll, type DemoKeys, makeRecords } from "../../scripts/demo/records.ts";
import { mergeBranch } from "../../scripts/demo/samples.ts";
import { makeDatabases, makeSettings } from "../../scripts/demo/settings.ts";
import { inFreshWorkplace, type Workplace } from "../../scripts/demo/workplace.ts";
import { londonDay } from "../../scripts/document/day.ts";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { openRepository } from "../../scripts/git/repository.ts";
import { initRecords } from "../../scripts/init/init.ts";
import { productFolder } from "../../scripts/issue/product.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { requestPath, sourcesFile } from "../../scripts/records/paths.ts";
import { type Records, readRecords } from "../../scripts/records/records.ts";
import type { SharingRequest } from "../../scripts/schema/types.ts";
import { surveyCommand } from "../../scripts/survey/command.ts";
import { proposeCommand } from "../../scripts/survey/propose/command.ts";
import { generateDatabase } from "./generated-database.ts";

const project = "sepsis-outcomes";
const hospitalTables = 23;
const hospitalFields = 157;
const schemas = ["s1", "s2", "s3", "s4"];
/** What the request asks for beyond the demonstration's: ten tables altogether. */
const further = [
	["clinical.medication.visit_id", "pseudonymise"],
	["clinical.medication.medicine_id", "keep"],
	["clinical.medication.dose", "keep"],
	["reference.medicines.medicine_id", "keep"],
	["reference.medicines.name", "keep"],
	["reference.lab_tests.test_code", "keep"],
	["reference.lab_tests.label", "keep"],
	["reference.procedures.code", "keep"],
	["reference.procedures.title", "keep"],
] as const;

/**
 * Walks a hospital from `hub init` to its first delivery: the demonstration's database with as many generated tables
 * beside it, a request over ten tables, and everybody's signatures. Prints how long each step takes, and how many
 * decisions about data each signer has to read one by one. Flags: `--tables`, `--fields`, `--patients`.
 */
export async function run(flags: readonly string[], print: (line: string) => void): Promise<void> {
	const { values } = parseArgs({
		args: [...flags],
		options: {
			tables: { type: "string", default: "1200" },
			fields: { type: "string", default: "11000" },
			patients: { type: "string", default: "2000" },
		},
	});
	const folder = await mkdtemp(join(tmpdir(), "hub-first-delivery-"));
	try {
		await inFreshWorkplace(folder, async (workplace) => {
			const cluster = await startCluster({ folder: workplace.postgres, durable: false, log: workplace.databaseLog });
			try {
				const [tables, fields, patients] = [values.tables, values.fields, values.patients].map(Number) as [
					number,
					number,
					number,
				];
				await walk(workplace, cluster.url, { tables, fields, patients }, print);
			} finally {
				await cluster.stop();
			}
		});
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** How large the hospital is. */
interface Size {
	readonly tables: number;
	readonly fields: number;
	readonly patients: number;
}

async function walk(workplace: Workplace, url: string, size: Size, print: (line: string) => void): Promise<void> {
	const { records: root } = workplace;
	const now = () => new Date();
	const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
		const start = performance.now();
		const result = await work();
		print(`${name.padEnd(44)}${((performance.now() - start) / 1000).toFixed(1).padStart(7)} s`);
		return result;
	};
	const databases = await makeDatabases(url, { patients: size.patients, imageFolder: workplace.images });
	await addTables(url, size);
	const starter = await step("hub init", () => initRecords(join(workplace.folder, "starter"), "0.1.0"));
	const keys = await makeRecords(workplace, londonDay(now()));
	// What the starter has and the demonstration does not replace; its governance and its pages are filled in.
	for (const path of starter) {
		await cp(join(workplace.folder, "starter", path), join(root, path), { recursive: true, force: false });
	}
	const env = await makeSettings(workplace, databases, keys.hub.signing.file);
	await listSchemas(root);
	const common = { root, env, now: now(), progress: () => {} };
	const proposed: string[] = [];
	await step("hub survey --propose", () =>
		proposeCommand({ ...common, source: "hampton", print: (line) => proposed.push(line) }),
	);
	await listTables(root, proposed);
	const said: string[] = [];
	await step("hub survey", () => surveyCommand({ ...common, check: false, print: (line) => said.push(line) }));
	await commitAll(root, "Survey the hospital");
	await openRepository(root).raw(["push", "--quiet", "origin", "main"]);
	await step("hub check", () => checkCommand({ root, files: [], format: "text", now: now(), print: () => {} }));
	await ask(root);
	const { records } = await step("reading the records", () => readRecords(folderTree(root)));
	if (records === undefined) throw new Error("The records cannot be read.");
	const request = records.requests.get(project) as SharingRequest;
	await sign(root, records, keys, step, print);
	await step("hub approve, all roles", () => approveAll(root, records, request, keys));
	await mergeBranch(workplace, project, `Merge the request ${project}`);
	await step("hub deliver", () => deliver({ root, project, env, dryRun: false, now, progress: () => {} }));
	await openRepository(root).raw(["pull", "--quiet", "--ff-only"]);
	const { findings, checked } = await step("hub audit verify --data", () =>
		verifyRecords({
			root,
			trust: join(workplace.audit, "trusted-fingerprints.txt"),
			published: workplace.outbox,
			data: { env },
		}),
	);
	const pages = said.find((line) => line.includes("pages")) ?? "";
	print(`${pages} Audit: ${findings.length} findings; ${JSON.stringify(checked)}`);
}

/** Generated tables beside the hospital's own, in schemas that the hub's login may read. */
async function addTables(url: string, { tables, fields }: Size): Promise<void> {
	const address = new URL(url);
	address.pathname = "/hampton";
	const columns = Math.max(0, fields - hospitalFields);
	await generateDatabase(address.href, { tables: tables - hospitalTables, columns, references: tables });
	const client = new pg.Client(address.href);
	await client.connect();
	try {
		await client.query(
			schemas
				.map(
					(name) =>
						`GRANT USAGE ON SCHEMA ${name} TO hub_reader; GRANT SELECT ON ALL TABLES IN SCHEMA ${name} TO hub_reader;`,
				)
				.join(" "),
		);
	} finally {
		await client.end();
	}
}

async function editSources(root: string, edit: (list: Document) => void): Promise<void> {
	const file = join(root, sourcesFile);
	const list = parseDocument(await readFile(file, "utf8"));
	edit(list);
	await writeFile(file, String(list));
}

async function listSchemas(root: string): Promise<void> {
	await editSources(root, (list) => {
		for (const name of schemas) list.addIn(["sources", 0, "schemas"], name);
	});
}

/** Takes over the classes that the survey proposed, as they are printed. */
async function listTables(root: string, proposed: readonly string[]): Promise<void> {
	const from = proposed.indexOf("    tables:");
	const rest = proposed.slice(from + 1);
	const to = rest.findIndex((line) => !line.startsWith("      "));
	const lines = rest.slice(0, to < 0 ? undefined : to);
	const tables = parseDocument(lines.join("\n")).toJS() as Record<string, { class: string }>;
	await editSources(root, (list) => {
		for (const [table, { class: kind }] of Object.entries(tables)) {
			list.setIn(["sources", 0, "tables", table], { class: kind, owner: "Health Records" });
		}
	});
}

/** Puts the request on a branch of its own, as its requester. */
async function ask(root: string): Promise<void> {
	const repository = openRepository(root);
	await repository.raw(["switch", "--quiet", "--create", project]);
	const request = parseDocument(await readFile(join(productFolder(), requestPath(project)), "utf8"));
	for (const [field, treatment] of further) {
		request.addIn(["fields"], { field, treatment, reason: "Tells what was given, and what the codes mean." });
	}
	await mkdir(join(root, "requests", project));
	await writeFile(join(root, requestPath(project)), String(request));
	await actAs(root, "Dr Sunita Rao");
	await commitAll(root, "Ask for data of ten tables");
}

/** Has everybody sign the decisions that wait for them, and tells what each has to read. */
async function sign(
	root: string,
	records: Records,
	keys: DemoKeys,
	step: <T>(name: string, work: () => Promise<T>) => Promise<T>,
	print: (line: string) => void,
): Promise<void> {
	let most = 0;
	for (const person of records.people.people) {
		const key = keys.people.get(person.id)?.signing.file;
		if (key === undefined) continue;
		await actAs(root, person.name);
		const reading = { lines: [] as readonly string[], all: 0 };
		const signing = () =>
			signDecisions({
				root,
				project,
				key,
				now: new Date(),
				show: (statuses) => {
					reading.lines = describeDecisions(statuses).first.filter((line) => line.startsWith("  "));
					reading.all = statuses.length;
				},
			}).catch((failure) => {
				if (failure instanceof UserError && failure.exit === "key") return undefined;
				throw failure;
			});
		const signed = await step(`hub approve dictionary: ${person.name}`, signing);
		if (signed === undefined) continue;
		print(`  ${reading.lines.length} lines to read one by one, of ${reading.all} decisions`);
		most = Math.max(most, reading.lines.length);
		for (const line of reading.lines) print(`  ${line}`);
		if (signed.open.length === 0) break;
	}
	print(`At most ${most} decisions to read for one signer.`);
}

async function approveAll(root: string, records: Records, request: SharingRequest, keys: DemoKeys): Promise<void> {
	const involved = [request.requester, ...request.team];
	for (const { role } of approvalsNeeded(request, records)) {
		const approver = records.people.people.find(({ id, roles }) => roles.includes(role) && !involved.includes(id));
		await actAs(root, approver?.name ?? "");
		const key = keys.people.get(approver?.id ?? "")?.signing.file ?? "";
		await approve({ root, project, key, decision: "approve", now: new Date() });
	}
}
