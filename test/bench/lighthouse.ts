import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { browserProgram } from "../support/browser.ts";

const categories = ["performance", "accessibility", "best-practices", "seo"] as const;

/** The points out of 100 that Lighthouse gives pages, and what keeps them from more: one row a page, for a table. */
export async function lighthousePoints(pages: readonly string[]): Promise<readonly (readonly string[])[]> {
	const { file, args, env } = await browserProgram();
	const folder = await mkdtemp(join(tmpdir(), "hub-bench-lighthouse-"));
	const browser = await launch({
		chromePath: file,
		chromeFlags: ["--headless", ...args],
		envVars: { ...process.env, ...env },
		userDataDir: folder,
		logLevel: "silent",
	});
	try {
		const rows: string[][] = [["page", ...categories, "not met"]];
		for (const page of pages) {
			const result = await lighthouse(page, {
				port: browser.port,
				onlyCategories: [...categories],
				logLevel: "silent",
			});
			if (result === undefined) throw new Error(`Lighthouse says nothing of ${page}.`);
			const { categories: found, audits } = result.lhr;
			const points = categories.map((name) => String(Math.round((found[name]?.score ?? 0) * 100)));
			const counted = new Set(
				categories.flatMap((name) =>
					(found[name]?.auditRefs ?? []).filter(({ weight }) => weight > 0).map(({ id }) => id),
				),
			);
			const missed = Object.values(audits).filter(({ id, score }) => counted.has(id) && score !== null && score < 0.9);
			rows.push([new URL(page).pathname, ...points, missed.map(({ id }) => id).join(" ") || "-"]);
		}
		return rows;
	} finally {
		browser.kill();
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	}
}
