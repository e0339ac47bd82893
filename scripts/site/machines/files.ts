import { reportCsv } from "../../report/csv.ts";
import { reportImagesOdcs } from "../../report/odcs-images.ts";
import { siteReport } from "../dictionary/report.ts";
import { sourceContractFile, tableFile } from "../page/address.ts";
import type { SiteFile } from "../page/site-file.ts";
import type { SiteReading } from "../reading/reading.ts";
import { aboutFile } from "./about.ts";
import { catalogueOfData } from "./dcat.ts";
import { describedSource } from "./described.ts";
import { odcsFile } from "./odcs-file.ts";
import { openApi } from "./openapi.ts";

/** The dictionary for programs: a file a table, and the whole of it in several formats, with a document that describes them. */
export async function* machineFiles(reading: SiteReading): AsyncGenerator<SiteFile> {
	const report = await siteReport(reading);
	const sources = report.sources.map((source) => describedSource(source, reading.shows));
	const about = aboutFile(reading);
	for (const { id, title, tables } of sources) {
		for (const table of tables) {
			yield {
				path: tableFile({ source: id, path: table.path }),
				text: JSON.stringify({ ...about, source: { id, title }, table }),
			};
		}
	}
	const { images, products, glossary } = report;
	yield { path: "machines/catalogue.json", text: JSON.stringify({ ...about, sources, images, products, glossary }) };
	yield { path: "machines/fields.csv", text: reportCsv({ ...report, sources }) };
	for (const source of sources) yield { path: sourceContractFile(source.id), text: odcsFile(source) };
	for (const folder of images) yield { path: sourceContractFile(folder.id), text: reportImagesOdcs(folder) };
	yield { path: "machines/dcat.jsonld", text: json(catalogueOfData(reading, report)) };
	yield { path: "machines/openapi.json", text: json(openApi(reading, report)) };
}

/** For files that people look at too. */
function json(value: unknown): string {
	return `${JSON.stringify(value, undefined, "\t")}\n`;
}
