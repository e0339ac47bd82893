import type { RootContent } from "mdast";
import { code, factTable, heading, paragraph, strong, table } from "../document/markdown.ts";
import type { SigningAct } from "../governance/data/act.ts";
import { answeredQueries, type DeliveryRecords } from "../records/deliveries.ts";
import type { SignedFile } from "../records/signed-file.ts";
import { counted } from "../text/count.ts";
import { checkDelivery } from "./check-delivery.ts";
import type { AuditContext } from "./context.ts";
import { deliveryFacts, describeReply } from "./delivery-facts.ts";

/** The part of a case's page about one delivery: what was shared, when, to whom, under which checks, and its hashes. */
export async function deliverySection(
	context: AuditContext,
	delivery: DeliveryRecords,
	acts: readonly SigningAct[],
): Promise<readonly RootContent[]> {
	const findings = await checkDelivery(context, delivery, {});
	const { manifest } = delivery;
	const problems = findings.map(({ file, message }) => `${file}: ${message}`).join("; ");
	return [
		heading(2, [`Delivery ${delivery.delivery}`]),
		findings.length === 0
			? paragraph("Everything recorded of it verifies.")
			: paragraph(strong(counted(findings.length, "problem")), `: ${problems}`),
		...(manifest === undefined ? [] : manifestBlocks(manifest, delivery, acts)),
		...queryBlocks(delivery),
	];
}

function manifestBlocks(
	manifest: SignedFile<"manifest">,
	delivery: DeliveryRecords,
	acts: readonly SigningAct[],
): readonly RootContent[] {
	const { path, sha256, value } = manifest;
	return [
		factTable([
			...deliveryFacts(manifest, delivery, acts),
			{ label: "Manifest and its SHA-256", text: code(`${path} ${sha256}`) },
			{ label: "Package and its SHA-256", text: code(`${value.package.file} ${value.package.sha256}`) },
		]),
		table(
			["Shared field", "Sensitivity", "Treatment", "File", "Column"],
			value.fields.map(({ field, sensitivity, treatment, file, column }) => [
				...[code(field), sensitivity, treatment, file, column],
			]),
		),
		table(
			["File", "For", "Rows", "SHA-256 over salt and content"],
			value.outputs.map((output) => [output.path, output.role, output.rows ?? "", code(output.saltedSha256)]),
		),
		table(
			["Check", "Of", "Result"],
			value.checks.map(({ check, field, table: of, result, says }) => [check, field ?? of ?? "", `${result}: ${says}`]),
		),
	];
}

function queryBlocks(delivery: DeliveryRecords): readonly RootContent[] {
	const rows = answeredQueries(delivery).map((answered) => {
		const { query, field, expected, origin, rows: many, owner } = answered.query.value;
		return [`${query}`, code(field), `${expected} (${origin ?? "dictionary"})`, many, owner, describeReply(answered)];
	});
	return rows.length === 0 ? [] : [table(["Query", "Field", "Expected", "Rows", "To", "Answer"], rows)];
}
