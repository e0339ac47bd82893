import { answeredQueries, type DeliveryRecords } from "../records/deliveries.ts";
import { checkDelivery } from "./check-delivery.ts";
import type { AuditContext } from "./context.ts";
import { handoverFacts, replyWords } from "./delivery-facts.ts";
import { code, escaped, factTable, table } from "./markdown.ts";

/** The part of a case's page about one delivery: what was shared, when, to whom, under which checks, and its hashes. */
export async function deliverySection(context: AuditContext, delivery: DeliveryRecords): Promise<string> {
	const findings = await checkDelivery(context, delivery, {});
	const { manifest } = delivery;
	const verdict =
		findings.length === 0
			? "Everything recorded of it verifies."
			: `**${findings.length} problems**: ${findings.map(({ file, message }) => escaped(`${file}: ${message}`)).join("; ")}`;
	const queries = answeredQueries(delivery).map((answered) => {
		const { value: query } = answered.query;
		return [
			`${query.query}`,
			code(query.field),
			`${query.expected} (${query.origin ?? "dictionary"})`,
			query.rows,
			query.owner,
			replyWords(answered),
		];
	});
	const lines = [`## Delivery ${delivery.delivery}`, "", verdict];
	if (manifest !== undefined) {
		const { value } = manifest;
		lines.push(
			"",
			...factTable([
				...handoverFacts(manifest, delivery),
				{ label: "Manifest and its SHA-256", text: code(`${manifest.path} ${manifest.sha256}`) },
				{ label: "Package and its SHA-256", text: code(`${value.package.file} ${value.package.sha256}`) },
			]),
		);
		lines.push(
			"",
			...table(
				["Shared field", "Sensitivity", "Treatment", "File", "Column"],
				value.fields.map(({ field, sensitivity, treatment, file, column }) => [
					code(field),
					sensitivity,
					treatment,
					file,
					column,
				]),
			),
		);
		lines.push(
			"",
			...table(
				["File", "For", "Rows", "SHA-256 over salt and content"],
				value.outputs.map(({ path, role, rows, saltedSha256 }) => [path, role, rows ?? "", code(saltedSha256)]),
			),
		);
		lines.push(
			"",
			...table(
				["Check", "Of", "Result"],
				value.checks.map(({ check, field, table: of, result, says }) => [
					check,
					field ?? of ?? "",
					`${result}: ${says}`,
				]),
			),
		);
	}
	if (queries.length > 0) lines.push("", ...table(["Question", "Field", "Expected", "Rows", "To", "Answer"], queries));
	return lines.join("\n");
}
