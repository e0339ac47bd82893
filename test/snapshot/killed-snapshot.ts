// Run as a process of its own by snapshot-failure.test.ts, which kills it in the middle.
import { planShare } from "../../scripts/plan/share-plan.ts";
import { takeSnapshot } from "../../scripts/snapshot/snapshot.ts";
import { makeRecords } from "./source-maker.ts";

const { source: tables, request, sourceUrl, shareAdminUrl, project } = JSON.parse(process.env.TRAP ?? "{}");
await takeSnapshot({
	plan: planShare(request, makeRecords(tables)),
	project,
	delivery: "0001",
	requestBlob: "a".repeat(40),
	source: { url: sourceUrl, statementMinutes: 10 },
	shareAdminUrl,
	projectKey: Buffer.alloc(32, 7),
	ledgerKey: Buffer.alloc(32, 9),
	salt: Buffer.alloc(32, 1),
	now: new Date(),
	progress: () => {},
});
