import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { connect, withClient } from "../../scripts/database/connect.ts";
import { makeHospital, mostPatients, READ_ONLY_ROLE } from "../../scripts/demo/hospital.ts";
import { UserError } from "../../scripts/issue/user-error.ts";
import { createDatabase, type HospitalDatabase, hospitalDatabase } from "../support/database.ts";
import { temporaryFolder } from "../support/folder.ts";

const schemas = "'reference', 'clinical', 'imaging', 'research', 'audit'";

/** The result of one query. */
function ask(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
	return withClient(url, { applicationName: "test" }, async (client) => (await client.query(text, values)).rows);
}

/** A digest of every row of every table. */
function digest(url: string): Promise<string> {
	return withClient(url, { applicationName: "test" }, async (client) => {
		const digests = [];
		for (const name of await tablesOf(client)) {
			const { rows } = await client.query(
				`SELECT md5(string_agg(one::text, E'\\n' ORDER BY one::text COLLATE "C")) AS md5 FROM ${name} AS one`,
			);
			digests.push(`${name} ${rows[0]?.md5}`);
		}
		return digests.join("\n");
	});
}

async function tablesOf(client: pg.Client): Promise<string[]> {
	const { rows } = await client.query(
		`SELECT oid::regclass::text AS name FROM pg_class
		WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace::regnamespace::text IN (${schemas})
		ORDER BY 1`,
	);
	return rows.map(({ name }) => name);
}

async function made(patients: number, seed: number, imageFolder?: string): Promise<string> {
	const { url } = await createDatabase();
	await makeHospital(url, { patients, seed, ...(imageFolder === undefined ? {} : { imageFolder }) });
	return url;
}

/** Whether the last of ten digits is the modulus 11 check digit of the others (NHS Data Dictionary, NHS NUMBER). */
function hasCheckDigit(number: string): boolean {
	const digits = [...number].map(Number);
	const sum = digits.slice(0, 9).reduce((total, digit, at) => total + digit * (10 - at), 0);
	return digits.length === 10 && (11 - (sum % 11)) % 11 === digits[9];
}

let hospital: HospitalDatabase;
let smaller: string;
let images: string;
beforeAll(async () => {
	hospital = await hospitalDatabase(2000);
	images = temporaryFolder();
	smaller = await made(150, 7, images);
});

