import type { Fact } from "../../audit/case-facts.ts";
import { questionsOf } from "../../audit/delivery-facts.ts";
import { packageCommands, recordCommands } from "../../audit/report-commands.ts";
import { treatmentWords } from "../../request/words.ts";
import type { Manifest, Sensitivity } from "../../schema/types.ts";
import { auditAddress, deliveryAddress } from "../address.ts";
import { dayWords, momentWords } from "../day-words.ts";
import type { SiteCase, SiteCases } from "../register/cases.ts";
import { type DeliveryStanding, deliveryStates, type State } from "../register/standing.ts";
import { answerWords, checkWords, roleWords } from "../register/words.ts";
import { type Finding, finding } from "./finding.ts";
import { type RecordRow, recordRows } from "./record-rows.ts";
import { type Verdict, verdict } from "./verdict.ts";

/** One delivery down to its hashes, for an auditor. */
export interface DeliveryPage {
	readonly project: string;
	/** The project's title. */
	readonly title: string;
	readonly delivery: string;
	readonly address: string;
	readonly caseAddress: string;
	readonly state: State;
	readonly verdict: Verdict;
	readonly findings: readonly Finding[];
	readonly facts: readonly Fact[];
	/** Everything that is known once a package was made; absent while the delivery is held. */
	readonly made?: MadePackage;
	readonly questions: readonly {
		readonly query: number;
		readonly field: string;
		readonly expected: string;
		readonly rows: string;
		readonly owner: string;
		readonly asked: string;
		readonly answer: string;
		readonly reason: string;
	}[];
	/** Every signed record: manifest, questions, answers, events. */
	readonly records: readonly RecordRow[];
	/** What an auditor runs in a clone of the records, and beside the package. */
	readonly commands: { readonly records: string; readonly packages: string };
}

/** What a manifest says of its package. */
export interface MadePackage {
	readonly recipients: readonly { readonly who: string; readonly keySha256: string }[];
	readonly approvals: readonly ApprovalRow[];
	readonly fields: readonly {
		readonly field: string;
		readonly sensitivity: Sensitivity;
		readonly treatment: string;
		readonly file: string;
		readonly column: string;
	}[];
	readonly checks: readonly {
		readonly check: string;
		readonly of: string;
		readonly result: string;
		readonly says: string;
	}[];
	readonly outputs: readonly {
		readonly path: string;
		readonly holds: string;
		readonly rows: string;
		readonly bytes: string;
		readonly saltedSha256: string;
	}[];
	/** The encrypted package, and the password sealed to the team's keys. */
	readonly files: readonly { readonly file: string; readonly what: string; readonly sha256: string }[];
	/** The exact texts that it rests on. */
	readonly texts: readonly { readonly what: string; readonly path: string; readonly digest: string }[];
	/** Identifiers that lead to the copy, its snapshot and the manifest before. */
	readonly identifiers: readonly Fact[];
}

/** An approval that a delivery rested on, down to its digests. */
export interface ApprovalRow {
	readonly role: string;
	readonly who: string;
	readonly at: string;
	readonly path: string;
	/** Of the approval file. */
	readonly sha256: string;
	/** The digest of what was decided on; empty if the file is not what the manifest names. */
	readonly slice: string;
	/** The version of the request that was decided on. */
	readonly blob: string;
	/** The key that signed it. */
	readonly fingerprint: string;
}

/** See {@link DeliveryPage}. */
export async function deliveryPage(
	cases: SiteCases,
	site: SiteCase,
	standing: DeliveryStanding,
): Promise<DeliveryPage> {
	const { project, request } = site;
	const { recorded, state, findings, publishedAt, keptUntil } = standing;
	const { delivery, manifest } = recorded;
	const named = new Set(manifest?.value.approvals.map(({ path }) => path));
	const decisions = site.standing.approvals.filter(({ path }) => named.has(path));
	return {
		project,
		title: request.title,
		delivery,
		address: deliveryAddress(project, delivery),
		caseAddress: auditAddress(project),
		state: deliveryStates[state],
		verdict: verdict(findings, standing.verifies !== undefined),
		findings: findings.map(finding),
		facts: [
			...(manifest === undefined
				? []
				: [
						{ label: "Package made", text: momentWords(manifest.value.at) },
						{ label: "Holds", text: basisWords[manifest.value.basis] },
						...manifest.value.sources.map(({ source, at }) => ({
							label: "Data as of",
							text: `${momentWords(at)}, from the source ${source}`,
						})),
					]),
			{ label: "Handed over", text: publishedAt === undefined ? "not yet" : momentWords(publishedAt) },
			...(keptUntil === undefined ? [] : [{ label: "Copy may be kept until", text: dayWords(keptUntil) }]),
		],
		...(manifest === undefined ? {} : { made: madePackage(manifest.value, site) }),
		questions: questionsOf(recorded).map(({ query, answer }) => ({
			query: query.query,
			field: query.field,
			expected: `${query.expected} (${query.origin === "contract" ? "agreed in the request" : "from the dictionary"})`,
			rows: query.rows,
			owner: query.owner,
			asked: momentWords(query.at, true),
			answer:
				answer === undefined
					? "No answer yet"
					: `${answerWords[answer.decision]}, by ${nameOf(answer.by, site)}, ${momentWords(answer.at, true)}`,
			reason: answer?.reason ?? "",
		})),
		records: await recordRows(cases, recorded, standing.verifies !== undefined),
		commands: {
			records: recordCommands({ standing: site.standing, decisions, deliveries: [recorded] }).join("\n"),
			packages: packageCommands([recorded]).join("\n"),
		},
	};
}

