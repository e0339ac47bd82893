import { describe, expect, it } from "vitest";
import type { PackagedColumn, PackagedTable } from "../../scripts/package/contents.ts";
import { fieldDictionaryCsv, fieldDictionaryMarkdown } from "../../scripts/package/field-dictionary.ts";
import { readMe } from "../../scripts/package/read-me.ts";
import { column, contents } from "./contents-maker.ts";

const withColumn = (made: PackagedColumn) => ({
	...contents,
	tables: [{ ...(contents.tables[0] as PackagedTable), columns: [made] }],
});

describe("the field dictionary as CSV", () => {
	it("has a row for each column", () => {
		expect(fieldDictionaryCsv(contents).toString()).toMatchInlineSnapshot(`
			"File,Column,Description,Field in the hospital's dictionary,Type,Treatment,Sensitivity,Helps to identify a person,Unit,Acceptable range,Values,Where it comes from
			data/patients.csv,patient_id,,clinical.visits.patient_id,uuid,pseudonymise (replaced by a code of this project),direct-identifier,yes,,,,
			data/patients.csv,sex,Sex as registered.,clinical.visits.sex,text,keep (as it is),ordinary,yes,,,F = female,
			data/patients.csv,born,,clinical.visits.born,smallint,year (only the year),ordinary,,,,,
			data/visits.csv,visit_id,,clinical.visits.visit_id,uuid,keep (as it is),ordinary,,,,,
			data/visits.csv,patient_id,,clinical.visits.patient_id,uuid,keep (as it is),ordinary,,,,,
			data/visits.csv,follows,,clinical.visits.follows,uuid,keep (as it is),ordinary,,,,,
			data/visits.csv,heart_rate,Heart rate on arrival.,clinical.visits.heart_rate,integer,keep (as it is),ordinary,,1/min,20 to 300,,Monitor
			data/visits.csv,urgent,,clinical.visits.urgent,boolean,keep (as it is),ordinary,,,,,
			data/visits.csv,arrived,,clinical.visits.arrived,timestamp with time zone,date-shift (moved by a secret number of days),ordinary,,,,,
			"
		`);
	});

	it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1"])("keeps a spreadsheet from running %j", (formula) => {
		for (const cell of [column(formula), column("a", { documentation: { description: formula } })]) {
			expect(fieldDictionaryCsv(withColumn(cell)).toString()).toContain(`'${formula}`);
		}
	});

	it("quotes commas, quotes and line breaks", () => {
		const hostile = column('a"b', { documentation: { description: "one, two\nthree" } });
		expect(fieldDictionaryCsv(withColumn(hostile)).toString()).toContain('data/patients.csv,"a""b","one, two\nthree",');
	});
});

describe("the field dictionary as Markdown", () => {
	it("reads as a page", () => {
		expect(fieldDictionaryMarkdown(contents).toString()).toMatchInlineSnapshot(`
			"# Field dictionary: Outcomes after sepsis

			In the CSV files, a missing value is nothing between two commas; a text that is there but empty is \`""\`.

			A code of this project stands for the same thing in all its tables, and nowhere else. All dates of one patient are moved by the same number of days; the time of day stays as the hospital's clock showed it, to the second, so that a span over a change of the clocks can be an hour out. Dates that only stood for "unknown" or "no end" are missing.

			Times are in Coordinated Universal Time where they have a time zone. \`t\` is true, \`f\` is false.

			## \`data/patients.csv\`

			Patients (\`clinical.patients\`)

			One row for each patient.

			### \`patient_id\`

			- Field in the hospital's dictionary: \`clinical.visits.patient_id\`
			- Type: uuid
			- Treatment: pseudonymise (replaced by a code of this project)
			- Sensitivity: direct-identifier
			- Helps to identify a person: yes

			### \`sex\`

			Sex as registered.

			- Field in the hospital's dictionary: \`clinical.visits.sex\`
			- Type: text
			- Treatment: keep (as it is)
			- Sensitivity: ordinary
			- Helps to identify a person: yes
			- Values: F = female

			### \`born\`

			- Field in the hospital's dictionary: \`clinical.visits.born\`
			- Type: smallint
			- Treatment: year (only the year)
			- Sensitivity: ordinary

			## \`data/visits.csv\`

			Visits (\`clinical.visits\`)

			### \`visit_id\`

			- Field in the hospital's dictionary: \`clinical.visits.visit_id\`
			- Type: uuid
			- Treatment: keep (as it is)
			- Sensitivity: ordinary

			### \`patient_id\`

			- Field in the hospital's dictionary: \`clinical.visits.patient_id\`
			- Type: uuid
			- Treatment: keep (as it is)
			- Sensitivity: ordinary

			### \`follows\`

			- Field in the hospital's dictionary: \`clinical.visits.follows\`
			- Type: uuid
			- Treatment: keep (as it is)
			- Sensitivity: ordinary

			### \`heart_rate\`

			Heart rate on arrival.

			- Field in the hospital's dictionary: \`clinical.visits.heart_rate\`
			- Type: integer
			- Treatment: keep (as it is)
			- Sensitivity: ordinary
			- Unit: 1/min
			- Acceptable range: 20 to 300
			- Where it comes from: Monitor

			### \`urgent\`

			- Field in the hospital's dictionary: \`clinical.visits.urgent\`
			- Type: boolean
			- Treatment: keep (as it is)
			- Sensitivity: ordinary

			### \`arrived\`

			- Field in the hospital's dictionary: \`clinical.visits.arrived\`
			- Type: timestamp with time zone
			- Treatment: date-shift (moved by a secret number of days)
			- Sensitivity: ordinary
			"
		`);
	});

	it("shows names with backticks and line breaks whole", () => {
		expect(fieldDictionaryMarkdown(withColumn(column("a``b"))).toString()).toContain("### `a``b`");
		expect(fieldDictionaryMarkdown(withColumn(column("a\n# b"))).toString()).toContain("### `a # b`");
	});
});

describe("the package's readme", () => {
	it("says what is in the package and what the recipient has agreed to", () => {
		expect(readMe(contents, ["data-protection-v1"]).toString()).toMatchInlineSnapshot(`
			"Outcomes after sepsis
			Delivery 0001 of the project sepsis-outcomes. The data are as the hospital had them on 31 March 2026.

			These are patient data. Handle them as the terms in this package say:
			  terms/data-protection-v1.md
			Nobody can read the package's files without its password. Their names and sizes, which are those of the tables and
			grow with their rows, anybody who has the .zip file can see: do not pass that on either.

			Patients' objections to sharing:
			  Objections to sharing: patients who objected were left out.
			  Patients left out by this: under 10.

			The data, one CSV file for each table (UTF-8, comma, first line holds the names):
			  data/patients.csv
			  data/visits.csv

			Load them with a statistics program. A spreadsheet may run a text that begins with = + - or @ as a formula,
			turn codes into dates and cut long numbers short: the values stand here exactly as they are, with nothing put
			before them. If you must use a spreadsheet, import the file with every column as text; do not double-click it.

			What each column means: field-dictionary.md to read, field-dictionary.csv as a table.
			For programs that read Data Packages (https://datapackage.org): datapackage.json.

			salt.txt is what an auditor needs to compare these files with the hospital's signed manifest:
			the manifest holds, for each file, the SHA-256 of the 32 bytes that salt.txt spells out, followed by the file.
			"
		`);
	});
});
