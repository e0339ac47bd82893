import { beforeAll, describe, expect, it } from "vitest";
import type { CheckedPerson } from "../../../scripts/check/context.ts";
import { checkRequest } from "../../../scripts/check/request.ts";
import { type RuleId, rules } from "../../../scripts/check/rule.ts";
import type { CatalogueField } from "../../../scripts/dictionary/catalogue.ts";
import type { Records } from "../../../scripts/records/records.ts";
import type { Clause, Condition, OptOutCovers, RequestedField } from "../../../scripts/schema/types.ts";
import { type Changeable, type Draft, draft, readHospital } from "../hospital.ts";

/** One change of a request or its surroundings. `at` is the place the rule must name; without it the rule must be silent. */
interface Case {
	readonly when: string;
	readonly project?: "heart-trial";
	readonly change: (draft: Draft) => void;
	readonly at?: string;
	readonly severity?: "warning";
}

const person = ({ context }: Draft, id: string): Changeable<CheckedPerson> => {
	const found = context.people.people.find((each) => each.id === id);
	if (found === undefined) throw new Error(`no ${id} in the fixture`);
	return found;
};
const agreement = ({ context, request }: Draft) => {
	const found = context.agreements.get(request.agreement);
	if (found === undefined) throw new Error("no agreement in the fixture");
	return found;
};
const organisation = ({ context }: Draft, id: string) => {
	const found = context.organisations.organisations.find((each) => each.id === id);
	if (found === undefined) throw new Error(`no ${id} in the fixture`);
	return found;
};
const catalogueField = ({ context }: Draft, id: string): Changeable<CatalogueField> => {
	const found = context.catalogue.sources[0]?.tables.flatMap(({ fields }) => fields).find((each) => each.id === id);
	if (found === undefined) throw new Error(`no ${id} in the fixture`);
	return found;
};
const ask =
	(field: string, treatment: RequestedField["treatment"] = "keep") =>
	(found: Draft) =>
		void found.request.fields.push({ field, treatment, reason: "Needed for the test." });
const meet = (clause: Clause) => (found: Draft) => void found.request.cohort.push(clause as Changeable<Clause>);
const takenOn = "clinical.lab_results.taken_on";
/** All dates are moved, and the rows of results meet these conditions on their day too. */
const shifted =
	(...tests: readonly Omit<Condition, "field">[]) =>
	(found: Draft) => {
		found.request.fields.splice(2, 1);
		ask(takenOn, "date-shift")(found);
		const conditions = tests.map((test) => ({ field: takenOn, ...test }) as Changeable<Condition>);
		found.request.rows?.["clinical.lab_results"]?.push(...conditions);
	};
/** Where the field or clause that a case adds comes to stand. */
const added = { field: "fields.6.field", treatment: "fields.6.treatment", clause: "cohort.3" } as const;
const acceptance = ({ request }: Draft) => {
	const [found] = request.acceptedTerms;
	if (found === undefined) throw new Error("no acceptance in the fixture");
	return found;
};
const range = ({ request }: Draft) => {
	const found = request.ranges?.[0];
	if (found === undefined) throw new Error("no range in the fixture");
	return found;
};

