import { join } from "node:path";
import { folderTree } from "../../scripts/git/file-tree.ts";
import { keySettings } from "../../scripts/keys/hmac-key.ts";
import { planShare, type SharePlan } from "../../scripts/plan/share-plan.ts";
import { readRecords } from "../../scripts/records/records.ts";
import type { SharingRequest, Treatment } from "../../scripts/schema/types.ts";
import { innerSetting, outerSetting } from "../../scripts/treatment/hmac.ts";

/** A request of the demonstration's hospital, and the SELECTs that somebody would write by hand for the same tables. */
export interface Shape {
	readonly name: string;
	readonly says: string;
	/** The sample request with other parts. */
	readonly request: Partial<SharingRequest>;
	/** Table of the share, its columns, and the statement. */
	readonly tables: readonly { readonly name: string; readonly columns: string; readonly select: string }[];
}

const keys = keySettings(Buffer.alloc(32, 7));
const [inner, outer] = [innerSetting, outerSetting].map((name) => `'\\x${keys.get(name)}'::bytea`);
const digest = (label: string, value: string) => {
	const prefix = Buffer.from(`${label}\0`).toString("hex");
	return `sha256(${outer} || sha256(${inner} || '\\x${prefix}'::bytea || convert_to(${value}::text, 'UTF8')))`;
};
const code = (field: string, value: string) => `encode(substr(${digest(field, value)}, 1, 16), 'hex')::uuid`;
const visitCode = code("clinical.visits.visit_id", "t.visit_id");
const patientCode = code("clinical.patients.patient_id", "p.patient_id");
const draw = `('x' || encode(substr(${digest("date-shift\0clinical.patients.patient_id", "p.patient_id")}, 1, 7), 'hex'))::bit(56)::bigint % 120`;
const days = `(SELECT (n - 60 + CASE WHEN n >= 60 THEN 1 ELSE 0 END)::integer FROM (SELECT ${draw} AS n OFFSET 0) AS drawn)`;
const cohort = (where: string, more = "") => `WITH cohort AS MATERIALIZED (
	SELECT p.patient_id, ${patientCode} AS code${more} FROM clinical.patients p WHERE ${where})\n`;
const moved = (value: string) => `CASE WHEN ${value} >= '1901-01-02' AND ${value} < '2036-03-31' THEN
	(date_trunc('second', ${value} AT TIME ZONE 'Europe/London') + make_interval(days => c.days)) AT TIME ZONE 'Europe/London' END`;
const sepsis =
	"('A40.0','A40.1','A40.2','A40.3','A40.8','A40.9','A41.0','A41.1','A41.2','A41.3','A41.4','A41.5','A41.8','A41.9','R57.2','R65.0','R65.1')";
const years = (value: string) =>
	`${value} >= '2024-01-01'::timestamp AT TIME ZONE 'Europe/London' AND ${value} < '2026-01-01'::timestamp AT TIME ZONE 'Europe/London'`;
const noObjection = `NOT p.research_opt_out AND NOT EXISTS (SELECT FROM research.consents w
	WHERE w.patient_id = p.patient_id AND w.purpose IS NOT NULL AND w.withdrawn_on IS NOT NULL)`;
const consenting = `EXISTS (SELECT FROM research.consents w WHERE w.patient_id = p.patient_id AND w.purpose = 'observational-research'
		AND w.withdrawn_on IS NULL AND w.given_on < '2026-04-01')
	AND NOT EXISTS (SELECT FROM research.consents w WHERE w.patient_id = p.patient_id AND w.purpose = 'observational-research'
		AND w.withdrawn_on IS NOT NULL)`;
/** Fields of a request with their treatments. */
export const fields = (treatments: Readonly<Record<string, Treatment>>): SharingRequest["fields"] =>
	Object.entries(treatments).map(([field, treatment]) => ({ field, treatment, reason: "Needed for the study." }));
/** A legal basis under which the patients of all requests here can be in a cohort without consent. */
export const law: SharingRequest["law"] = {
	article6: "6(1)(e)",
	article9: "9(2)(j)",
	confidentiality: { basis: "section-251", reference: "23/CAG/0042", expires: "2030-01-01" },
	dpia: "DPIA-1",
};

const adults = cohort(
	`p.birth_decade <= 2000 AND ${noObjection}
	AND EXISTS (SELECT FROM clinical.visits v WHERE v.patient_id = p.patient_id AND ${years("v.admitted_at")})`,
	`, ${days} AS days`,
);
const either = cohort(`${noObjection} AND p.patient_id IN (
	SELECT v.patient_id FROM clinical.diagnoses d JOIN clinical.visits v USING (visit_id) WHERE d.icd10_code IN ('E10.9', 'E11.9')
	UNION ALL SELECT v.patient_id FROM clinical.medication m JOIN clinical.visits v USING (visit_id) WHERE m.medicine_id IN (1, 15, 18))`);
const septic = cohort(`p.sex IN ('F', 'M') AND p.birth_decade <= 1990 AND ${consenting}
	AND p.patient_id IN (SELECT v.patient_id FROM clinical.visits v WHERE v.kind IN ('inpatient', 'emergency') AND ${years("v.admitted_at")})
	AND p.patient_id IN (SELECT v.patient_id FROM clinical.diagnoses d JOIN clinical.visits v USING (visit_id) WHERE d.icd10_code IN ${sepsis})`);
const ofVisits = (table: string, where: string) =>
	`FROM clinical.${table} t JOIN clinical.visits v ON v.visit_id = t.visit_id JOIN cohort c ON c.patient_id = v.patient_id WHERE ${where}`;

