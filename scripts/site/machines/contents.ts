import { siteReport } from "../dictionary/report.ts";
import type { SiteReading } from "../reading/reading.ts";
import { machineFileList } from "./file-list.ts";

/** What the page about the files for programs shows. */
export interface MachinesContents {
	readonly files: readonly {
		/** As the reader may write it down, with names in braces where it differs between files of the kind. */
		readonly path: string;
		/** Address of one such file, which exists. */
		readonly address: string;
		readonly title: string;
		readonly says: string;
		readonly mediaType: string;
		/** What the names in braces stand for. */
		readonly parameters: readonly { readonly name: string; readonly says: string }[];
	}[];
}

/** See {@link MachinesContents}. */
export async function machinesContents(reading: SiteReading): Promise<MachinesContents> {
	return {
		files: machineFileList(await siteReport(reading)).map(({ path, title, says, mediaType, parameters }) => ({
			path,
			address: parameters.reduce((filled, { name, example }) => filled.replace(`{${name}}`, example), path),
			title,
			says,
			mediaType,
			parameters: parameters.map(({ name, says }) => ({ name, says })),
		})),
	};
}