const cases = {
	"unknown-person": [
		{
			when: "the requester is not on the list",
			change: ({ request }) => void (request.requester = "ritta"),
			at: "requester",
		},
		{ when: "a member is not on the list", change: ({ request }) => void request.team.push("nobody"), at: "team.1" },
		{
			when: "the writer is not on the list",
			change: ({ request }) => void (request.writtenBy = "robby"),
			at: "writtenBy",
		},
		{
			when: "whoever accepted terms is not on the list",
			change: (found) => void (acceptance(found).by = "nobody"),
			at: "acceptedTerms.0.by",
		},
	],
	"person-left": [
		{
			when: "a member left yesterday",
			change: (found) => void (person(found, "rita").left = "2026-02-28"),
			at: "team.0",
		},
		{
			when: "a member leaves today",
			change: (found) => void (person(found, "rita").left = "2026-03-01"),
			at: "requester",
		},
		{ when: "a member leaves tomorrow", change: (found) => void (person(found, "rita").left = "2026-03-02") },
		{
			when: "the writer has left since",
			project: "heart-trial",
			change: (found) => void (person(found, "robbie").left = "2026-02-28"),
		},
	],
	"requester-organisation": [
		{
			when: "the requester works elsewhere",
			change: ({ request }) => void (request.requester = "lena"),
			at: "requester",
		},
	],
	"team-organisation": [
		{
			when: "an outsider is in an in-house team",
			change: ({ request }) => void request.team.push("lena"),
			at: "team.1",
		},
		{
			when: "a colleague of the hospital is in a company's team",
			project: "heart-trial",
			change: ({ request }) => void request.team.push("rita"),
		},
	],
	"training-expired": [
		{
			when: "training ended yesterday",
			change: (found) => void (person(found, "rita").training = { expires: "2026-02-28" }),
			at: "team.0",
		},
		{
			when: "training ends today",
			change: (found) => void (person(found, "rita").training = { expires: "2026-03-01" }),
		},
	],
	"training-unknown": [
		{
			when: "no training is on record",
			change: (found) => void delete person(found, "rita").training,
			at: "team.0",
			severity: "warning",
		},
	],
	"key-unconfirmed": [
		{
			when: "a member has no key",
			change: (found) => void delete person(found, "rita").ageKeys,
			at: "team.0",
			severity: "warning",
		},
		{
			when: "the key is not confirmed",
			change: (found) => void delete person(found, "rita").ageKeys?.[0]?.confirmed,
			at: "team.0",
			severity: "warning",
		},
		{
			when: "the owner confirmed the key",
			change: (found) => confirm(found, { by: "rita" }),
			at: "team.0",
			severity: "warning",
		},
		{
			when: "no custodian confirmed the key",
			change: (found) => confirm(found, { by: "grace" }),
			at: "team.0",
			severity: "warning",
		},
		{
			when: "the key was confirmed tomorrow",
			change: (found) => confirm(found, { on: "2026-03-02" }),
			at: "team.0",
			severity: "warning",
		},
		{ when: "the key was confirmed today", change: (found) => confirm(found, { on: "2026-03-01" }) },
		{
			when: "the only key is revoked today",
			change: (found) => revoke(found, "2026-03-01"),
			at: "team.0",
			severity: "warning",
		},
		{ when: "the key will be revoked tomorrow", change: (found) => revoke(found, "2026-03-02") },
	],
	"unknown-organisation": [
		{
			when: "the organisation is not on the list",
			change: ({ request }) => void (request.organisation = "hampton-hopsital"),
			at: "organisation",
		},
	],
	"security-assurance": [
		{
			when: "a third party has none",
			project: "heart-trial",
			change: (found) => void delete organisation(found, "alpenia").securityAssurance,
			at: "organisation",
		},
		{
			when: "a third party's ended yesterday",
			project: "heart-trial",
			change: ({ context }) => void (context.today = "2026-07-01"),
			at: "organisation",
		},
		{
			when: "a third party's ends today",
			project: "heart-trial",
			change: ({ context }) => void (context.today = "2026-06-30"),
		},
		{
			when: "the hospital itself has none",
			change: (found) => void delete organisation(found, "hampton-hospital").securityAssurance,
		},
	],
	"transfer-mechanism": [
		{
			when: "none is given for a recipient abroad",
			project: "heart-trial",
			change: ({ request }) => void delete request.law.transfer,
			at: "law",
		},
		{ when: "none is given for a recipient at home", change: ({ request }) => void delete request.law.transfer },
	],
	"third-party-writer": [
		{
			when: "a third party's request has no writer",
			project: "heart-trial",
			change: ({ request }) => void delete request.writtenBy,
			at: "organisation",
		},
		{
			when: "the writer is no custodian",
			project: "heart-trial",
			change: ({ request }) => void (request.writtenBy = "grace"),
			at: "writtenBy",
		},
		{ when: "an in-house request has no writer", change: ({ request }) => void delete request.writtenBy },
	],
	"unknown-agreement": [
		{
			when: "there is no such agreement",
			change: ({ request }) => void (request.agreement = "in-hous"),
			at: "agreement",
		},
	],
	"agreement-recipient": [
		{
			when: "the agreement is with somebody else",
			change: ({ request }) => void (request.agreement = "heart-trial"),
			at: "agreement",
		},
	],
	"agreement-not-begun": [
		{
			when: "the agreement begins tomorrow",
			change: ({ context }) => void (context.today = "2025-12-31"),
			at: "agreement",
		},
		{ when: "the agreement begins today", change: ({ context }) => void (context.today = "2026-01-01") },
	],
	"agreement-ended": [
		{
			when: "the agreement ended yesterday",
			change: ({ context }) => void (context.today = "2027-01-01"),
			at: "agreement",
		},
		{ when: "the agreement ends today", change: ({ context }) => void (context.today = "2026-12-31") },
	],
	"agreement-purpose": [
		{
			when: "the agreement does not allow a purpose",
			change: ({ request }) => void request.purposes.push("DUO:0000007"),
			at: "purposes.1",
		},
	],
	"agreement-sensitivity": [
		{
			when: "the agreement does not allow a field's sensitivity",
			change: (found) => void (agreement(found).sensitivities = ["direct-identifier", "special-category"]),
			at: "fields.2.field",
		},
		{
			when: "the agreement does not allow what a condition of the cohort looks at",
			change: (found) => void (agreement(found).sensitivities = ["direct-identifier", "quasi-identifier", "ordinary"]),
			at: "cohort.2.any.1.all.1.field",
		},
		{
			when: "the agreement does not allow what an exclusion of rows looks at",
			change: (found) => {
				agreement(found).sensitivities = ["direct-identifier", "quasi-identifier", "ordinary"];
				found.request.rows = { "clinical.patients": [{ none: [{ field: "clinical.patients.blood_group", is: "O" }] }] };
			},
			at: "rows.clinical.patients.0.none.0.field",
		},
		{
			when: "a delivery was made by a request with such a condition",
			change: (found) => {
				agreement(found).sensitivities = ["direct-identifier", "quasi-identifier", "ordinary"];
				found.context.delivered = true;
			},
			at: "cohort.2.any.1.all.1.field",
			severity: "warning",
		},
	],
	"unknown-purpose": [
		{
			when: "a purpose is not in the vocabulary",
			change: ({ request }) => void (request.purposes = ["DUO:0000008"]),
			at: "purposes.0",
		},
	],
	"unknown-terms": [
		{
			when: "accepted terms do not exist",
			change: (found) => void (acceptance(found).terms = "data-protection-v2"),
			at: "acceptedTerms.0.terms",
		},
	],
	"terms-not-accepted": [
		{
			when: "the agreement's terms are not accepted",
			change: ({ request }) => void (request.acceptedTerms = []),
			at: "acceptedTerms",
		},
	],
	"terms-changed": [
		{
			when: "the wording differs by one character",
			change: ({ context }) => void context.terms.set("data-protection-v1", "0".repeat(64)),
			at: "acceptedTerms.0.sha256",
		},
	],
	"terms-future": [
		{
			when: "terms are accepted tomorrow",
			change: (found) => void (acceptance(found).on = "2026-03-02"),
			at: "acceptedTerms.0.on",
		},
		{ when: "terms are accepted today", change: (found) => void (acceptance(found).on = "2026-03-01") },
	],
	"terms-person": [
		{
			when: "somebody outside the team accepted",
			change: (found) => void (acceptance(found).by = "grace"),
			at: "acceptedTerms.0.by",
		},
		{
			when: "a member of the team accepted",
			change: (found) => {
				found.request.team.push("robbie");
				acceptance(found).by = "robbie";
			},
		},
	],
	"consent-purpose": [
		{
			when: "no consent purpose is named",
			change: ({ request }) => void delete request.law.confidentiality.consentPurpose,
			at: "law.confidentiality",
		},
		{
			when: "a purpose is named on another basis",
			change: (found) => {
				section251(found, "2027-01-01");
				found.request.law.confidentiality.consentPurpose = "research";
			},
			at: "law.confidentiality.consentPurpose",
		},
		{
			when: "the source knows no such purpose",
			change: ({ request }) => void (request.law.confidentiality.consentPurpose = "reserch"),
			at: "law.confidentiality.consentPurpose",
		},
	],
	"consent-source": [
		{
			when: "the source does not record consent",
			change: ({ context }) => void delete context.catalogue.sources[0]?.consent,
			at: "law.confidentiality.basis",
		},
	],
	"objections-source": [
		...(["section-251", "anonymised"] as const).map((basis) => ({
			when: `the source records no objections, and the basis is ${basis}`,
			change: (found: Draft) => {
				section251(found, "2027-01-01");
				found.request.law.confidentiality.basis = basis;
				delete found.context.catalogue.sources[0]?.optOut;
			},
			at: "law.confidentiality.basis",
		})),
		{
			when: "the source records no objections, and all have consented",
			change: ({ context }) => void delete context.catalogue.sources[0]?.optOut,
		},
		{ when: "the source records objections", change: (found) => section251(found, "2027-01-01") },
	],
	"section-251": [
		{
			when: "reference and last day are missing",
			change: ({ request }) => void (request.law.confidentiality = { basis: "section-251" }),
			at: "law.confidentiality",
		},
		{
			when: "only the last day is missing",
			change: ({ request }) => void (request.law.confidentiality = { basis: "section-251", reference: "23/CAG/0042" }),
			at: "law.confidentiality",
		},
		{ when: "both are given", change: (found) => section251(found, "2027-01-01") },
	],
	"section-251-expired": [
		{
			when: "the approval ended yesterday",
			change: (found) => section251(found, "2026-02-28"),
			at: "law.confidentiality.expires",
		},
		{ when: "the approval ends today", change: (found) => section251(found, "2026-03-01") },
	],
	"consent-basis": [
		{
			when: "Article 6 is consent without explicit consent",
			change: (found) => {
				section251(found, "2027-01-01");
				found.request.law.article6 = "6(1)(a)";
			},
			at: "law.article6",
		},
		{
			when: "Article 9 is consent without explicit consent",
			change: (found) => {
				section251(found, "2027-01-01");
				found.request.law.article9 = "9(2)(a)";
			},
			at: "law.article9",
		},
		{
			when: "both are consent with explicit consent",
			change: ({ request }) => void Object.assign(request.law, { article6: "6(1)(a)", article9: "9(2)(a)" }),
		},
		{
			when: "no basis is chosen yet",
			change: ({ request }) => void Object.assign(request.law, { article9: "9(2)(a)", confidentiality: { basis: "" } }),
		},
	],
	"national-opt-out": [
		{
			when: "section 251 says nothing of it",
			change: (found) => {
				section251(found, "2027-01-01");
				delete found.request.law.confidentiality.nationalOptOut;
			},
			at: "law.confidentiality",
		},
		{
			when: "section 251 says nothing of it, but a delivery was made by this request",
			change: (found) => {
				section251(found, "2027-01-01");
				delete found.request.law.confidentiality.nationalOptOut;
				found.context.delivered = true;
			},
			at: "law.confidentiality",
			severity: "warning",
		},
		{ when: "it applies", change: (found) => section251(found, "2027-01-01") },
		{
			when: "it is exempted from without a letter",
			change: (found) => nationalOptOut(found, { nationalOptOut: "exempt" }, "national"),
			at: "law.confidentiality",
		},
		{
			when: "it is exempted from by a letter",
			change: (found) => nationalOptOut(found, { nationalOptOut: "exempt", exemption: "23/CAG/0042, 3" }, "national"),
		},
		{
			when: "it is exempted from, and recorded together with other objections",
			change: (found) => nationalOptOut(found, { nationalOptOut: "exempt", exemption: "23/CAG/0042, 3" }, "both"),
			at: "law.confidentiality.nationalOptOut",
			severity: "warning",
		},
		{
			when: "it applies with a letter that exempts",
			change: (found) => nationalOptOut(found, { exemption: "23/CAG/0042, 3" }, "national"),
			at: "law.confidentiality.exemption",
		},
		{
			when: "it applies, and the source records local objections only",
			change: (found) => nationalOptOut(found, {}, "local"),
			at: "law.confidentiality.nationalOptOut",
		},
		{
			when: "it applies, and the source records it beside local objections",
			change: (found) => nationalOptOut(found, {}, "local", "national"),
		},
		{
			when: "a request with explicit consent speaks of it",
			change: ({ request }) => void (request.law.confidentiality.nationalOptOut = "applies"),
			at: "law.confidentiality.nationalOptOut",
		},
		{
			when: "a request for anonymised data speaks of it",
			change: ({ request }) =>
				void (request.law.confidentiality = { basis: "anonymised", nationalOptOut: "exempt", exemption: "x" }),
			at: "law.confidentiality.nationalOptOut",
		},
	],
	"legal-parties": [
		{ when: "the recipient has no role", change: ({ request }) => void delete request.law.role, at: "law" },
		{ when: "the hospital has no basis", change: ({ request }) => void delete request.law.hospital, at: "law" },
		{
			when: "the hospital has no basis, but a delivery was made by this request",
			change: ({ request, context }) => {
				delete request.law.hospital;
				context.delivered = true;
			},
			at: "law",
			severity: "warning",
		},
		{ when: "the agreement names no parties", change: (found) => void delete agreement(found).law, at: "agreement" },
	],
	"schedule-1": [
		{ when: "research has no condition", change: ({ request }) => void delete request.law.schedule1, at: "law" },
		{
			when: "the hospital's own basis has no condition",
			change: ({ request }) => void delete request.law.hospital?.schedule1,
			at: "law.hospital",
		},
		{
			when: "the condition is another one's",
			change: ({ request }) => void (request.law.schedule1 = "paragraph 2"),
			at: "law.schedule1",
		},
		{
			when: "health care has its own",
			change: ({ request }) => {
				request.law.article9 = "9(2)(h)";
				request.law.schedule1 = "paragraph 2";
			},
		},
		{
			when: "explicit consent has one",
			project: "heart-trial",
			change: ({ request }) => void (request.law.schedule1 = "paragraph 4"),
			at: "law.schedule1",
		},
	],
	"legal-roles": [
		{
			when: "the hospital is a processor of its own",
			change: ({ request }) => void (request.law.role = "processor"),
			at: "law.hospital.role",
		},
		{
			when: "one is a joint controller alone",
			project: "heart-trial",
			change: ({ request }) => void (request.law.role = "joint-controller"),
			at: "law.hospital.role",
		},
		{
			when: "both are joint controllers",
			project: "heart-trial",
			change: ({ request }) => {
				request.law.role = "joint-controller";
				Object.assign(request.law.hospital ?? {}, { role: "joint-controller" });
			},
		},
		{
			when: "both are processors",
			project: "heart-trial",
			change: ({ request }) => {
				request.law.role = "processor";
				Object.assign(request.law.hospital ?? {}, { role: "processor" });
			},
			at: "law.hospital.role",
		},
		{
			when: "a company works for the hospital",
			project: "heart-trial",
			change: ({ request }) => void (request.law.role = "processor"),
		},
	],
	"agreement-roles": [
		{
			when: "the recipient is another than agreed",
			project: "heart-trial",
			change: ({ request }) => void (request.law.role = "processor"),
			at: "law.role",
		},
		{
			when: "the hospital is another than agreed",
			project: "heart-trial",
			change: ({ request }) => void Object.assign(request.law.hospital ?? {}, { role: "joint-controller" }),
			at: "law.hospital.role",
		},
		{ when: "the agreement names no roles", change: (found) => void delete agreement(found).law },
	],
	"anonymised-identifier": [
		{
			when: "a direct identifier is kept in anonymised data",
			change: (found) => {
				found.request.law.confidentiality = { basis: "anonymised" };
				ask("clinical.patients.nhs_number")(found);
			},
			at: added.treatment,
		},
		{
			when: "direct identifiers are coded in anonymised data",
			change: ({ request }) => void (request.law.confidentiality = { basis: "anonymised" }),
		},
	],
	"ethics-missing": [
		{
			when: "research names no ethics approval",
			change: ({ request }) => void delete request.law.ethics,
			at: "law",
			severity: "warning",
		},
		{
			when: "health care names none",
			change: ({ request }) => {
				delete request.law.ethics;
				request.law.article9 = "9(2)(h)";
			},
		},
	],
	"ethics-expired": [
		{
			when: "the approval ended yesterday",
			change: ({ request }) => void (request.law.ethics = { reference: "R", expires: "2026-02-28" }),
			at: "law.ethics.expires",
		},
		{
			when: "the approval ends today",
			change: ({ request }) => void (request.law.ethics = { reference: "R", expires: "2026-03-01" }),
		},
		{ when: "the approval has no end", change: ({ request }) => void (request.law.ethics = { reference: "R" }) },
	],
	"unknown-source": [
		{ when: "there is no such source", change: ({ request }) => void (request.source = "hamton"), at: "source" },
		{
			when: "the source is a folder of images, which are described only",
			change: ({ request, context }) => {
				request.source = "scans";
				context.imageFolders = ["scans"];
			},
			at: "source",
		},
	],
	"unknown-field": [
		{ when: "the dictionary has no such field", change: ask("clinical.patients.sx"), at: added.field },
		{ when: "the id cannot be read", change: ask("clinical.patients"), at: added.field },
		{
			when: "a condition is about no field",
			change: meet({ field: "clinical.patients.sx", is: "F" }),
			at: `${added.clause}.field`,
		},
		{
			when: "a range is about no field",
			change: (found) => void (range(found).field = "clinical.lab_results.valeu"),
			at: "ranges.0.field",
		},
		{ when: "the id is quoted without need", change: ask('"clinical"."patients"."height_cm"') },
	],
	"retired-field": [
		{ when: "the column is gone", change: ask("clinical.patients.fax"), at: added.field },
		{
			when: "a condition is about a column that is gone",
			change: meet({ field: "clinical.patients.fax", is_null: true }),
			at: `${added.clause}.field`,
		},
		{
			when: "the whole table is gone",
			change: ({ context }) =>
				void Object.assign(
					context.catalogue.sources[0]?.tables.find(({ id }) => id === "clinical.lab_results")?.metadata ?? {},
					{ retired: "2026-02-01" },
				),
			at: "fields.3.field",
		},
	],
	"table-not-shared": [
		{ when: "the table is excluded", change: ask("audit.access_log.entry"), at: added.field },
		{
			when: "the source list does not name the table",
			change: ({ context }) =>
				void delete context.catalogue.sources[0]?.tables.find(({ id }) => id === "clinical.lab_results")?.class,
			at: "fields.3.field",
		},
		{ when: "the table is a reference table", change: ask("reference.lab_tests.name") },
	],
	"sensitivity-unconfirmed": [
		{ when: "nobody has confirmed it", change: ask("clinical.patients.mood"), at: added.field },
		{
			when: "a condition looks at such a field",
			change: meet({ field: "clinical.patients.mood", is: "good" }),
			at: `${added.clause}.field`,
		},
	],
	"free-text": [
		{ when: "a field is free text", change: ask("clinical.patients.remarks"), at: added.field },
		{
			when: "a condition looks at free text",
			change: meet({ field: "clinical.patients.remarks", is: "x" }),
			at: `${added.clause}.field`,
		},
	],
	"unsafe-type": [
		...["jsonb", "json", "xml", "bytea", "money", "text[]", "tsvector", "public.hstore"].map((type) => ({
			when: `the type is ${type}`,
			change: (found: Draft) => {
				catalogueField(found, "clinical.patients.height_cm").metadata.type = type;
				ask("clinical.patients.height_cm")(found);
			},
			at: added.field,
		})),
		...[
			"character varying(20)",
			"numeric(5,2)",
			"timestamp(3) without time zone",
			"inet",
			"uuid",
			"citext",
			"public.citext",
			'"Old ""X""".citext',
		].map((type) => ({
			when: `the type is ${type}`,
			change: (found: Draft) => {
				catalogueField(found, "clinical.patients.height_cm").metadata.type = type;
				ask("clinical.patients.height_cm")(found);
			},
		})),
		{ when: "the type is an enumeration", change: ask("clinical.patients.blood_group") },
	],
	"repeated-field": [
		{ when: "a field is asked for twice", change: ask("clinical.patients.sex"), at: added.field },
		{ when: "a field is asked for twice with other quotes", change: ask('clinical."patients".sex'), at: added.field },
	],
	"same-column": [
		{
			when: "two names differ in capitals only",
			change: (found) => {
				ask("clinical.patients.height_cm")(found);
				ask('clinical.patients."HEIGHT_CM"')(found);
			},
			at: "fields.7.field",
		},
		{ when: "two tables have a column of one name", change: ask("reference.lab_tests.code") },
	],
	"treatment-not-allowed": [
		{ when: "a direct identifier is kept", change: ask("clinical.patients.nhs_number"), at: added.treatment },
		{
			when: "a special category is coded",
			change: ask("clinical.patients.blood_group", "pseudonymise"),
			at: added.treatment,
		},
		{ when: "a direct identifier is emptied", change: ask("clinical.patients.nhs_number", "redact") },
	],
	"treatment-impossible": [
		{ when: "year is asked of a text", change: ask("clinical.patients.opt_out", "year"), at: added.treatment },
		{
			when: "a number is to be moved by days",
			change: ask("clinical.patients.height_cm", "date-shift"),
			at: added.treatment,
		},
		{
			when: "a date of a reference table is to be moved",
			change: ask("reference.lab_tests.valid_from", "date-shift"),
			at: added.treatment,
		},
		{ when: "a patient's moment is to be moved", change: ask("clinical.patients.registered_at", "date-shift") },
		{
			when: "a measurement is to be coded",
			change: ask("clinical.patients.height_cm", "pseudonymise"),
			at: added.treatment,
		},
		{ when: "a key is to be coded", change: ask("clinical.lab_results.result_id", "pseudonymise") },
	],
	"mixed-dates": [
		{
			when: "a year stands beside a date that is shifted",
			change: ask("clinical.lab_results.taken_on", "date-shift"),
			at: "fields.2.treatment",
		},
		{
			when: "a day stands beside a date that is shifted",
			change: (found) => {
				found.request.fields.splice(2, 1);
				ask("clinical.patients.registered_at", "date-shift")(found);
				ask("clinical.lab_results.taken_on")(found);
			},
			at: added.treatment,
		},
		{
			when: "a period of days stands beside a date that is shifted",
			change: (found) => {
				found.request.fields.splice(2, 1);
				ask("clinical.patients.registered_at", "date-shift")(found);
				Object.assign(catalogueField(found, "clinical.lab_results.taken_on").metadata, { type: "tstzrange" });
				ask("clinical.lab_results.taken_on")(found);
			},
			at: added.treatment,
		},
		{
			when: "all dates are shifted",
			change: (found) => {
				found.request.fields.splice(2, 1);
				ask("clinical.patients.registered_at", "date-shift")(found);
				ask("clinical.lab_results.taken_on", "date-shift")(found);
			},
		},
		{ when: "a day stands beside a year", change: ask("clinical.lab_results.taken_on") },
		{
			when: "a day of a table about no patient stands beside a date that is shifted",
			change: (found) => {
				found.request.fields.splice(2, 1);
				ask("clinical.patients.registered_at", "date-shift")(found);
				ask("reference.lab_tests.valid_from")(found);
			},
		},
	],
	"date-window": [
		{
			when: "a row must be of one day",
			change: shifted({ from: "2025-03-03", before: "2025-03-04" }),
			at: "rows.clinical.lab_results.1.from",
		},
		{
			when: "it is a day too narrow",
			change: shifted({ from: "2025-03-03", before: "2025-05-01" }),
			at: "rows.clinical.lab_results.1.from",
		},
		{ when: "it is just wide enough", change: shifted({ from: "2025-03-03", before: "2025-05-02" }) },
		{ when: "a row must be of a day", change: shifted({ is: "2025-03-03" }), at: "rows.clinical.lab_results.1.is" },
		{
			when: "a row must be of one of two days",
			change: shifted({ in: ["2024-03-03", "2025-03-03"] }),
			at: "rows.clinical.lab_results.1.in",
		},
		{ when: "a row must be recent", change: shifted({ from: "2026-02-20" }), at: "rows.clinical.lab_results.1.from" },
		{ when: "a row must be from a day on long ago", change: shifted({ from: "2024-03-03" }) },
		{ when: "a row must be from before a day", change: shifted({ before: "2025-03-03" }) },
		{ when: "a row is of any day but one", change: shifted({ not: "2025-03-03" }) },
		{
			when: "two conditions leave a day between them",
			change: shifted({ from: "2025-03-03" }, { before: "2025-03-04" }),
			at: "rows.clinical.lab_results.1.from",
		},
		{
			when: "exclusions leave a day between them",
			change: (found) => {
				shifted()(found);
				meet({
					none: [
						{ field: takenOn, before: "2025-03-03" },
						{ field: takenOn, from: "2025-03-04" },
					],
				})(found);
			},
			at: `${added.clause}.none.0.before`,
		},
		{
			when: "a day is excluded",
			change: (found) => {
				shifted()(found);
				meet({ none: [{ field: takenOn, is: "2025-03-03" }] })(found);
			},
		},
		{
			when: "one of a cohort's alternatives is a day",
			change: (found) => {
				shifted()(found);
				meet({ any: [{ all: [{ field: takenOn, from: "2025-03-03", before: "2025-03-04" }] }] })(found);
			},
			at: `${added.clause}.any.0.all.0.from`,
		},
		{
			when: "a cohort and the rows leave a day between them",
			change: (found) => {
				shifted({ before: "2024-01-02" })(found);
			},
			at: "cohort.1.from",
		},
		{
			when: "dates of another table are moved",
			change: (found) => {
				found.request.fields.splice(2, 1);
				ask("clinical.patients.registered_at", "date-shift")(found);
				found.request.rows = { "clinical.lab_results": [{ field: takenOn, is: "2025-03-03" }] };
			},
			at: "rows.clinical.lab_results.0.is",
		},
		{
			when: "rows that limit others leave a day between them",
			change: (found) => {
				shifted({ before: "2024-03-04" })(found);
				found.request.rows = {
					...found.request.rows,
					"clinical.patients": [{ field: "clinical.patients.registered_at", from: "2024-03-03" }],
				};
			},
			at: "rows.clinical.patients.0.from",
		},
		{
			when: "a period is named as text",
			change: (found) => {
				shifted()(found);
				Object.assign(catalogueField(found, takenOn).metadata, { type: "daterange" });
				meet({ field: takenOn, is: "[2025-03-03,2025-03-04)" })(found);
			},
			at: `${added.clause}.is`,
		},
		{
			when: "years go out",
			change: ({ request }) => void (request.rows = { "clinical.lab_results": [{ field: takenOn, is: "2025-03-03" }] }),
		},
		{
			when: "the day is one of a table about no patient",
			change: (found) => {
				shifted()(found);
				ask("reference.lab_tests.code")(found);
				found.request.rows = { "reference.lab_tests": [{ field: "reference.lab_tests.valid_from", is: "2025-03-03" }] };
			},
		},
		{
			when: "a delivery was made by it",
			change: (found) => {
				shifted({ is: "2025-03-03" })(found);
				found.context.delivered = true;
			},
			at: "rows.clinical.lab_results.1.is",
			severity: "warning",
		},
	],
	"condition-tells": [
		{
			when: "a cohort names values that nobody may keep",
			change: ({ context }) => void (context.policy.treatments["special-category"] = ["redact"]),
			at: "cohort.2.any.1.all.1.field",
			severity: "warning",
		},
		{ when: "they may be kept", change: () => {} },
		{
			when: "they are excluded",
			change: (found) => {
				found.context.policy.treatments["special-category"] = ["redact"];
				found.request.cohort = [{ none: [{ field: "clinical.patients.blood_group", is: "O" }] }];
				delete found.request.rows;
			},
		},
	],
	"kept-identifier": [
		{
			when: "the policy allows it",
			change: (found) => {
				found.context.policy.treatments["direct-identifier"].push("keep");
				ask("clinical.patients.nhs_number")(found);
			},
			at: added.treatment,
			severity: "warning",
		},
	],
	"condition-identifier": [
		{
			when: "a cohort looks at a direct identifier",
			change: meet({ field: "clinical.patients.nhs_number", is: "x" }),
			at: `${added.clause}.field`,
		},
		{
			when: "an exclusion looks at a direct identifier",
			change: meet({ none: [{ all: [{ field: "clinical.patients.patient_id", is: 7 }] }] }),
			at: `${added.clause}.none.0.all.0.field`,
		},
		{
			when: "rows are chosen by a direct identifier",
			change: ({ request }) =>
				void request.rows?.["clinical.lab_results"]?.push({ field: "clinical.lab_results.patient_id", is: 7 }),
			at: "rows.clinical.lab_results.1.field",
		},
	],
	"condition-table": [
		{
			when: "a cohort looks at a reference table",
			change: meet({ field: "reference.lab_tests.name", is: "Lactate" }),
			at: `${added.clause}.field`,
		},
		{
			when: "a cohort looks at an excluded table",
			change: meet({ field: "audit.access_log.entry", is: 1 }),
			at: `${added.clause}.field`,
		},
		{
			when: "rows look at another table",
			change: ({ request }) =>
				void request.rows?.["clinical.lab_results"]?.push({ field: "clinical.patients.sex", is: "F" }),
			at: "rows.clinical.lab_results.1.field",
		},
		{
			when: "conditions of one row are about two tables",
			change: meet({
				any: [
					{
						all: [
							{ field: "clinical.patients.sex", is: "F" },
							{ field: "clinical.lab_results.value", at_least: 1 },
						],
					},
				],
			}),
			at: `${added.clause}.any.0.all.1.field`,
		},
		{
			when: "a range looks at another table",
			change: (found) => void (range(found).where = [{ field: "clinical.patients.sex", is: "F" }]),
			at: "ranges.0.where.0.field",
		},
	],
	"condition-operator": [
		{
			when: "a number is compared with a day",
			change: meet({ field: "clinical.patients.height_cm", from: "2024-01-01" }),
			at: `${added.clause}.from`,
		},
		{
			when: "a day is compared with a number",
			change: meet({ field: "clinical.patients.date_of_birth", at_most: 7 }),
			at: `${added.clause}.at_most`,
		},
		{
			when: "a moment is compared with a day",
			change: meet({ field: "clinical.patients.registered_at", before: "2024-01-01" }),
		},
	],
	"condition-value": [
		{
			when: "a number is expected",
			change: meet({ field: "clinical.patients.height_cm", is: "tall" }),
			at: `${added.clause}.is`,
		},
		{
			when: "true or false is expected",
			change: meet({ field: "clinical.patients.opt_out", not: "maybe" }),
			at: `${added.clause}.not`,
		},
		{
			when: "a day does not exist",
			change: meet({ field: "clinical.patients.date_of_birth", is: "2023-02-29" }),
			at: `${added.clause}.is`,
		},
		{
			when: "a day exists in leap years",
			change: meet({ field: "clinical.patients.date_of_birth", is: "2024-02-29" }),
		},
		{
			when: "the enumeration has no such value",
			change: meet({ field: "clinical.patients.blood_group", in: ["A", "0"] }),
			at: `${added.clause}.in.1`,
		},
		{
			when: "people have not noted such a value",
			change: meet({ field: "clinical.patients.sex", is: "X" }),
			at: `${added.clause}.is`,
			severity: "warning",
		},
		{
			when: "a code is written as a pattern",
			change: meet({ field: "clinical.lab_results.test_code", is: "LAC*" }),
			at: `${added.clause}.is`,
			severity: "warning",
		},
		{
			when: "the enumeration has no such pattern",
			change: meet({ field: "clinical.patients.blood_group", is: "A%" }),
			at: `${added.clause}.is`,
		},
		{
			when: "a value ends in a star and is listed",
			change: (found) => {
				catalogueField(found, "clinical.patients.sex").documentation.values = [{ value: "F*", meaning: "Made up" }];
				meet({ any: [{ field: "clinical.patients.sex", is: "F*" }] })(found);
				found.request.cohort.splice(2, 1);
			},
		},
		{
			when: "a share is written with its sign",
			change: meet({ field: "clinical.lab_results.test_code", is: "50%" }),
		},
		{
			when: "a value set's name is taken for a value",
			change: meet({ any: [{ field: "clinical.lab_results.test_code", in: ["LACT", "sepsis-tests"] }] }),
			at: `${added.clause}.any.0.in.1`,
			severity: "warning",
		},
		{
			when: "people have noted none of a value set's values",
			change: meet({ any: [{ field: "clinical.patients.sex", in_value_set: "sepsis-tests" }] }),
			at: `${added.clause}.any.0.in_value_set`,
			severity: "warning",
		},
		{
			when: "people have noted one of a value set's values",
			change: (found) => {
				catalogueField(found, "clinical.patients.sex").documentation.values?.push({ value: "CRP", meaning: "Made up" });
				meet({ any: [{ field: "clinical.patients.sex", in_value_set: "sepsis-tests" }] })(found);
			},
		},
		{
			when: "a value set does not fit the type",
			change: meet({ field: "clinical.patients.height_cm", in_value_set: "sepsis-tests" }),
			at: `${added.clause}.in_value_set`,
		},
		{
			when: "a value set fits the type",
			change: meet({ field: "clinical.patients.height_cm", in_value_set: "heights" }),
		},
	],
	"condition-contradiction": [
		{
			when: "the days end where they begin",
			change: meet({ field: "clinical.patients.registered_at", from: "2024-01-02", before: "2024-01-02" }),
			at: `${added.clause}.before`,
		},
		{
			when: "one day is left",
			change: meet({ field: "clinical.patients.registered_at", from: "2024-01-02", before: "2024-01-03" }),
		},
		{
			when: "the smallest is above the largest",
			change: meet({ field: "clinical.patients.height_cm", at_least: 2, at_most: 1 }),
			at: `${added.clause}.at_most`,
		},
		{
			when: "one row would have two values",
			change: (found) => {
				meet({ field: "clinical.patients.blood_group", is: "A" })(found);
				meet({ field: "clinical.patients.blood_group", is: "O" })(found);
			},
			at: "cohort.4.is",
		},
		{
			when: "one row has the same value twice",
			change: (found) => {
				meet({ field: "clinical.patients.blood_group", is: "A" })(found);
				meet({ field: "clinical.patients.blood_group", in: ["A", "O"] })(found);
			},
		},
		{
			when: "two rows may each have their own value",
			change: (found) => {
				meet({ any: [{ field: "clinical.lab_results.test_code", is: "LACT" }] })(found);
				meet({ any: [{ field: "clinical.lab_results.test_code", is: "CRP" }] })(found);
			},
		},
		{
			when: "a row to be shared would have two values",
			change: ({ request }) =>
				void request.rows?.["clinical.lab_results"]?.push({ field: "clinical.lab_results.test_code", is: "CRP" }),
			at: "rows.clinical.lab_results.1.is",
		},
		{
			when: "an alternative's row would have two values",
			change: meet({
				any: [
					{
						all: [
							{ field: "clinical.patients.blood_group", in: ["A", "B"] },
							{ field: "clinical.patients.blood_group", in: ["O", "AB"] },
						],
					},
				],
			}),
			at: `${added.clause}.any.0.all.1.in`,
		},
		{
			when: "a value set has none of the values asked for beside it",
			change: meet({
				any: [{ field: "clinical.lab_results.test_code", in: ["POT"], in_value_set: "sepsis-tests" }],
			}),
			at: `${added.clause}.any.0.in_value_set`,
		},
		{
			when: "the only value is excluded",
			change: meet({ field: "clinical.patients.blood_group", is: "A", not: "A" }),
			at: `${added.clause}.not`,
		},
		{
			when: "another value is excluded",
			change: meet({ field: "clinical.patients.blood_group", is: "A", not: "O" }),
		},
		{
			when: "the same number is written in two ways",
			change: (found) => {
				meet({ field: "clinical.patients.height_cm", is: 150 })(found);
				meet({ field: "clinical.patients.height_cm", is: "150.0" })(found);
			},
		},
		{
			when: "the only number lies below the smallest",
			change: (found) => {
				meet({ field: "clinical.patients.height_cm", is: 150 })(found);
				meet({ field: "clinical.patients.height_cm", at_least: 150.5 })(found);
			},
			at: "cohort.4.at_least",
		},
		{
			when: "the days of two conditions do not meet",
			change: meet({ field: "clinical.lab_results.taken_on", from: "2026-01-01" }),
			at: `${added.clause}.from`,
		},
		{
			when: "the days of two conditions meet in one",
			change: meet({ field: "clinical.lab_results.taken_on", from: "2025-12-31" }),
		},
		{
			when: "a value must be there and missing",
			change: (found) => {
				meet({ field: "clinical.patients.height_cm", is_null: false })(found);
				meet({ field: "clinical.patients.height_cm", is_null: true })(found);
			},
			at: "cohort.4.is_null",
		},
		{ when: "one number is left", change: meet({ field: "clinical.patients.height_cm", at_least: 2, at_most: 2 }) },
		{
			when: "a missing value is to be compared",
			change: meet({ field: "clinical.patients.height_cm", is_null: true, at_most: 2 }),
			at: `${added.clause}.is_null`,
		},
	],
	"unknown-value-set": [
		{
			when: "there is no such value set",
			change: meet({ field: "clinical.lab_results.test_code", in_value_set: "sepsis-test" }),
			at: `${added.clause}.in_value_set`,
		},
	],
	"rows-table": [
		{
			when: "no field of the table is asked for",
			change: ({ request }) =>
				void Object.assign(request.rows ?? {}, {
					"clinical.consents": [{ field: "clinical.consents.purpose", is: "research" }],
				}),
			at: "rows.clinical.consents",
		},
		{
			when: "there is no such table",
			change: ({ request }) =>
				void Object.assign(request.rows ?? {}, {
					"clinical.lab_result": [{ field: "clinical.lab_results.value", at_least: 1 }],
				}),
			at: "rows.clinical.lab_result",
		},
	],
	"rows-repeated": [
		{
			when: "a table stands twice with other quotes",
			change: ({ request }) =>
				void Object.assign(request.rows ?? {}, {
					'clinical."lab_results"': [{ field: "clinical.lab_results.value", at_least: 1 }],
				}),
			at: 'rows.clinical."lab_results"',
		},
	],
	"rows-unfiltered": [
		{
			when: "the conditions on another table's rows would limit it",
			change: ({ request }) => {
				Object.assign(request.rows ?? {}, { "clinical.patients": [{ field: "clinical.patients.sex", is: "F" }] });
				request.unfilteredTables = ["clinical.lab_results"];
			},
		},
		{
			when: "only conditions of its own limit it",
			change: ({ request }) => void (request.unfilteredTables = ["clinical.lab_results"]),
			at: "unfilteredTables.0",
		},
		{
			when: "no field of it is asked for",
			change: ({ request }) => {
				Object.assign(request.rows ?? {}, { "clinical.patients": [{ field: "clinical.patients.sex", is: "F" }] });
				request.unfilteredTables = ["clinical.lab_results", "clinical.consents"];
			},
			at: "unfilteredTables.1",
		},
		{
			when: "there is no such table",
			change: ({ request }) => void (request.unfilteredTables = ["clinical.nowhere"]),
			at: "unfilteredTables.0",
		},
	],
	"keys-apart": [
		{
			when: "a key is a code in one table and kept in the other",
			change: ({ request }) => void Object.assign(request.fields[3] ?? {}, { treatment: "keep" }),
			at: "fields.3.treatment",
			severity: "warning",
		},
		{
			when: "it is kept in both",
			change: ({ request }) => {
				for (const at of [0, 3]) Object.assign(request.fields[at] ?? {}, { treatment: "keep" });
			},
		},
		{
			when: "one end is left empty, as a file layout may want it",
			change: ({ request }) => void Object.assign(request.fields[3] ?? {}, { treatment: "redact" }),
		},
	],
	"range-field": [
		{
			when: "the field is not asked for",
			change: (found) => {
				range(found).field = "clinical.patients.height_cm";
				delete range(found).where;
			},
			at: "ranges.0.field",
		},
		{
			when: "the field is not kept",
			change: ({ request }) => void Object.assign(request.fields[5] ?? {}, { treatment: "redact" }),
			at: "ranges.0.field",
		},
		{
			when: "a field of its conditions is not asked for",
			change: (found) => void (range(found).where = [{ field: "clinical.lab_results.taken_on", from: "2024-01-01" }]),
			at: "ranges.0.where.0.field",
		},
	],
	"range-type": [
		{
			when: "the field is text",
			change: (found) => void (range(found).field = "clinical.lab_results.test_code"),
			at: "ranges.0.field",
		},
	],
	"range-bounds": [
		{
			when: "there are none",
			change: (found) => {
				delete range(found).at_least;
				delete range(found).at_most;
			},
			at: "ranges.0",
		},
		{ when: "the smaller is the larger", change: (found) => void (range(found).at_most = -1), at: "ranges.0.at_most" },
		{ when: "both are one", change: (found) => void (range(found).at_most = 0) },
	],
	"retention-policy": [
		{ when: "a month too long", change: ({ request }) => void (request.retention.months = 25), at: "retention.months" },
		{
			when: "just as long as allowed",
			project: "heart-trial",
			change: ({ request }) => void (request.retention.months = 24),
		},
	],
	"retention-agreement": [
		{ when: "a month too long", change: ({ request }) => void (request.retention.months = 19), at: "retention.months" },
		{ when: "just as long as allowed", change: ({ request }) => void (request.retention.months = 18) },
	],
	"identifying-text": [
		{
			when: "a summary has an NHS number",
			change: ({ request }) => void (request.summary = "Ask for 999 000 0018 first."),
			at: "summary",
		},
		{
			when: "a reason has a postcode",
			change: ({ request }) => void Object.assign(request.fields[0] ?? {}, { reason: "Lives in SW1A 1AA." }),
			at: "fields.0.reason",
		},
		{
			when: "a condition compares with an NHS number as a number",
			change: meet({ field: "clinical.patients.height_cm", is: 9990000018 }),
			at: `${added.clause}.is`,
		},
		{
			when: "a key has an e-mail address",
			change: ({ request }) => void Object.assign(request.rows ?? {}, { "a@b.org": [] }),
			at: "rows.a@b.org",
		},
		{
			when: "a digest has ten digits that happen to be one",
			change: (found) => void (acceptance(found).sha256 = `9990000018${"a".repeat(54)}`),
		},
	],
} as const satisfies Record<RuleId, readonly Case[]>;

