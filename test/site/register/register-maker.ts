import { join } from "node:path";
import { parse, stringify } from "yaml";
import { approve } from "../../../scripts/approval/approve.ts";
import type { Manifest, SharingRequest } from "../../../scripts/schema/types.ts";
import type { Audience } from "../../../scripts/site/audience/level.ts";
import { readSite, type SiteReading } from "../../../scripts/site/reading/reading.ts";
import { answer, approvedAt, deliver, makeQuery, manifestOf, record } from "../../audit/delivery-maker.ts";
import { type Keys, makeKeys, request as plainRequest, recordFiles } from "../../support/records.ts";
import { commit, makeRepository } from "../../support/repository.ts";

export const now = new Date("2026-04-01T09:00:00Z");

const hiddenPage = "dictionary/sources/hampton/clinical.hidden_ward.md";

/** A table that the public site does not describe. */
function hiddenTable(): string {
	const field = (name: string, type: string) => ({ name, type, nullable: false });
	const metadata = {
		schemaVersion: 1,
		source: "hampton",
		schema: "clinical",
		table: "hidden_ward",
		kind: "table",
		surveyed: "2026-01-05",
		rows: "100 or more",
		key: ["stay_id"],
		references: [{ fields: ["patient_id"], table: "clinical.patients", to: ["patient_id"] }],
		fields: [field("stay_id", "integer"), field("patient_id", "integer"), field("bed", "text")],
	};
	const section = (name: string, sensitivity: string) =>
		`\n## \`${name}\`\n\nWords.\n\n- Sensitivity: ${sensitivity}\n`;
	return `---\n${stringify(metadata)}---\n# Secret ward\n${section("stay_id", "direct-identifier")}${section("patient_id", "direct-identifier")}${section("bed", "ordinary")}`;
}

/** A request that names people in its text, asks for a field of the hidden table, and tries to bring markup. */
export const request: SharingRequest = {
	...plainRequest,
	title: "Outcomes <script>alert(1)</script> of sepsis, by Rita Research",
	summary:
		"Looks at how sepsis ends. <img src=x onerror=alert(1)> Ask Dr Research or tom team.\n\n[Click](javascript:alert(1))",
	fields: [
		...plainRequest.fields,
		{ field: "clinical.hidden_ward.bed", treatment: "keep", reason: "Beds near the door of the secret ward" },
	],
	cohort: [...plainRequest.cohort, { field: "clinical.hidden_ward.bed", is: "B1" }],
	rows: { "clinical.hidden_ward": [{ field: "clinical.hidden_ward.bed", is: "B1" }] },
	retention: {
		months: 12,
		destruction: "Tom Team deletes it, Rita  Research watches.",
		place: "Drive of Ingrid Governs",
	},
};

/** A records repository with that request, as it stands before anybody has approved it. */
export function makeRegisterRecords(root: string, keys: Keys, change: Partial<SharingRequest> = {}): string {
	const files = recordFiles(keys);
	const {
		"requests/sepsis/request.yml": _,
		"requests/governance/policy.yml": policy = "",
		"dictionary/sources.yml": sources = "",
		...others
	} = files;
	const open = { ...parse(policy), publication: { publicSources: ["hampton"], contact: "Data team, extension 1" } };
	const list = parse(sources);
	list.sources[0].tables["clinical.hidden_ward"] = { class: "patient", internal: true };
	makeRepository(root);
	const first = {
		...others,
		"requests/governance/policy.yml": stringify(open),
		"dictionary/sources.yml": stringify(list),
		[hiddenPage]: hiddenTable(),
	};
	commit(root, first, "Robbie Records", "Begin");
	commit(
		root,
		{ "requests/sepsis/request.yml": stringify({ ...request, ...change }) },
		"Rita Research",
		"Ask for data",
	);
	return root;
}

/** Approves it as both roles do. */
export async function approveAll(root: string, folder: string): Promise<void> {
	for (const who of ["robbie", "ingrid"]) {
		await approve({ root, project: "sepsis", key: join(folder, "keys", who), decision: "approve", now: approvedAt });
	}
}

/** Makes a records repository in which it was approved, a department asked and answering, and both tables delivered. */
export async function makeDelivered(folder: string): Promise<{ readonly root: string; readonly keys: Keys }> {
	const keys = makeKeys(join(folder, "keys"));
	const root = makeRegisterRecords(join(folder, "delivered"), keys);
	await approveAll(root, folder);
	const { share } = await manifestOf(root, keys);
	const base = "requests/sepsis/deliveries/0001/queries/1";
	const query = await record(root, `${base}.json`, makeQuery(share), keys.hub.file, "query");
	await record(root, `${base}.answer.json`, answer(query), keys.leo.file, "answer");
	await deliverBoth(root, keys);
	return { root, keys };
}

/** Delivers it: two tables, one of them hidden, and a readme. */
export async function deliverBoth(root: string, keys: Keys, change: Partial<Manifest> = {}): Promise<Buffer> {
	const { outputs } = await manifestOf(root, keys);
	const hidden = {
		...outputs[0],
		path: "data/hidden_ward.csv",
		table: "clinical.hidden_ward",
	} as Manifest["outputs"][number];
	const { table: _, rows: __, ...file } = hidden;
	const readme = { ...file, path: "readme.txt", role: "dictionary", mediaType: "text/plain" } as const;
	return deliver(root, keys, "0001", null, { outputs: [...outputs, hidden, readme], ...change });
}

/** Reads it for an audience. */
export function read(
	root: string,
	audience: Audience,
	more: { readonly verify?: boolean; readonly now?: Date } = {},
): Promise<SiteReading> {
	return readSite({ root, audience, base: "/", now, ...more });
}

/** Every person's id and name. */
export async function everybody(root: string): Promise<readonly string[]> {
	const { records } = await read(root, "internal", { verify: false });
	return records.people.people.flatMap(({ id, name, gitNames = [] }) => [id, name, ...gitNames]);
}

/** Which of the names stand in a text as words of their own. */
export function namesIn(text: string, names: readonly string[]): readonly string[] {
	return names.filter((name) =>
		new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(name)}(?![\\p{L}\\p{N}])`, "iu").test(text),
	);
}
