import type { ImageFolder, Source, SourceList } from "../schema/types.ts";
import { imageFolder } from "./images/kind.ts";
import { postgresql } from "./postgresql/kind.ts";
import type { SourceKind, SurveyPlan, SurveyRun } from "./source-kind.ts";

/** One entry of the list of sources, of whatever kind. */
export type ListedSource = SourceList["sources"][number];

/** Every kind of source that the list of sources can name. */
export const sourceKinds = { postgresql, "image-folder": imageFolder } as const satisfies {
	readonly postgresql: SourceKind<Source>;
	readonly "image-folder": SourceKind<ImageFolder>;
} & Record<ListedSource["kind"], unknown>;

/** The kind of a source. */
export function kindOf<S extends ListedSource>(source: S): SourceKind<S> {
	// The list's schema pairs each kind with its own sources, which the compiler cannot follow through the table.
	return sourceKinds[source.kind] as unknown as SourceKind<S>;
}

/** Surveys a source by its kind; see `SourceKind`. */
export function surveyOf(source: ListedSource, location: string, run: SurveyRun): Promise<SurveyPlan> {
	return kindOf(source).survey(source, location, run);
}
