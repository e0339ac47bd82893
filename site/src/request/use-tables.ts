import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CheckContext } from "../../../scripts/check/context.ts";
import { londonDay } from "../../../scripts/document/day.ts";
import type { PackedTable } from "../../../scripts/site/request/packed-table.ts";
import { assembleContext } from "../../../scripts/site/request/request-context.ts";
import { type Draft, finished } from "./draft.ts";
import type { Library } from "./library.ts";
import { namedTables, neededTables } from "./needed-tables.ts";

/** What a draft is checked against, with its tables as they come in. */
export interface Tables {
	readonly context: CheckContext;
	/** Whether tables are still to come. */
	readonly loading: boolean;
	/** Ids of tables that could not be fetched. */
	readonly failed: readonly string[];
}

/** Fetches the tables that a draft needs, all that are missing at once, until nothing leads to another. */
export function useTables(draft: Draft, library: Library): Tables {
	const [tables, setTables] = useState<ReadonlyMap<string, readonly PackedTable[]>>(new Map());
	const [failed, setFailed] = useState<readonly string[]>([]);
	const [pending, setPending] = useState(0);
	const asked = useRef(new Set<string>());
	const base = useMemo(
		() => assembleContext(library.file, tables, { project: "", today: londonDay(new Date()) }),
		[library, tables],
	);
	const { source } = draft.request;
	useEffect(() => {
		const known = base.catalogue.sources.find(({ id }) => id === source);
		if (known === undefined) return;
		const missing = neededTables(namedTables(finished(draft), draft.tables), known).filter(
			(id) => library.hasTable(source, id) && !asked.current.has(`${source} ${id}`),
		);
		if (missing.length === 0) return;
		for (const id of missing) asked.current.add(`${source} ${id}`);
		setPending((count) => count + 1);
		void Promise.allSettled(missing.map((id) => library.fetchTable(source, id))).then((results) => {
			const came = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
			setTables((before) => new Map([...before, [source, [...(before.get(source) ?? []), ...came]]]));
			setFailed((before) => [...before, ...missing.filter((_, index) => results[index]?.status === "rejected")]);
			setPending((count) => count - 1);
		});
	}, [draft, base, library, source]);
	const context = useMemo(() => ({ ...base, project: draft.project }), [base, draft.project]);
	return { context, loading: pending > 0, failed };
}
