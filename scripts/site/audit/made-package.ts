import { formatMoment } from "../../document/day.ts";
import { roleLabels } from "../../governance/role-label.ts";
import { findPerson } from "../../records/lookup.ts";
import { agreementPath, governancePath, termsPath } from "../../records/paths.ts";
import type { Fact } from "../../request/case-facts.ts";
import type { Manifest, Sensitivity } from "../../schema/types.ts";
import { treatments } from "../../treatment/treatments.ts";
import type { AudienceView } from "../register/asked-data.ts";
import type { SiteCase } from "../register/cases.ts";
import { checkLabels } from "../register/labels.ts";
import { type ActRow, actRows } from "./act-rows.ts";
import { type AskedThen, askedThen } from "./asked-then.ts";

/** What a manifest says of its package. */
export interface MadePackage {
	/** What was asked for, in the version of the request that it was made from; absent if that is not in the records. */
	readonly asked?: AskedThen;
	/** The command that shows that version. */
	readonly requestCommand: string;
	readonly recipients: readonly { readonly who: string; readonly keySha256: string }[];
	readonly approvals: readonly ApprovalRow[];
	/** Who signed the decisions about data that it rested on. */
	readonly acts: readonly ActRow[];
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
	readonly scopeDigest: string;
	/** The version of the request that was decided on. */
	readonly blob: string;
	/** The key that signed it. */
	readonly fingerprint: string;
}

const outputLabels = {
	data: "Data",
	descriptor: "Description of the files",
	dictionary: "Dictionary of the fields",
	terms: "Terms of use",
	salt: "Salt of the digests",
} as const satisfies Record<Manifest["outputs"][number]["role"], string>;

/** See {@link MadePackage}. */
export function madePackage(manifest: Manifest, site: SiteCase, view: AudienceView): MadePackage {
	const { package: archive, governance, agreement, terms, dictionary } = manifest;
	const asked = askedThen(manifest, site, view);
	return {
		...(asked === undefined ? {} : { asked }),
		requestCommand: `git --no-pager show ${manifest.request.blob}`,
		acts: actRows(site, manifest.decisions ?? []),
		recipients: manifest.recipients.map(({ person, keySha256 }) => ({ who: personWithId(person, site), keySha256 })),
		approvals: manifest.approvals.map(({ path, sha256, role, approver }) => {
			const signed = site.approvals.signed.find((each) => each.path === path && each.sha256 === sha256);
			return {
				role: roleLabels[role],
				who: personWithId(approver, site),
				at: signed === undefined ? "" : formatMoment(signed.value.at),
				path,
				sha256,
				scopeDigest: signed?.value.slice ?? "",
				blob: signed?.value.blob ?? "",
				fingerprint: signed?.fingerprint ?? "no such signature is recorded",
			};
		}),
		fields: manifest.fields.map(({ field, sensitivity, treatment, file, column }) => ({
			field,
			sensitivity,
			treatment: treatments[treatment].label,
			file,
			column,
		})),
		checks: manifest.checks.map(({ check, field, table, result, says }) => ({
			check: checkLabels[check],
			of: field ?? table ?? "the whole delivery",
			result: result === "passed" ? "Passed" : "Settled by a department’s answer",
			says,
		})),
		outputs: manifest.outputs.map(({ path, role, table, rows, lostReferences, bytes, saltedSha256 }) => ({
			path,
			holds: describeHolding(path, role, table),
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
			{ what: "Agreement", path: agreementPath(agreement.id), digest: agreement.blob },
			...terms.map((text) => ({
				what: "Terms",
				path: termsPath(text.terms),
				digest: text.sha256,
			})),
			...(["policy", "people", "organisations"] as const).map((name) => ({
				what: governanceLabels[name],
				path: governancePath(name),
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

/** What a file holds. In the manifest the readme has the role of a dictionary, though it lists no fields. */
function describeHolding(path: string, role: Manifest["outputs"][number]["role"], table: string | undefined): string {
	if (path === "readme.txt") return "How to read the package";
	return table === undefined ? outputLabels[role] : `${outputLabels[role]}: ${table}`;
}

const governanceLabels = { policy: "Policy", people: "People and keys", organisations: "Organisations" } as const;

/** A person as an auditor looks for them: name and id. */
export function personWithId(id: string, { approvals }: SiteCase): string {
	const person = findPerson(approvals.records.people, id);
	return person === undefined ? id : `${person.name} (${id})`;
}
