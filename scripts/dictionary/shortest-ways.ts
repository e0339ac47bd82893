import type { CatalogueSource, CatalogueTable } from "./catalogue.ts";
import { followPath } from "./declared-path.ts";
import { type Link, linksOf } from "./link.ts";
import { isTable } from "./listed-table.ts";

/** The longest way to the patient table that is looked for, in steps; as in the source list's `path`. */
const maxSteps = 6;

/** By what ways are compared: the one with fewer declared relations is better, and of those the one with fewer steps. */
interface Cost {
	readonly relations: number;
	readonly steps: number;
}

/** What a search from any table of a source needs, worked out once for all of them. */
interface Reach {
	readonly tables: ReadonlyMap<string, CatalogueTable>;
	/** The paths that people gave, by the id of their table: whatever leads to such a table goes on along its path. */
	readonly given: ReadonlyMap<string, readonly Link[]>;
	/** The best costs in at most so many steps, by the id of the table, the patient table's being nothing. */
	readonly costs: readonly ReadonlyMap<string, Cost>[];
}

/**
 * The best ways from a table to the patient table, at most two of them: none where nothing leads there, one where that
 * is the way, and two where a person must choose. A way along foreign keys alone is better than any that needs a
 * declared relation, however much longer it is, since what people declare may have begun as a guess.
 */
export function shortestWays(source: CatalogueSource, table: CatalogueTable): readonly (readonly Link[])[] {
	return waysFrom(source, table, maxSteps, reachOf(source)).slice(0, 2);
}

const knownReaches = new WeakMap<CatalogueSource, Reach>();

function reachOf(source: CatalogueSource): Reach {
	const known = knownReaches.get(source) ?? findReach(source);
	knownReaches.set(source, known);
	return known;
}

function findReach(source: CatalogueSource): Reach {
	const tables = new Map(source.tables.map((table) => [table.id, table]));
	const between = source.tables.filter(
		({ id, class: kind }) => kind === "patient" && !isTable(source.patient.table, id),
	);
	const given = new Map(
		between.flatMap((table) => {
			if (table.pathToPatient === undefined) return [];
			return [[table.id, followPath(source, table, table.pathToPatient).path ?? []] as const];
		}),
	);
	const patients = source.tables.filter(({ id }) => isTable(source.patient.table, id));
	const costs: ReadonlyMap<string, Cost>[] = [new Map(patients.map(({ id }) => [id, { relations: 0, steps: 0 }]))];
	for (let steps = 1; steps <= maxSteps; steps++) {
		const before = costs[steps - 1] ?? new Map<string, Cost>();
		const found = between.flatMap((table) => {
			const path = given.get(table.id);
			const cost = path === undefined ? bestCost(source, table, before) : givenCost(path);
			return cost === undefined || cost.steps > steps ? [] : [[table.id, cost] as const];
		});
		costs.push(new Map([...(costs[0] ?? []), ...found]));
	}
	return { tables, given, costs };
}

function bestCost(
	source: CatalogueSource,
	table: CatalogueTable,
	targets: ReadonlyMap<string, Cost>,
): Cost | undefined {
	return linksOf(source, table).reduce<Cost | undefined>((best, link) => {
		const rest = targets.get(link.tableId);
		const cost = rest && costAlong(link, rest);
		return cost !== undefined && (best === undefined || compare(cost, best) < 0) ? cost : best;
	}, undefined);
}

/** What a given path costs; undefined where it leads nowhere, as it does where `hub check` refuses it. */
function givenCost(path: readonly Link[]): Cost | undefined {
	if (path.length === 0) return undefined;
	return path.reduceRight((rest: Cost, link) => costAlong(link, rest), { relations: 0, steps: 0 });
}

function waysFrom(
	source: CatalogueSource,
	table: CatalogueTable,
	steps: number,
	reach: Reach,
): readonly (readonly Link[])[] {
	const targets = reach.costs[steps - 1] ?? new Map<string, Cost>();
	const best = bestCost(source, table, targets);
	if (best === undefined) return [];
	const ways: (readonly Link[])[] = [];
	for (const link of linksOf(source, table)) {
		const [rest, target] = [targets.get(link.tableId), reach.tables.get(link.tableId)];
		if (rest === undefined || target === undefined || compare(costAlong(link, rest), best) !== 0) continue;
		const path = rest.steps === 0 ? [] : reach.given.get(target.id);
		const onwards = path === undefined ? waysFrom(source, target, steps - 1, reach) : [path];
		ways.push(...onwards.map((way) => [link, ...way]));
		// Two are enough to know that a person must choose; all of them could be very many.
		if (ways.length > 1) break;
	}
	return ways;
}

function costAlong({ declaredBy }: Link, rest: Cost): Cost {
	return { relations: rest.relations + (declaredBy === "database" ? 0 : 1), steps: rest.steps + 1 };
}

function compare(one: Cost, other: Cost): number {
	return one.relations - other.relations || one.steps - other.steps;
}
