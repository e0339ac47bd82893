import { createHash } from "node:crypto";
import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { LegalParty, PeopleList, Person, Policy, SharingRequest } from "../../scripts/schema/types.ts";
import { commit, makeKey, makeRepository } from "./repository.ts";

/** The people of the test hospital who hold keys. */
export type KeyHolder = "robbie" | "ingrid" | "ivan" | "carla" | "gus" | "leo" | "eve" | "hub";

export const keyHolders: readonly KeyHolder[] = ["robbie", "ingrid", "ivan", "carla", "gus", "leo", "eve", "hub"];

/** Signing keys of the test hospital, one each: file and public half. */
export type Keys = Readonly<Record<KeyHolder, { readonly file: string; readonly publicKey: string }>>;

/** Makes a key for everybody. */
export function makeKeys(folder: string): Keys {
	return Object.fromEntries(keyHolders.map((name) => [name, makeKey(folder, name)])) as Keys;
}

const ageKey = (letter: string): string => `age1${letter.repeat(58)}`;

/** The people: robbie custodian, ingrid and ivan information governance, carla and gus Caldicott guardians, leo lead of the laboratory, eve without a say. */
export function peopleList(keys: Keys): PeopleList {
	const person = (id: KeyHolder, name: string, roles: Person["roles"], more: Partial<Person> = {}): Person => ({
		id,
		name,
		organisation: "hampton",
		roles,
		signingKeys: [{ key: keys[id].publicKey, added: "2026-01-01" }],
		...more,
	});
	return {
		schemaVersion: 1,
		people: [
			person("robbie", "Robbie Records", ["data-custodian"], { gitNames: ["Robbie Records", "rrecords"] }),
			person("ingrid", "Ingrid Governs", ["information-governance"]),
			person("ivan", "Ivan Governs", ["information-governance", "data-custodian"]),
			person("carla", "Carla Caldicott", ["caldicott-guardian"]),
			person("gus", "Gus Guards", ["caldicott-guardian"]),
			person("leo", "Leo Lab", ["department-lead"], { department: "Laboratory" }),
			{
				id: "rita",
				name: "Rita Research",
				organisation: "hampton",
				roles: ["requester"],
				ageKeys: [confirmedKey("q")],
			},
			{ id: "tom", name: "Tom Team", organisation: "hampton", roles: ["requester"], ageKeys: [confirmedKey("z")] },
		],
		hub: { signingKeys: [{ key: keys.hub.publicKey, added: "2026-01-01" }] },
	};
}

/** An age key that Robbie confirmed. */
export function confirmedKey(letter: string): NonNullable<Person["ageKeys"]>[number] {
	return {
		recipient: ageKey(letter),
		added: "2026-01-01",
		confirmed: { by: "robbie", how: "By telephone", on: "2026-01-02" },
	};
}

export const policy: Policy = {
	schemaVersion: 1,
	approvals: [
		{ role: "data-custodian", concerns: ["people", "data", "keeping"], when: "always" },
		{ role: "information-governance", concerns: ["purpose", "law"], when: "always" },
		{ role: "caldicott-guardian", concerns: ["purpose", "data"], when: ["special-category", "third-party"] },
	],
	governanceApprovals: ["information-governance", "caldicott-guardian"],
	treatments: {
		"direct-identifier": ["pseudonymise"],
		"quasi-identifier": ["year", "date-shift"],
		"special-category": ["keep"],
		ordinary: ["keep"],
	},
	disclosure: {
		minCohort: { value: 10, source: "Local" },
		minRows: { value: 10, source: "Local" },
		kAnonymity: { value: 5, source: "Local" },
	},
	dateShift: { maxDays: 30 },
	retention: { maxMonths: 24 },
	countBands: [10, 100],
	recoveryKeys: [ageKey("p"), ageKey("r")],
};

const termsText = "# Data protection\n\nKeep the data safe.\n";

/** A hospital that uses data for research of its own. */
export const legalParty: LegalParty = {
	role: "controller",
	article6: "6(1)(e)",
	article9: "9(2)(j)",
	schedule1: "paragraph 4",
};

