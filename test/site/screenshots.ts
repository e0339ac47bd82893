import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSite } from "../../scripts/site/build/build.ts";
import { serveSite } from "../../scripts/site/build/serve.ts";
import { startBrowser } from "../support/browser.ts";
import { makeSiteRecords } from "../support/site-records.ts";
import { kindsFor } from "./browser/page-kinds.ts";

const product = join(import.meta.dirname, "../..");

const looks = {
	light: { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
	dark: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
	phone: { viewport: { width: 390, height: 844 }, colorScheme: "light", deviceScaleFactor: 2, isMobile: true },
} as const;

/** Searches and steps whose pages show something only once they are asked for. */
const further = {
	"search with results": "search/?q=date+of+birth",
	"request, amended": "request/?project=sepsis-outcomes#review",
};

/**
 * Takes pictures of each kind of page of the internal site, in light, in the dark and on a phone: from the
 * demonstration's records where `npm start` has made them, else from records like them.
 *
 * @param out the folder for the pictures, one folder a look
 */
export async function takeScreenshots(out: string, print: (line: string) => void): Promise<void> {
	const home = await mkdtemp(join(tmpdir(), "hub-screenshots-"));
	const browser = await startBrowser();
	try {
		const demonstration = join(product, ".hub/records");
		const root = existsSync(demonstration) ? demonstration : join(home, "hub/records");
		if (root !== demonstration) await makeSiteRecords(join(home, "hub"));
		const folder = join(home, "site");
		await buildSite({ root, audience: "internal", base: "/", out: folder, now: new Date(), progress: print });
		const { url, stop } = await serveSite(folder, { base: "/", port: 0 });
		const kinds = kindsFor("internal").map(({ kind, examples }) => [kind, examples[0] ?? ""] as const);
		for (const [look, options] of Object.entries(looks)) {
			await rm(join(out, look), { recursive: true, force: true });
			await mkdir(join(out, look), { recursive: true });
			const context = await browser.newContext({ ...options, locale: "en-GB" });
			for (const [kind, address] of [...kinds, ...Object.entries(further)]) {
				const page = await context.newPage();
				await page.goto(url + address, { waitUntil: "networkidle" });
				await page.screenshot({ path: join(out, look, `${kind.replaceAll(/[^a-z]+/g, "-")}.png`), fullPage: true });
				await page.close();
			}
			await context.close();
		}
		await stop();
		print(`Pictures of ${kinds.length} kinds of page in three looks are in ${out}`);
	} finally {
		await browser.close();
		await rm(home, { recursive: true, force: true, maxRetries: 3 });
	}
}

if (import.meta.main) await takeScreenshots(join(product, ".hub/screenshots"), console.log);
