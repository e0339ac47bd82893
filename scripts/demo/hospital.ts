import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { withClient } from "../database/connect.ts";
import { databaseError } from "../database/error.ts";
import { productFolder } from "../issue/product.ts";
import { UserError } from "../issue/user-error.ts";
import { writeImages } from "./images.ts";

/** The login that the hub reads the demo hospital with. */
export const READ_ONLY_ROLE = "hub_reader";

/** The largest hospital: the test range of NHS numbers, 999 and six digits, holds no more. */
export const mostPatients = 1_000_000;

/** What hospital to make. */
export interface HospitalOptions {
	/** Number of patient records, up to {@link mostPatients}. */
	readonly patients: number;
	/** Whole number that everything made up follows from: the same seed and size give the same rows. */
	readonly seed: number;
	/** Where to write an image file for each row of imaging.images; none are written without it. */
	readonly imageFolder?: string;
	/** Told what is being made, as it is begun. */
	readonly progress?: (says: string) => void;
}

/** The files of SQL in the order they are run, with what each makes. */
const steps = [
	["start", "Preparing"],
	["tables", "Making tables"],
	["reference", "Filling look-up tables"],
	["people", "Registering patients"],
	["care", "Recording visits and treatment"],
	["results", "Recording measurements and results"],
	["documents", "Writing notes and images"],
	["keys", "Linking tables"],
	["comments", "Adding comments"],
	["finish", "Analysing"],
] as const;

/**
 * Makes Hampton Hospital, which does not exist, in an empty database: five schemas of made-up
 * patients with the flaws that real records have. All or nothing; PostgreSQL 13 and newer.
 *
 * @param url Address of the database, with a login that may create schemas in it.
 * @throws UserError `usage` for a size out of bounds, `environment` where the database cannot be used.
 */
export async function makeHospital(url: string, options: HospitalOptions): Promise<void> {
	const { patients, seed, imageFolder, progress = () => {} } = options;
	if (!Number.isInteger(patients) || patients < 1 || patients > mostPatients)
		throw new UserError("usage", `The number of patients must be a whole number from 1 to ${mostPatients}.`);
	if (!Number.isSafeInteger(seed)) throw new UserError("usage", "The seed must be a whole number.");
	await withClient(url, { applicationName: "hub demo" }, async (client) => {
		try {
			await client.query("BEGIN");
			await configure(client, { "demo.patients": `${patients}`, "demo.seed": `${seed}`, ...planning });
			for (const [file, says] of steps) {
				progress(says);
				await client.query(await sql(file));
			}
			await client.query("COMMIT");
			if (imageFolder !== undefined) {
				progress("Writing image files");
				await writeImages(client, imageFolder);
			}
		} catch (error) {
			throw databaseError(error, "making the demonstration hospital");
		}
	});
}

/**
 * Creates the login {@link READ_ONLY_ROLE}, which may read the hospital's tables and nothing more, or
 * gives it a new password where the server has it already.
 *
 * @param url Address of the hospital's database, with a login that may create roles.
 */
export async function createReader(url: string, password: string): Promise<void> {
	await withClient(url, { applicationName: "hub demo" }, async (client) => {
		try {
			await client.query("BEGIN");
			// As a bound setting: a password in a statement's text ends up in server logs.
			await configure(client, { "demo.password": password });
			await client.query(await sql("reader"));
			await client.query("COMMIT");
		} catch (error) {
			throw databaseError(error, `creating the login ${READ_ONLY_ROLE}`);
		}
	});
}

// The same query plans on every server; compiling and parallel workers would gain nothing for such short queries.
const planning = { jit: "off", max_parallel_workers_per_gather: "0", work_mem: "64MB" };

async function configure(client: pg.Client, settings: Readonly<Record<string, string>>): Promise<void> {
	for (const [name, value] of Object.entries(settings))
		await client.query("SELECT set_config($1, $2, true)", [name, value]);
}

function sql(file: string): Promise<string> {
	return readFile(join(productFolder(), "scripts/demo/hospital", `${file}.sql`), "utf8");
}
