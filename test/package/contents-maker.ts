import type { PackageContents, PackagedColumn } from "../../scripts/package/contents.ts";

/** A column with nothing special about it but what is given. */
export function column(name: string, more: Partial<PackagedColumn> = {}): PackagedColumn {
	return {
		name,
		type: "text",
		field: `clinical.visits.${name}`,
		treatment: "keep",
		sensitivity: "ordinary",
		documentation: { description: "" },
		...more,
	};
}

/** A package of two tables, one of which refers to the other and to itself. */
export const contents: PackageContents = {
	project: "sepsis-outcomes",
	delivery: "0001",
	share: "7b5e3c1a-4a4b-4c7e-9d5e-0c6f6a1b2c3d",
	title: "Outcomes after sepsis",
	summary: "How patients fare after sepsis.",
	at: new Date("2026-03-31T09:30:00.123Z"),
	objections: ["Objections to sharing: patients who objected were left out.", "Patients left out by this: under 10."],
	format: "csv",
	tables: [
		{
			file: "data/patients.csv",
			name: "patients",
			id: "clinical.patients",
			title: "Patients",
			description: "One row for each patient.",
			key: ["patient_id"],
			references: [],
			columns: [
				column("patient_id", { type: "uuid", treatment: "pseudonymise", sensitivity: "direct-identifier" }),
				column("sex", {
					helpsToIdentify: true,
					enumeration: ["F", "M"],
					documentation: { description: "Sex as registered.", values: [{ value: "F", meaning: "female" }] },
				}),
				column("born", {
					type: "smallint",
					treatment: "year",
					documentation: { description: "", range: { atLeast: 1900 } },
				}),
			],
		},
		{
			file: "data/visits.csv",
			name: "visits",
			id: "clinical.visits",
			title: "Visits",
			description: "",
			key: ["visit_id"],
			references: [
				{ columns: ["patient_id"], table: "patients", to: ["patient_id"] },
				{ columns: ["follows"], table: "visits", to: ["visit_id"] },
			],
			columns: [
				column("visit_id", { type: "uuid" }),
				column("patient_id", { type: "uuid" }),
				column("follows", { type: "uuid" }),
				column("heart_rate", {
					type: "integer",
					documentation: {
						description: "Heart rate on arrival.",
						unit: "1/min",
						range: { atLeast: 20, atMost: 300 },
						origin: "Monitor",
					},
				}),
				column("urgent", { type: "boolean" }),
				column("arrived", { type: "timestamp with time zone", treatment: "date-shift" }),
			],
		},
	],
};
