import { requestPath, signedPath } from "../../records/paths.ts";
import { fieldStatuses } from "../../report/field-status.ts";
import { productAddress, projectAddress, tableAddress, termAddress } from "../page/address.ts";
import type { Change, ChangedFile } from "../reading/history.ts";
import type { SiteReading } from "../reading/reading.ts";
import { audienceView } from "../register/audience-view.ts";

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

/** See {@link HomeContents}. What is new is taken from the commits of the records, by the paths that they changed. */
export async function homeContents(reading: SiteReading): Promise<HomeContents> {
	const { records, glossary, products } = reading;
	const { catalogue, requests } = records;
	const tables = catalogue.sources.flatMap((source) => source.tables);
	const statuses = fieldStatuses(catalogue);
	const described = statuses.filter(({ status }) => status === "described").length;
	const numbers = [
		{ count: tables.length, what: tables.length === 1 ? "table" : "tables", address: "dictionary/" },
		{ count: statuses.length, what: "fields", address: "dictionary/" },
		{ count: described, what: "fields described", address: "dictionary/" },
		{ count: products.length, what: "ready-made products", address: "products/" },
		{ count: glossary.size, what: "terms explained", address: "glossary/" },
		{ count: requests.size, what: "projects", address: "register/" },
	];
	const subjects = subjectsOf(reading);
	const news: NewsItem[] = [];
	for (const change of reading.recent) {
		news.push(...newsOf(change, subjects));
		if (news.length >= mostNews) break;
	}
	return { numbers, news: news.slice(0, mostNews) };
}

/** Gives the news of a changed file by its path; undefined if it is none. */
type Places = (file: ChangedFile) => (Omit<NewsItem, "day"> & { readonly kind: Kind }) | undefined;

/** What a commit brought, as far as it concerns readers: requests, deliveries, tables, terms and products. */
function newsOf({ day, files }: Change, tell: Places): readonly NewsItem[] {
	const told = files.flatMap((file) => tell(file) ?? []);
	return [...Map.groupBy(told, ({ kind }) => kind)].flatMap(([kind, items]) => {
		// Many items of a kind in one commit, such as a first survey's tables, are told as one.
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

function subjectsOf(reading: SiteReading): Places {
	const { records, glossary, products } = reading;
	const { redactText } = audienceView(reading);
	const pages = new Map<string, { kind: Kind; added: string; changed: string; title: string; address: string }>([
		...records.catalogue.sources
			.flatMap(({ tables }) => tables)
			.map((table) => {
				const words = { kind: "table", added: "New table", changed: "Table surveyed or described" } as const;
				return [table.path, { ...words, title: table.title, address: tableAddress(table) }] as const;
			}),
		...[...glossary.values()].map(({ id, path, title }) => {
			const words = { kind: "term", added: "New in the glossary", changed: "Glossary changed" } as const;
			return [path, { ...words, title, address: termAddress(id) }] as const;
		}),
		...products.map(({ id, path, title }) => {
			const words = { kind: "product", added: "New data product", changed: "Data product changed" } as const;
			return [path, { ...words, title, address: productAddress(id) }] as const;
		}),
		...[...records.requests].map(([project, request]) => {
			const words = { kind: "request", added: "New request", changed: "Request amended" } as const;
			return [
				requestPath(project),
				{ ...words, title: redactText(request.title), address: projectAddress(project) },
			] as const;
		}),
	]);
	return ({ path, how }) => {
		if (how === "deleted") return undefined;
		const page = pages.get(path);
		if (page !== undefined) {
			const { kind, added, changed, title, address } = page;
			return { kind, says: `${how === "added" ? added : changed}: ${title}`, address };
		}
		const record = signedPath(path);
		const delivered = record?.kind === "manifest" ? records.requests.get(record.project) : undefined;
		if (record === undefined || delivered === undefined) return undefined;
		const says = `Data delivered: ${redactText(delivered.title)}`;
		return { kind: "delivery", says, address: projectAddress(record.project) };
	};
}
