import { error, type Issue } from "../issue/issue.ts";
import { eventKinds } from "../lifecycle/event-kinds.ts";
import type { DeliveryRecords } from "../records/deliveries.ts";
import type { AuditContext } from "./context.ts";

/** Checks that each event is about its delivery's manifest, and was recorded after it. */
export async function checkEvents(
	context: AuditContext,
	{ manifest, events }: DeliveryRecords,
): Promise<readonly Issue[]> {
	const issues: Issue[] = [];
	const counts = new Map<string, number>();
	for (const { path, blob, value } of events) {
		const report = (message: string): void =>
			void issues.push({ ...error("event", [], message, `Look at its commit: git log -- ${path}`), file: path });
		counts.set(value.event, (counts.get(value.event) ?? 0) + 1);
		if (counts.get(value.event) === 2 && eventKinds[value.event].once)
			report(`the package was ${eventKinds[value.event].label.toLowerCase()} a second time`);
		if (manifest === undefined) {
			report("this happened to a delivery that has no manifest: something left without a prior record");
			continue;
		}
		if (value.manifest !== manifest.sha256) report("this is about another manifest than the one beside it");
		if (value.at < manifest.value.at) report("this happened before the package was made");
		const recorded = context.history.added(manifest.path, manifest.blob)?.commit;
		const happened = context.history.added(path, blob)?.commit;
		if (recorded === undefined || happened === undefined) continue;
		if (!(await context.isAfter(happened, recorded))) report("this was not recorded after the manifest");
	}
	return issues;
}