describe("the demo hospital", () => {
	it("is the same for the same seed, row for row", async () => {
		expect(await digest(await made(150, 7))).toBe(await digest(smaller));
	});

	it("is another one for another seed", async () => {
		const [other, one] = [(await digest(await made(150, 8))).split("\n"), (await digest(smaller)).split("\n")];
		const same = one.filter((line) => other.includes(line)).map((line) => line.split(" ")[0]);
		expect(same.filter((name) => !name?.startsWith("reference."))).toEqual([
			"clinical.departments",
			"research.purposes",
		]);
	});

	it("has as many patients as asked for, and grows in step with them", async () => {
		const count = `SELECT (SELECT count(*) FROM clinical.patients)::integer AS patients,
			(SELECT count(*) FROM clinical.visits)::integer AS visits,
			(SELECT count(*) FROM clinical.measurements)::integer AS measurements`;
		const [large] = await ask(hospital.url, count);
		const [small] = await ask(smaller, count);
		expect(large?.patients).toBe(2000);
		expect(small?.patients).toBe(150);
		for (const table of ["visits", "measurements"]) {
			const growth = Number(large?.[table]) / Number(small?.[table]) / (2000 / 150);
			expect(growth).toBeGreaterThan(0.7);
			expect(growth).toBeLessThan(1.4);
		}
	});

	it("gives NHS numbers of the test range only, each once, with the right check digit", async () => {
		const rows = await ask(hospital.url, "SELECT nhs_number::text FROM clinical.patients WHERE nhs_number IS NOT NULL");
		const numbers = rows.map(({ nhs_number }) => String(nhs_number));
		expect(numbers.length).toBeGreaterThan(1700);
		expect(new Set(numbers).size).toBe(numbers.length);
		expect(numbers.filter((number) => !/^999\d{7}$/.test(number) || !hasCheckDigit(number))).toEqual([]);
	});

	it.each(["999000001", "99900000011", "9990000010", "999000000A", ""])(
		"refuses %j as an NHS number",
		async (number) => {
			await expect(ask(hospital.url, "SELECT $1::text::clinical.nhs_number", [number])).rejects.toThrow(
				/nhs_number_check/,
			);
		},
	);

	it("uses no address, telephone number or postcode that exists", async () => {
		const [row] = await ask(
			hospital.url,
			"SELECT count(*)::integer AS n FROM clinical.patients WHERE postcode NOT LIKE 'QH%' OR telephone NOT LIKE '01632 960%'",
		);
		expect(row?.n).toBe(0);
	});

	it.each([
		["patients without an NHS number", "clinical.patients WHERE nhs_number IS NULL"],
		["patients without a date of birth", "clinical.patients WHERE date_of_birth IS NULL"],
		["patients of unknown sex", "clinical.patients WHERE sex = 'U'"],
		[
			"people registered twice",
			`clinical.patients one JOIN clinical.patients other ON one.patient_id < other.patient_id
				AND upper(one.family_name) = upper(other.family_name) AND one.date_of_birth = other.date_of_birth
				AND one.given_names = other.given_names`,
		],
		[
			"visits after the recorded death",
			"clinical.visits JOIN clinical.patients USING (patient_id) WHERE admitted_at::date > date_of_death",
		],
		["visits never closed", "clinical.visits WHERE discharged_at IS NULL"],
		["readings without a value", "clinical.measurements WHERE value IS NULL"],
		["blood pressures that no one has", "clinical.measurements WHERE type = 'systolic-blood-pressure' AND value = 999"],
		["temperatures in Fahrenheit", "clinical.measurements WHERE unit = '[degF]' AND value > 90"],
		[
			"readings entered twice",
			"(SELECT FROM clinical.measurements GROUP BY patient_id, type, value, taken_at HAVING count(*) > 1) twice",
		],
		["results outside their reference range", "clinical.lab_results WHERE out_of_range"],
		["samples that were spoilt", "clinical.lab_results WHERE value IS NULL AND comment IS NOT NULL"],
		[
			"doses ten times too high",
			"(SELECT dose, min(dose) OVER (PARTITION BY medicine_id, route) AS usual FROM clinical.medication) AS doses WHERE dose = 10 * usual",
		],
		[
			"notes that name the patient",
			"clinical.notes JOIN clinical.visits USING (visit_id) JOIN clinical.patients USING (patient_id) WHERE strpos(text, family_name) > 0",
		],
		["consents withdrawn", "research.consents WHERE withdrawn_on IS NOT NULL"],
		["opt-outs", "clinical.patients WHERE research_opt_out"],
	])("has %s, as real records do", async (_flaw, from) => {
		const [row] = await ask(hospital.url, `SELECT count(*)::integer AS n FROM ${from}`);
		expect(row?.n).toBeGreaterThan(0);
	});

	it("has what a real schema has", async () => {
		const [row] = await ask(
			hospital.url,
			`SELECT
				(SELECT count(*) FROM pg_class WHERE relkind = 'p' AND relnamespace = 'clinical'::regnamespace)::integer AS partitioned,
				(SELECT count(*) FROM pg_class WHERE relkind = 'v' AND relnamespace = 'clinical'::regnamespace)::integer AS views,
				(SELECT count(*) > 5 FROM pg_type WHERE typtype = 'e') AS enums,
				(SELECT count(*) FROM pg_type WHERE typtype = 'd' AND typnamespace::regnamespace::text IN (${schemas}))::integer AS domains,
				(SELECT count(*) > 5 FROM pg_attribute WHERE attidentity <> '') AS identities,
				(SELECT count(*) > 3 FROM pg_attribute WHERE attgenerated = 's') AS computed,
				(SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conrelid = confrelid)::integer AS self_references,
				(SELECT count(*) FROM pg_constraint one JOIN pg_constraint other ON one.conrelid = other.confrelid AND one.confrelid = other.conrelid
					WHERE one.contype = 'f' AND other.contype = 'f' AND one.oid < other.oid)::integer AS circles`,
		);
		expect(row).toEqual({
			partitioned: 1,
			views: 1,
			enums: true,
			domains: 2,
			identities: true,
			computed: true,
			self_references: 2,
			circles: 1,
		});
	});

	it("has comments on some columns only, and has been analysed", async () => {
		const [row] = await ask(
			hospital.url,
			`SELECT count(*) FILTER (WHERE col_description(attrelid, attnum) IS NOT NULL)::integer AS commented, count(*)::integer AS columns,
				bool_and(reltuples >= 0) AS analysed
			FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
			WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace::regnamespace::text IN (${schemas}) AND attnum > 0`,
		);
		expect(row?.commented).toBeGreaterThan(3);
		expect(row?.commented).toBeLessThan(Number(row?.columns) / 2);
		expect(row?.analysed).toBe(true);
	});

	it("leaves nothing behind of its making", async () => {
		const rows = await ask(hospital.url, "SELECT nspname FROM pg_namespace WHERE nspname = 'demo'");
		expect(rows).toEqual([]);
	});

	it.each([0, -1, 1.5, Number.NaN, mostPatients + 1])("refuses a size of %d", async (patients) => {
		const refused = makeHospital("postgresql://nobody@127.0.0.1:1/none", { patients, seed: 1 });
		await expect(refused).rejects.toThrow(`The number of patients must be a whole number from 1 to ${mostPatients}.`);
	});

	it("makes a hospital of a single patient", async () => {
		const url = await made(1, 1);
		expect(await ask(url, "SELECT count(*)::integer AS n FROM clinical.patients")).toEqual([{ n: 1 }]);
	});

	it("touches nothing in a database that has a hospital already", async () => {
		const before = await digest(smaller);
		await expect(makeHospital(smaller, { patients: 10, seed: 1 })).rejects.toThrow(UserError);
		expect(await digest(smaller)).toBe(before);
	});
});