/** What is measured: broad and narrow cohorts, conditions on several tables, alternatives. */
export const shapes: readonly Shape[] = [
	{
		name: "results",
		says: "adults' laboratory results of two years",
		request: {
			law,
			cohort: [
				{ field: "clinical.patients.birth_decade", at_most: 2000 },
				{ field: "clinical.visits.admitted_at", from: "2024-01-01", before: "2026-01-01" },
			],
			rows: {
				"clinical.lab_results": [
					{ field: "clinical.lab_results.sampled_at", from: "2024-01-01", before: "2026-01-01" },
				],
			},
			fields: fields({
				"clinical.visits.visit_id": "pseudonymise",
				"clinical.visits.patient_id": "pseudonymise",
				"clinical.lab_results.visit_id": "pseudonymise",
				"clinical.lab_results.test_code": "keep",
				"clinical.lab_results.value": "keep",
				"clinical.lab_results.sampled_at": "date-shift",
			}),
		},
		tables: [
			{
				name: "visits",
				columns: "visit_id uuid, patient_id uuid",
				select: `${adults}SELECT ${visitCode}, c.code FROM clinical.visits t JOIN cohort c USING (patient_id) ORDER BY 1, 2`,
			},
			{
				name: "lab_results",
				columns: "visit_id uuid, test_code text, sampled_at timestamptz, value numeric",
				select: `${adults}SELECT ${visitCode}, t.test_code, ${moved("t.sampled_at")}, t.value
				${ofVisits("lab_results", years("t.sampled_at"))} ORDER BY 1`,
			},
		],
	},
	{
		name: "any",
		says: "patients with either of two things, in two tables",
		request: {
			law,
			cohort: [
				{
					any: [
						{ field: "clinical.diagnoses.icd10_code", in: ["E10.9", "E11.9"] },
						{ field: "clinical.medication.medicine_id", in: [1, 15, 18] },
					],
				},
			],
			rows: {},
			fields: fields({
				"clinical.patients.patient_id": "pseudonymise",
				"clinical.patients.sex": "keep",
				"clinical.visits.patient_id": "pseudonymise",
				"clinical.visits.kind": "keep",
				"clinical.visits.stay_days": "keep",
			}),
		},
		tables: [
			{
				name: "patients",
				columns: "patient_id uuid, sex text",
				select: `${either}SELECT c.code, p.sex::text FROM clinical.patients p JOIN cohort c USING (patient_id) ORDER BY 1`,
			},
			{
				name: "visits",
				columns: "patient_id uuid, kind text, stay_days integer",
				select: `${either}SELECT c.code, t.kind::text, t.stay_days FROM clinical.visits t JOIN cohort c USING (patient_id) ORDER BY 1`,
			},
		],
	},
	{
		name: "sepsis",
		says: "the demonstration's request about sepsis",
		request: {},
		tables: [
			{
				name: "patients",
				columns: "patient_id uuid, sex text, ethnic_category text",
				select: `${septic}SELECT c.code, t.sex::text, t.ethnic_category FROM clinical.patients t JOIN cohort c USING (patient_id) ORDER BY 1`,
			},
			{
				name: "visits",
				columns:
					"visit_id uuid, patient_id uuid, kind text, admitted_at integer, discharge_method text, stay_days integer",
				select: `${septic}SELECT ${visitCode}, c.code, t.kind::text, extract(year FROM t.admitted_at AT TIME ZONE 'Europe/London')::integer,
				t.discharge_method::text, t.stay_days FROM clinical.visits t JOIN cohort c USING (patient_id) WHERE ${years("t.admitted_at")} ORDER BY 1, 2`,
			},
			{
				name: "diagnoses",
				columns: "visit_id uuid, position smallint, icd10_code text",
				select: `${septic}SELECT ${visitCode}, t.position, t.icd10_code::text
				${ofVisits("diagnoses", `t.coded_on >= '2024-01-01' AND t.coded_on < '2026-02-01' AND ${years("v.admitted_at")}`)} ORDER BY 1`,
			},
			{
				name: "treatments",
				columns: "visit_id uuid, procedure_code text, outcome text",
				select: `${septic}SELECT ${visitCode}, t.procedure_code, t.outcome::text
				${ofVisits("treatments", `${years("t.performed_at")} AND ${years("v.admitted_at")}`)} ORDER BY 1`,
			},
			{
				name: "lab_results",
				columns: "visit_id uuid, test_code text, reference_high numeric, unit text, value numeric",
				select: `${septic}SELECT ${visitCode}, t.test_code, t.reference_high, t.unit, t.value
				${ofVisits("lab_results", `t.test_code IN ('LACT', 'CRP', 'WCC', 'CREA', 'PLT') AND ${years("t.sampled_at")} AND ${years("v.admitted_at")}`)} ORDER BY 1`,
			},
			{
				name: "icd10",
				columns: "code text, title text",
				select: "SELECT code::text, title FROM reference.icd10 ORDER BY 1, 2",
			},
		],
	},
];

/** The plan of a shape's request, from the records of this repository. */
export async function planOf(name: string): Promise<SharePlan> {
	const shape = shapes.find((each) => each.name === name);
	if (shape === undefined) throw new Error(`no shape ${name}`);
	return planOfRequest(shape.request);
}

/** The plan of the sample request with other parts, from the records of this repository. */
export async function planOfRequest(parts: Partial<SharingRequest>): Promise<SharePlan> {
	const { records } = await readRecords(folderTree(join(import.meta.dirname, "../..")));
	const sample = records?.requests.get("sepsis-outcomes");
	if (records === undefined || sample === undefined) throw new Error("the sample request cannot be read");
	return planShare({ ...sample, ...parts }, { ...records, policy: { ...records.policy, dateShift: { maxDays: 60 } } });
}