const basisWords = {
	full: "All of the data asked for",
	delta: "Only what changed since the delivery before",
} as const satisfies Record<Manifest["basis"], string>;

const outputWords = {
	data: "Data",
	descriptor: "Description of the files",
	dictionary: "Dictionary of the fields",
	terms: "Terms of use",
	salt: "Salt of the digests",
} as const satisfies Record<Manifest["outputs"][number]["role"], string>;

function madePackage(manifest: Manifest, site: SiteCase): MadePackage {
	const { package: archive, governance, agreement, terms, dictionary } = manifest;
	return {
		recipients: manifest.recipients.map(({ person, keySha256 }) => ({ who: nameOf(person, site), keySha256 })),
		approvals: manifest.approvals.map(({ path, sha256, role, approver }) => {
			const signed = site.standing.approvals.find((each) => each.path === path && each.sha256 === sha256);
			return {
				role: roleWords[role],
				who: nameOf(approver, site),
				at: signed?.approval.at ?? "",
				path,
				sha256,
				slice: signed?.approval.slice ?? "",
				blob: signed?.approval.blob ?? "",
				fingerprint: signed?.fingerprint ?? "no such signature is recorded",
			};
		}),
		fields: manifest.fields.map(({ field, sensitivity, treatment, file, column }) => ({
			field,
			sensitivity,
			treatment: treatmentWords[treatment],
			file,
			column,
		})),
		checks: manifest.checks.map(({ check, field, table, result, says }) => ({
			check: checkWords[check],
			of: field ?? table ?? "the whole delivery",
			result: result === "passed" ? "Passed" : "Settled by a department’s answer",
			says,
		})),
		outputs: manifest.outputs.map(({ path, role, table, rows, lostReferences, bytes, saltedSha256 }) => ({
			path,
			holds: table === undefined ? outputWords[role] : `${outputWords[role]}: ${table}`,
			rows: [
				rows ?? "",
				...(lostReferences === undefined || lostReferences === "none" ? [] : [`references emptied: ${lostReferences}`]),
			].join("; "),
			bytes,
			saltedSha256,
		})),
		files: [
			{
				file: archive.file,
				what: `Encrypted package (${archive.encryption}, ${archive.bytes} bytes)`,
				sha256: archive.sha256,
			},
			{
				file: archive.password.file,
				what: "Its password, sealed to the recipients’ keys",
				sha256: archive.password.sha256,
			},
		],
		texts: [
			{ what: "Request", path: manifest.request.path, digest: manifest.request.blob },
			{ what: "Agreement", path: `requests/governance/agreements/${agreement.id}.yml`, digest: agreement.blob },
			...terms.map((text) => ({
				what: "Terms",
				path: `requests/governance/terms/${text.terms}.md`,
				digest: text.sha256,
			})),
			...(["policy", "people", "organisations"] as const).map((name) => ({
				what: governanceWords[name],
				path: `requests/governance/${name}.yml`,
				digest: governance[name],
			})),
			...dictionary.map(({ path, blob }) => ({ what: "Dictionary", path, digest: blob })),
		],
		identifiers: [
			{ label: "Manifest before this one, SHA-256", text: manifest.previous ?? "none: this is the project’s first" },
			{ label: "Copy in the share database", text: manifest.share },
			...manifest.sources.map(({ snapshot, server }) => ({
				label: "Snapshot of the source",
				text: `${snapshot}, PostgreSQL ${server}`,
			})),
			{ label: "Key of the project’s pseudonyms", text: manifest.projectKey },
			{ label: "Key that signed the manifest", text: manifest.hubKey },
		],
	};
}

const governanceWords = { policy: "Policy", people: "People and keys", organisations: "Organisations" } as const;

function nameOf(id: string, { standing }: SiteCase): string {
	const person = standing.records.people.people.find((each) => each.id === id);
	return person === undefined ? id : `${person.name} (${id})`;
}
