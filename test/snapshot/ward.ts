import { randomBytes } from "node:crypto";
import { afterAll } from "vitest";
import { quoteIdentifier } from "../../scripts/database/quote.ts";
import type { CatalogueSource } from "../../scripts/dictionary/catalogue.ts";
import { type PlanRecords, planShare } from "../../scripts/plan/share-plan.ts";
import type { SharingRequest } from "../../scripts/schema/types.ts";
import type { Share } from "../../scripts/snapshot/share.ts";
import { shareDatabaseName } from "../../scripts/snapshot/share-database.ts";
import { takeSnapshot } from "../../scripts/snapshot/snapshot.ts";
import { clusterUrl } from "../support/database.ts";
import { makeRecords, makeSource, onDatabase } from "./source-maker.ts";

/** Keys of the tests: any bytes will do. */
export const projectKey = Buffer.alloc(32, 7);
export const ledgerKey = Buffer.alloc(32, 9);

/** Nine patients of a small ward, with consent, objections, a circle of mothers, and text that bites. */
export const ward: CatalogueSource = makeSource(
	{
		"ward.consents": {
			key: ["patient_id", "purpose"],
			columns: { patient_id: "bigint", purpose: "text", given: "date", withdrawn: "date" },
			references: [["patient_id", "ward.patients", "patient_id"]],
		},
		"ward.patients": {
			key: ["patient_id"],
			columns: {
				patient_id: "bigint; direct-identifier",
				name: "text; direct-identifier",
				born: "date; quasi-identifier",
				sex: "text; quasi-identifier",
				mother_id: "bigint; direct-identifier",
				objects: "boolean",
			},
			references: [["mother_id", "ward.patients", "patient_id"]],
		},
		"ward.results": {
			key: ["result_id"],
			columns: {
				result_id: "integer",
				visit_id: "integer",
				kind: "text",
				value: "numeric(8,2)",
				note: "text; free-text",
			},
			references: [["visit_id", "ward.visits", "visit_id"]],
		},
		"ward.visits": {
			key: ["visit_id"],
			columns: {
				visit_id: "integer",
				patient_id: "bigint; direct-identifier",
				ward: "text",
				arrived: "timestamp with time zone",
				left_on: "date",
				seen: "timestamp without time zone",
			},
			references: [
				["patient_id", "ward.patients", "patient_id"],
				["ward", "ward.wards", "ward"],
			],
		},
		"ward.wards": { class: "reference", key: ["ward"], columns: { ward: "text", opened: "date" } },
	},
	{
		consent: {
			patient: "ward.consents.patient_id",
			purpose: "ward.consents.purpose",
			given: "ward.consents.given",
			withdrawn: "ward.consents.withdrawn",
		},
		optOut: { field: "ward.patients.objects" },
	},
);

/** The rows of the ward. Patient 7 objects to all sharing; of 9 nobody knows; 8 and 9 withdrew from research, 8 from a day ahead; 4 consents only tomorrow. */
export const wardRows = `
INSERT INTO ward.wards VALUES ('A', '1990-01-01'), ('B', '1995-05-05');
INSERT INTO ward.patients VALUES
	(1, 'O''Hara "Bob" \\\\. \\N', '1950-06-15', 'F', NULL, false),
	(2, E'line\\nbreak\\ttab\\rreturn', '1951-01-01', 'M', 1, false),
	(3, 'Zoë 李 🩺 ÷', '1980-12-31', 'F', 7, false),
	(4, '', '1980-02-28', 'M', 3, false),
	(5, NULL, NULL, NULL, 5, false),
	(6, ';DROP TABLE ward.patients; --', 'infinity', 'F', 8, false),
	(7, 'Objector', '1970-01-01', 'F', NULL, true),
	(8, 'Withdrawn', '1971-01-01', 'M', NULL, false),
	(9, 'Withdrew', '1972-01-01', 'M', NULL, NULL);
INSERT INTO ward.visits VALUES
	(10, 1, 'A', '2026-03-28 23:59:59+00', '2026-03-30', '2026-03-28 12:00:00.123456'),
	(11, 1, 'B', '2026-03-29 00:00:00+00', '2026-04-02', '2026-03-29 00:30:00'),
	(12, 2, 'A', '2026-03-29 22:59:59.999999+00', '9999-12-31', '2026-03-30 00:00:00'),
	(13, 3, 'A', '2026-03-29 23:00:00+00', '1900-01-01', NULL),
	(14, 4, NULL, NULL, NULL, NULL),
	(15, 7, 'A', '2026-03-29 12:00:00+00', NULL, NULL),
	(16, 8, 'B', '2026-03-29 12:00:00+00', NULL, NULL),
	(17, NULL, 'B', '2026-03-29 12:00:00+00', NULL, NULL);
INSERT INTO ward.results VALUES
	(100, 10, 'pulse', 60, 'canary-note-100'), (101, 10, 'weight', 70.5, NULL), (102, 11, 'pulse', 59.99, NULL),
	(103, 12, 'pulse', 250, NULL), (104, 12, 'pulse', 250.01, NULL), (105, 13, 'pulse', NULL, NULL),
	(106, 15, 'pulse', 80, NULL), (107, 16, 'pulse', 80, NULL), (108, 17, 'pulse', 80, NULL), (109, NULL, 'pulse', 1, NULL);
INSERT INTO ward.consents VALUES
	(1, 'research', '2026-03-29', NULL), (2, 'research', '2026-03-28', NULL), (9, 'research', '2020-01-01', '2026-01-01'),
	(4, 'research', '2026-03-30', NULL), (5, 'teaching', '2020-01-01', NULL), (7, 'research', '2020-01-01', NULL),
	(8, 'research', '2020-01-01', '2027-01-01');
`;

/** Five minutes to midnight in London on the last Sunday of March 2026, when summer time had begun. */
export const now = new Date("2026-03-29T22:55:00Z");

const projects: string[] = [];

/** A project that no other test has; its share database goes with the test file. */
export function newProject(): string {
	const project = `test-${randomBytes(6).toString("hex")}`;
	projects.push(project);
	return project;
}

afterAll(async () => {
	await onDatabase(clusterUrl(), async (client) => {
		for (const project of projects) {
			await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(shareDatabaseName(project))} WITH (FORCE)`);
		}
	});
});

/** Takes a snapshot of a source for a request, as delivery 0001 of a new project unless one is given. */
export async function snapshotOf(
	sourceUrl: string,
	request: SharingRequest,
	records: PlanRecords = makeRecords(ward),
	more: Partial<Parameters<typeof takeSnapshot>[0]> = {},
): Promise<Share> {
	return takeSnapshot({
		plan: planShare(request, records),
		project: more.project ?? newProject(),
		delivery: "0001",
		requestBlob: "a".repeat(40),
		source: { url: sourceUrl, statementMinutes: 10 },
		shareAdminUrl: clusterUrl(),
		projectKey,
		ledgerKey,
		salt: Buffer.alloc(32, 1),
		now,
		progress: () => {},
		...more,
	});
}
