import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { refuseErrors } from "../audit/command.ts";
import { auditReport } from "../audit/report.ts";
import { verifyRecords } from "../audit/verify.ts";
import { startCluster } from "../database/cluster.ts";
import { londonDay } from "../document/day.ts";
import { openPackage } from "../package/open.ts";
import { buildSite } from "../site/build/build.ts";
import { surveyCommand } from "../survey/command.ts";
import type { Account } from "./account.ts";
import { deliverSample } from "./deliveries.ts";
import { makeRecords } from "./records.ts";
import { mergeSample, samples } from "./samples.ts";
import { makeDatabases, makeSettings } from "./settings.ts";
import type { Workplace } from "./workplace.ts";

/** What a run of the demonstration is given. */
export interface StoryOptions {
	readonly patients: number;
	readonly now: () => Date;
	/** Told what is being done, as it is begun. */
	readonly progress: (line: string) => void;
}

/**
 * Runs the main job from end to end: hospital, survey, two requests with their approvals, deliveries,
 * the recipients' opening of them, the audit and the website. The database server goes on running.
 *
 * @returns What happened, and how to stop the database server.
 */
export async function runStory(
	workplace: Workplace,
	{ patients, now, progress }: StoryOptions,
): Promise<{ account: Account; stop: () => Promise<void> }> {
	progress("Starting a PostgreSQL of our own");
	const cluster = await startCluster({ folder: workplace.postgres, durable: false, log: workplace.databaseLog });
	try {
		progress(`Making Hampton Hospital with ${patients} patients`);
		const databases = await makeDatabases(cluster.url, { patients, imageFolder: workplace.images });
		progress("Giving everyone their keys, and beginning the records");
		const keys = await makeRecords(workplace, londonDay(now()));
		const settings = await makeSettings(workplace, databases, keys.hub.signing.file);
		progress("Comparing the dictionary with the hospital's database and images");
		const survey: string[] = [];
		await surveyCommand({
			root: workplace.records,
			check: true,
			env: settings,
			now: now(),
			print: (line) => survey.push(line),
		});
		const cases = [];
		for (const project of samples) {
			progress(`${project}: checking the request and collecting approvals`);
			const merged = await mergeSample(workplace, project, keys, now);
			progress(`${project}: copying, checking and delivering the data`);
			const delivered = await deliverSample(workplace, merged, keys, { settings, now });
			progress(`${project}: opening the package as its recipient`);
			const recipient = merged.request.team[0] as string;
			const identityFile = keys.people.get(recipient)?.age.file as string;
			const opened = await openPackage({
				packageFile: delivered.packageFile,
				identityFile,
				to: join(workplace.opened, project),
			});
			cases.push({ ...merged, ...delivered, recipient, identityFile, opened });
		}
		progress("Auditing everything");
		const audit = await verifyRecords({
			root: workplace.records,
			trust: join(workplace.audit, "trusted-fingerprints.txt"),
			published: workplace.outbox,
			data: { env: settings },
		});
		refuseErrors(audit);
		for (const project of samples) {
			await writeFile(
				join(workplace.audit, `${project}.md`),
				await auditReport({ root: workplace.records, project, now: now() }),
			);
		}
		progress("Building the website");
		await buildSite({
			root: workplace.records,
			audience: "internal",
			base: "/",
			out: workplace.site,
			now: now(),
			progress: () => {},
		});
		return { account: { workplace, survey, cases, audit }, stop: cluster.stop };
	} catch (failure) {
		await cluster.stop();
		throw failure;
	}
}