export const request: SharingRequest = {
	schemaVersion: 1,
	title: "Outcomes of sepsis",
	requester: "rita",
	organisation: "hampton",
	team: ["rita", "tom"],
	summary: "Looks at how sepsis ends.",
	benefit: "Better care for patients with sepsis.",
	purposes: ["DUO:0000006"],
	law: {
		role: "controller",
		article6: "6(1)(e)",
		article9: "9(2)(j)",
		schedule1: "paragraph 4",
		hospital: legalParty,
		confidentiality: { basis: "explicit-consent", consentPurpose: "research" },
		dpia: "DPIA-1",
	},
	agreement: "hampton-research",
	source: "hampton",
	cohort: [{ field: "clinical.patients.sex", in_value_set: "known-sex" }],
	fields: [
		{ field: "clinical.patients.patient_id", treatment: "pseudonymise", reason: "To join tables" },
		{ field: "clinical.patients.sex", treatment: "keep", reason: "Outcomes differ by sex" },
	],
	delivery: { format: "csv", schedule: "once" },
	retention: { months: 12, destruction: "Deleted, with a certificate." },
	acceptedTerms: [
		{
			terms: "data-protection-v1",
			sha256: createHash("sha256").update(termsText).digest("hex"),
			by: "rita",
			on: "2026-02-01",
		},
	],
};

/** A dictionary page of the patient table, with sex as special as the argument says. */
export function patientPage(sex = "ordinary", rows = "100 or more"): string {
	const field = (name: string, type: string) => ({ name, type, nullable: false });
	const metadata = {
		schemaVersion: 1,
		source: "hampton",
		schema: "clinical",
		table: "patients",
		kind: "table",
		surveyed: "2026-01-05",
		rows,
		key: ["patient_id"],
		fields: [field("patient_id", "integer"), field("sex", "text"), field("mood", "text")],
	};
	const section = (name: string, sensitivity: string) =>
		`\n## \`${name}\`\n\nWords.\n\n- Sensitivity: ${sensitivity}\n`;
	const body = section("patient_id", "direct-identifier") + section("sex", sex) + section("mood", "special-category");
	return `---\n${stringify(metadata)}---\n# Patients\n\nOne row for each patient.\n${body}`;
}

/** All files of a small records repository with one request, by path. */
export function recordFiles(keys: Keys): Record<string, string> {
	const sources = {
		schemaVersion: 1,
		sources: [
			{
				id: "hampton",
				title: "Hampton",
				kind: "postgresql",
				connection: "HAMPTON_DATABASE_URL",
				schemas: ["clinical"],
				patient: { table: "clinical.patients", key: "patient_id" },
				tables: { "clinical.patients": { class: "patient" } },
			},
		],
	};
	const agreement = {
		schemaVersion: 1,
		title: "Research at Hampton",
		recipient: "hampton",
		reference: "HH-1",
		from: "2026-01-01",
		until: "2027-12-31",
		purposes: ["DUO:0000006"],
		sensitivities: ["direct-identifier", "special-category", "ordinary"],
		terms: ["data-protection-v1"],
		maxRetentionMonths: 24,
		// Two objects, since YAML would write one twice as an alias.
		law: { hospital: legalParty, recipient: { ...legalParty } },
	};
	const term = (id: string, values?: string[]) => ({
		id,
		label: id,
		meaning: "Meaning.",
		...(values ? { values } : {}),
	});
	const organisations = {
		schemaVersion: 1,
		home: "hampton",
		organisations: [
			{ id: "hampton", name: "Hampton Hospital", kind: "hospital", country: "GB" },
			{ id: "cardiozen", name: "CardioZen", kind: "company", country: "GB" },
		],
	};
	return {
		"dictionary/sources.yml": stringify(sources),
		"dictionary/sources/hampton/clinical.patients.md": patientPage(),
		"dictionary/vocabulary/purposes.yml": stringify({
			schemaVersion: 1,
			title: "Purposes",
			terms: [term("DUO:0000006")],
		}),
		"dictionary/vocabulary/value-sets.yml": stringify({
			schemaVersion: 1,
			title: "Value sets",
			terms: [term("known-sex", ["F", "M"])],
		}),
		"requests/governance/policy.yml": stringify(policy),
		"requests/governance/organisations.yml": stringify(organisations),
		"requests/governance/people.yml": stringify(peopleList(keys)),
		"requests/governance/agreements/hampton-research.yml": stringify(agreement),
		"requests/governance/terms/data-protection-v1.md": termsText,
		"requests/sepsis/request.yml": stringify(request),
	};
}

/** Makes a records repository whose request Rita wrote, as a copy of one made the first time in this folder. */
export function makeRecords(folder: string, name: string, keys: Keys): string {
	const root = join(folder, name);
	const template = join(folder, "template-records");
	if (!existsSync(template)) {
		makeRepository(template);
		const { "requests/sepsis/request.yml": asked, ...others } = recordFiles(keys);
		commit(template, others, "Robbie Records", "Begin");
		commit(template, { "requests/sepsis/request.yml": asked }, "Rita Research", "Ask for data");
	}
	cpSync(template, root, { recursive: true });
	return root;
}
