import { expect, it } from "vitest";
import { formatIssue } from "../../scripts/issue/format.ts";
import { readRecord } from "../../scripts/schema/read.ts";

const problems = (source: string) =>
	readRecord("sources", Buffer.from(`schemaVersion: 1\nsources:\n  - ${source}\n`), "s.yml").issues.map((issue) =>
		formatIssue(issue).replace("s.yml:", ""),
	);
const database =
	"{ id: hampton, title: H, kind: postgresql, connection: HAMPTON_URL, schemas: [a], patient: { table: a.b, key: c }, tables: {} }";
const folder = "{ id: scans, title: Scans, kind: image-folder, folder: SCANS_DIR, owner: Radiology }";

it("takes databases and image folders as sources", () => {
	expect([...problems(database), ...problems(folder)]).toEqual([]);
});

it("takes a database whose tables nobody has listed yet, but no other list than one by name", () => {
	expect(problems(database.replace(", tables: {}", ""))).toEqual([]);
	expect(problems(database.replace("tables: {}", "tables:"))).toEqual([]);
	expect(problems(database.replace("tables: {}", "tables: [a.b]"))).toMatchInlineSnapshot(`
		[
		  "3:120 error: "tables" must be a group of keys and values or empty. What each table is, by its name. A table not named here is not shared. It may be missing or empty until the first survey.",
		]
	`);
});

it("judges a source by its kind, or where that is misspelt by what else it says", () => {
	expect([
		...problems(folder.replace("SCANS_DIR", "/srv/scans")),
		...problems(folder.replace("image-folder", "image-foldr")),
		...problems(folder.replace("image-folder", "postgresql")),
		...problems(database.replace("postgresql", "postgres")),
		...problems(database.replace("connection", "conection")),
		...problems("{ id: hampton, title: H }"),
		...problems("hampton"),
	]).toMatchInlineSnapshot(`
		[
		  "3:60 error: "folder" is not written as it should be. NAME of the environment variable that holds the folder's path on the machine that runs the hub, such as HAMPTON_IMAGES_DIR. Never the path itself.",
		  "3:38 error: "image-foldr" is none of: image-folder. Did you mean "image-folder"?",
		  "3:5 error: "connection" is missing. NAME of the environment variable that holds the connection address on the machine that runs the hub, such as HAMPTON_DATABASE_URL. Never the address itself, and none of the hub's own, which begin with HUB_.",
		  "3:5 error: "schemas" is missing. The database schemas to survey.",
		  "3:5 error: "patient" is missing. The one table that has one row for each patient.",
		  "3:50 error: "folder" cannot stand beside the other keys here",
		  "3:69 error: "owner" cannot stand beside the other keys here",
		  "3:36 error: "postgres" is none of: postgresql. Did you mean "postgresql"?",
		  "3:5 error: "connection" is missing. NAME of the environment variable that holds the connection address on the machine that runs the hub, such as HAMPTON_DATABASE_URL. Never the address itself, and none of the hub's own, which begin with HUB_.",
		  "3:48 error: unknown key "conection". Did you mean "connection"?",
		  "3:5 error: "kind" is missing. What sort of source it is.",
		  "3:5 error: "connection" is missing. NAME of the environment variable that holds the connection address on the machine that runs the hub, such as HAMPTON_DATABASE_URL. Never the address itself, and none of the hub's own, which begin with HUB_.",
		  "3:5 error: "schemas" is missing. The database schemas to survey.",
		  "3:5 error: "patient" is missing. The one table that has one row for each patient.",
		  "3:5 error: this is none of what can stand here. One source: a database, or a folder of images.",
		]
	`);
});
