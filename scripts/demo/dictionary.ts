/**
 * Surveys a freshly made demonstration hospital into this product's own `dictionary/`, for whoever
 * changed the hospital's tables: `npm run demo:dictionary`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCluster } from "../database/cluster.ts";
import { productFolder } from "../issue/product.ts";
import { surveyCommand } from "../survey/command.ts";
import { makeDatabases } from "./settings.ts";

const folder = await mkdtemp(join(tmpdir(), "hub-dictionary-"));
const cluster = await startCluster({ folder: join(folder, "postgres"), durable: false });
try {
	const env = await makeDatabases(cluster.url, { patients: 2000, imageFolder: join(folder, "images") });
	await surveyCommand({
		root: productFolder(),
		check: false,
		env,
		now: new Date(),
		print: (line) => console.log(line),
	});
} finally {
	await cluster.stop();
	await rm(folder, { recursive: true, force: true });
}
