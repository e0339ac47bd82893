import type { EntryPage } from "../../dictionary/entry.ts";
import { formatTableId } from "../../dictionary/field-id.ts";
import { sensitivities } from "../../schema/sensitivities.ts";
import type { Sensitivity } from "../../schema/types.ts";
import type { SurveyedSource } from "./survey.ts";

/**
 * What a survey suggests for the sensitivity of fields that are new, as counts, and where the reasons stand; nothing
 * if no field is new: what stood there before has been told before.
 *
 * @param before the pages as they were
 */
export function describeNewSuggestions(
	before: readonly EntryPage[],
	{ source, tables }: Pick<SurveyedSource, "source" | "tables">,
): readonly string[] {
	const known = new Map(
		before.flatMap(({ metadata }) =>
			metadata?.source === source ? [[formatTableId(metadata), new Set(metadata.fields.map(({ name }) => name))]] : [],
		),
	);
	const fresh = tables.flatMap((table) =>
		table.fields.filter(({ name }) => known.get(formatTableId(table))?.has(name) !== true),
	);
	if (fresh.length === 0) return [];
	const count = (wanted: Sensitivity | undefined) => fresh.filter(({ suggested }) => suggested === wanted).length;
	const told = sensitivities.flatMap((sensitivity) =>
		count(sensitivity) > 0 ? [`${count(sensitivity)} ${sensitivity}`] : [],
	);
	const silent = count(undefined);
	const fields = fresh.length === 1 ? "the new field" : `the ${fresh.length} new fields`;
	if (told.length === 0)
		return [`${source}: no sensitivity is suggested for ${fields}: a person who knows them decides.`];
	const counts = [...told, ...(silent > 0 ? [`none for ${silent}`] : [])].join(", ");
	return [
		`${source}: suggested sensitivity of ${fields}: ${counts}. It counts once a person confirms it; hub form and hub report give the reasons.`,
	];
}