describe("the hub's login", () => {
	it.each([
		"UPDATE clinical.patients SET research_opt_out = false",
		"DELETE FROM audit.access_log",
		"CREATE TABLE clinical.mine (a integer)",
		"SET default_transaction_read_only = off; UPDATE clinical.patients SET research_opt_out = false",
	])("cannot do: %s", async (statement) => {
		const client = await connect(hospital.readOnlyUrl, { applicationName: "test" });
		try {
			await expect(client.query(statement)).rejects.toThrow(/read-only transaction|permission denied/);
		} finally {
			await client.end();
		}
	});

	it("can read every table", async () => {
		const rows = await ask(
			hospital.readOnlyUrl,
			`SELECT current_user::text AS login, current_setting('default_transaction_read_only') AS read_only,
				bool_and(has_table_privilege(oid, 'SELECT')) AS reads, bool_or(has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS writes
			FROM pg_class WHERE relkind IN ('r', 'p', 'v') AND relnamespace::regnamespace::text IN (${schemas})`,
		);
		expect(rows).toEqual([{ login: READ_ONLY_ROLE, read_only: "on", reads: true, writes: false }]);
	});
});

describe("the image files", () => {
	it("are there for every image, at its path, and for nothing else", async () => {
		const rows = await ask(smaller, 'SELECT file_path FROM imaging.images ORDER BY file_path COLLATE "C"');
		const files = readdirSync(images, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name).slice(images.length + 1));
		expect(rows.length).toBeGreaterThan(0);
		expect(files.sort()).toEqual(rows.map(({ file_path }) => file_path));
	});

	it("name no patient", async () => {
		const rows = await ask(
			smaller,
			`SELECT file_path, family_name, hospital_number FROM imaging.images
			JOIN imaging.studies USING (study_id) JOIN clinical.patients USING (patient_id)`,
		);
		const named = rows.filter(({ file_path, family_name, hospital_number }) => {
			const bytes = readFileSync(join(images, String(file_path)), "latin1");
			return bytes.includes(String(family_name)) || bytes.includes(String(hospital_number));
		});
		expect(named).toEqual([]);
	});
});