function confirm(found: Draft, change: { by?: string; on?: string }): void {
	Object.assign(person(found, "rita").ageKeys?.[0]?.confirmed ?? {}, change);
}

function revoke(found: Draft, on: string): void {
	Object.assign(person(found, "rita").ageKeys?.[0] ?? {}, { revoked: on });
}

function section251({ request }: Draft, expires: string): void {
	request.law.confidentiality = {
		basis: "section-251",
		reference: "23/CAG/0042",
		expires,
		nationalOptOut: "applies",
	};
}

/** A request under section 251 that says this of the National Data Opt-out, of a source with these rules. */
function nationalOptOut(
	found: Draft,
	said: Partial<Draft["request"]["law"]["confidentiality"]>,
	...covers: readonly OptOutCovers[]
): void {
	section251(found, "2027-01-01");
	Object.assign(found.request.law.confidentiality, said);
	const field = "clinical.patients.opt_out";
	const rules = covers.map((each) => ({ field, covers: each }));
	Object.assign(found.context.catalogue.sources[0] ?? {}, { optOut: rules });
}

let records: Records;
beforeAll(async () => {
	records = await readHospital();
});

it.each(["sepsis-outcomes", "heart-trial"] as const)("finds nothing wrong with the fixture's %s", (project) => {
	const { request, context } = draft(records, project);
	expect(checkRequest(request, context)).toEqual([]);
});

