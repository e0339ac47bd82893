import { requestYaml } from "../../request/yaml.ts";
import type { SharingRequest } from "../../schema/types.ts";

/** Where the template stands on the site. */
export const requestTemplateFile = "request/template.yml";

/** A request with something to replace in every part: valid in form, about nothing that exists. */
export const templateRequest: SharingRequest = {
	schemaVersion: 1,
	title: "The title, as it will stand in the public register",
	requester: "your-id",
	organisation: "your-organisation",
	team: ["your-id", "id-of-a-colleague"],
	summary: "What the project does, for a reader with no medical training.\n",
	benefit: "What patients and the public gain from it.\n",
	purposes: ["DUO:0000006"],
	law: {
		role: "controller",
		article6: "6(1)(e)",
		article9: "9(2)(j)",
		schedule1: "paragraph 4",
		hospital: { role: "controller", article6: "6(1)(e)", article9: "9(2)(j)", schedule1: "paragraph 4" },
		confidentiality: { basis: "explicit-consent", consentPurpose: "the-consent-purpose" },
		ethics: { reference: "Reference of the ethics committee", expires: "2030-12-31" },
		dpia: "Reference of the data protection impact assessment",
	},
	agreement: "the-agreement",
	source: "the-source",
	cohort: [{ field: "schema.table.field", is: "value" }],
	rows: { "schema.table": [{ field: "schema.table.day", from: "2025-01-01", before: "2026-01-01" }] },
	fields: [{ field: "schema.table.field", treatment: "keep", reason: "Why the project cannot do without it." }],
	delivery: { format: "csv", schedule: "once" },
	retention: {
		months: 12,
		place: "Where the data will be kept and worked on",
		destruction: "How the copy will be destroyed, and what will prove it.\n",
	},
	acceptedTerms: [{ terms: "data-protection-v1", sha256: "0".repeat(64), by: "your-id", on: "2026-01-31" }],
};

/** The template as a file. */
export function requestTemplate(): string {
	return `# Save this as requests/<name of the project>/request.yml, replace every text, and run: hub check\n${requestYaml(templateRequest)}`;
}
