import type { ImageFolder, Source, SourceList } from "../schema/types.ts";

/** Whether a source is a database: the one kind that tables and shared data come from. */
export function isDatabase(source: SourceList["sources"][number]): source is Source {
	return source.kind === "postgresql";
}

/** The databases of a source list. */
export function databasesOf({ sources }: SourceList): readonly Source[] {
	return sources.filter(isDatabase);
}

/** The database with this id. */
export function findDatabase(list: SourceList, id: string): Source | undefined {
	return databasesOf(list).find((source) => source.id === id);
}

/** The image folders of a source list: they are described, but no request can ask for them yet. */
export function imageFoldersOf({ sources }: SourceList): readonly ImageFolder[] {
	return sources.filter((source) => source.kind === "image-folder");
}