it("has a test for every rule, and none for a rule that is not", () => {
	expect(Object.keys(cases).sort()).toEqual(Object.keys(rules).sort());
	for (const [rule, list] of Object.entries(cases)) {
		expect(
			(list as readonly Case[]).some(({ at }) => at !== undefined),
			rule,
		).toBe(true);
	}
});

describe.each(Object.entries(cases))("%s", (rule, list) => {
	for (const { when, project, change, at, severity } of list as readonly Case[]) {
		it(`${at === undefined ? "is silent" : severity === "warning" ? "warns" : "speaks up"} when ${when}`, () => {
			const changed = draft(records, project ?? "sepsis-outcomes");
			change(changed);
			const before = structuredClone(changed);
			const found = checkRequest(changed.request, changed.context).filter((issue) => issue.rule === rule);
			expect(changed, "arguments are not changed").toEqual(before);
			if (at === undefined) expect(found).toEqual([]);
			else {
				expect(found.map(({ path }) => path.join("."))).toContain(at);
				expect(found.map((issue) => issue.severity)).toContain(severity ?? "error");
			}
		});
	}
});

it("calls the basis for confidentiality what the records' vocabulary calls it", () => {
	const found = draft(records, "sepsis-outcomes");
	section251(found, "2027-01-01");
	found.request.law.article9 = "9(2)(a)";
	const messages = () =>
		checkRequest(found.request, found.context)
			.filter(({ rule }) => rule === "consent-basis")
			.map(({ message }) => message);
	const withoutWords = messages();
	found.context.vocabularies.set("lawful-bases", {
		schemaVersion: 1,
		title: "Lawful bases",
		terms: [{ id: "s251", label: "Set aside under section 251", meaning: "Supported.", values: ["section-251"] }],
	});
	expect([...withoutWords, ...messages()]).toMatchInlineSnapshot(`
		[
		  "Article 9(2)(a) is consent, but the confidentiality basis is "section-251"",
		  "Article 9(2)(a) is consent, but the confidentiality basis is "Set aside under section 251"",
		]
	`);
});
