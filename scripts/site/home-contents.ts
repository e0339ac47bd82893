import { deliveryFile } from "../records/delivery-file.ts";
import { fieldStandings } from "../report/standing.ts";
import { productAddress, projectAddress, tableAddress, termAddress } from "./address.ts";
import { type Change, type ChangedFile, recentChanges } from "./history.ts";
import type { SiteReading } from "./reading.ts";
import { tellingTo } from "./register/telling.ts";

/** What the first page says. */
export interface HomeContents {
	/** What there is, in numbers: the largest things first. */
	readonly numbers: readonly { readonly count: number; readonly what: string; readonly address: string }[];
	/** The newest first. */
	readonly news: readonly NewsItem[];
}

/** One thing that is new. */
export interface NewsItem {
	/** As 2026-03-31. */
	readonly day: string;
	/** What happened, in words. */
	readonly says: string;
	/** Where to read more. */
	readonly address: string;
}

const mostNews = 8;

/** How far back to look for news, at most. */
const mostCommits = 200;

/** See {@link HomeContents}. What is new comes from the commits of the records, told from the paths they touched. */
export async function homeContents(reading: SiteReading): Promise<HomeContents> {
	const { records, glossary, products, repo, commit } = reading;
	const { catalogue, requests } = records;
	const tables = catalogue.sources.flatMap((source) => source.tables);
	const standings = fieldStandings(catalogue);
	const described = standings.filter(({ standing }) => standing === "described").length;
	const numbers = [
		{ count: tables.length, what: tables.length === 1 ? "table" : "tables", address: "dictionary/" },
		{ count: standings.length, what: "fields", address: "dictionary/" },
		{ count: described, what: "fields described", address: "dictionary/" },
		{ count: products.length, what: "ready-made products", address: "products/" },
		{ count: glossary.size, what: "terms explained", address: "glossary/" },
		{ count: requests.size, what: "projects", address: "register/" },
	];
	const news = (await recentChanges(repo, commit, mostCommits)).flatMap((change) => newsOf(change, reading));
	return { numbers, news: news.slice(0, mostNews) };
}

/** What a commit brought, as far as it concerns readers: requests, deliveries, tables, terms and products. */
function newsOf({ day, files }: Change, reading: SiteReading): readonly NewsItem[] {
	const told = files.flatMap((file) => tell(file, reading) ?? []);
	return [...Map.groupBy(told, ({ kind }) => kind)].flatMap(([kind, items]) => {
		// What came in bulk, such as a first survey, is told once.
		if (items.length <= mostOfAKind) return items.map(({ says, address }) => ({ day, says, address }));
		return [{ day, says: bulk[kind](items.length), address: addresses[kind] }];
	});
}

const mostOfAKind = 3;

const addresses = {
	request: "register/",
	delivery: "register/",
	table: "dictionary/",
	term: "glossary/",
	product: "products/",
} as const;

type Kind = keyof typeof addresses;

const bulk = {
	request: (count) => `${count} requests new or amended`,
	delivery: (count) => `${count} deliveries`,
	table: (count) => `${count} tables surveyed or described`,
	term: (count) => `${count} terms new or changed in the glossary`,
	product: (count) => `${count} data products new or changed`,
} as const satisfies Record<Kind, (count: number) => string>;

function tell(
	{ path, how }: ChangedFile,
	reading: SiteReading,
): (Omit<NewsItem, "day"> & { readonly kind: Kind }) | undefined {
	if (how === "deleted") return undefined;
	const { records, glossary, products, audience } = reading;
	const { plain } = tellingTo(audience, reading);
	const isNew = how === "added";
	const project = /^requests\/([^/]+)\/request\.yml$/.exec(path)?.[1] ?? "";
	const request = records.requests.get(project);
	if (request !== undefined) {
		const says = `${isNew ? "New request" : "Request amended"}: ${plain(request.title)}`;
		return { kind: "request", says, address: projectAddress(project) };
	}
	const record = deliveryFile(path);
	const delivered = record?.kind === "manifest" ? records.requests.get(record.project) : undefined;
	if (record !== undefined && delivered !== undefined) {
		return {
			kind: "delivery",
			says: `Data delivered: ${plain(delivered.title)}`,
			address: projectAddress(record.project),
		};
	}
	for (const { id, tables } of records.catalogue.sources) {
		const table = path.startsWith(`dictionary/sources/${id}/`) ? tables.find((each) => each.path === path) : undefined;
		if (table === undefined) continue;
		return {
			kind: "table",
			says: `${isNew ? "New table" : "Table surveyed or described"}: ${table.title}`,
			address: tableAddress(table),
		};
	}
	const term = [...glossary.values()].find((each) => each.path === path);
	if (term !== undefined) {
		return {
			kind: "term",
			says: `${isNew ? "New in the glossary" : "Glossary changed"}: ${term.title}`,
			address: termAddress(term.id),
		};
	}
	const product = products.find((each) => each.path === path);
	if (product === undefined) return undefined;
	return {
		kind: "product",
		says: `${isNew ? "New data product" : "Data product changed"}: ${product.title}`,
		address: productAddress(product.id),
	};
}
