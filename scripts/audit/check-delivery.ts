import type { Issue } from "../issue/issue.ts";
import type { DeliveryRecords } from "../records/deliveries.ts";
import { checkAnswers } from "./answers.ts";
import type { AuditContext } from "./context.ts";
import { checkData } from "./data.ts";
import { checkEvents } from "./events.ts";
import { checkHubKey, checkManifest } from "./manifest.ts";
import { checkHubSignature } from "./signatures.ts";

/** What outside the repository a delivery is compared with, if anything. */
export interface Outside {
	/** The environment with the share databases' address. */
	readonly data?: { readonly env: Readonly<Record<string, string | undefined>> };
}

/** Checks all that is recorded of one delivery, and what is left of it outside. */
export async function checkDelivery(
	context: AuditContext,
	delivery: DeliveryRecords,
	outside: Outside,
): Promise<readonly Issue[]> {
	const { manifest, events, queries } = delivery;
	const findings = [...(await checkEvents(context, delivery)), ...(await checkAnswers(context, delivery))];
	for (const event of events) findings.push(...(await checkHubSignature(context, event)));
	for (const query of queries) findings.push(...(await checkHubSignature(context, query)));
	if (manifest === undefined) return findings;
	findings.push(...(await checkHubSignature(context, manifest)), ...checkHubKey(manifest));
	findings.push(...(await checkManifest(context, manifest, delivery)));
	if (outside.data !== undefined) findings.push(...(await checkData(outside.data.env, manifest)));
	return findings;
}
