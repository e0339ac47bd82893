import { readPages } from "../../records/catalogue.ts";
import type { Source } from "../../schema/types.ts";
import { describeOldNames, findOldNames } from "../old-names.ts";
import { isAnyRenamed } from "../rename.ts";
import type { SourceKind } from "../source-kind.ts";
import { carryDocumentation } from "./carry.ts";
import { describeNewSuggestions } from "./new-suggestions.ts";
import { planPages } from "./plan.ts";
import { surveySource } from "./survey.ts";

/** PostgreSQL databases. */
export const postgresql: SourceKind<Source> = {
	noun: "database",
	reads: "the catalogue",
	variable: ({ connection }) => connection,
	location: "the address of the database, such as postgresql://login:password@host/database",
	survey: async (source, location, { tree, edges, day, renames, check, progress }) => {
		const found = await surveySource(source, location, edges, day);
		const fields = found.tables.reduce((sum, table) => sum + table.fields.length, 0);
		progress(`${source.id}: found ${found.tables.length} tables with ${fields} fields`);
		const before = await readPages(tree, source.id);
		const isRenamed = isAnyRenamed(renames);
		const { pages, carried } = isRenamed
			? carryDocumentation(before, found, renames)
			: { pages: before, carried: new Map() };
		const plan = planPages(pages, found, day, carried);
		const notes = [
			...(check ? [] : describeNewSuggestions(pages, found)),
			...(isRenamed ? describeOldNames(await findOldNames(tree, source.id, renames)) : []),
		];
		return { ...plan, issues: [...found.issues, ...plan.issues], notes };
	},
};
