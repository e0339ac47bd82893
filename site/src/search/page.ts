/**
 * The script of the search page: names are found at every key, words of the pages after a pause in typing. What people
 * tell of fields is a longer file than their names, so it is fetched once something is asked.
 */
import { type NameCatalogue, nameCatalogueFile } from "../../../scripts/site/search/name-catalogue.ts";
import { type WordCatalogue, wordCatalogueFile } from "../../../scripts/site/search/word-catalogue.ts";
import { href } from "../href.ts";
import { followKeys } from "./keys.ts";
import { makeNameSearch } from "./name-search.ts";
import { openProseSearch } from "./prose-search.ts";
import { resultList } from "./result-list.ts";
import { hitItem, pageItem } from "./results.ts";
import { hasShortcut, setShortcut } from "./shortcut.ts";
import { describeCount } from "./shown-hit.ts";

const mostNames = 60;
const namesAtOnce = 8;
const pagesAtOnce = 10;
const pauseMilliseconds = 150;

const area = byId("hub-search");
const box = byId("q") as HTMLInputElement;
const status = byId("hub-search-count");
const elsewhere = byId("hub-search-elsewhere");

start().catch(fail);

function fail(failure: unknown): never {
	status.textContent = "The search could not be loaded. Load the page again, or look through the dictionary.";
	elsewhere.hidden = false;
	throw failure;
}

async function start(): Promise<void> {
	const canRequest = area.dataset.canRequest !== undefined;
	if (canRequest) void import("../basket/buttons.ts");
	area.hidden = false;
	box.value = new URLSearchParams(location.search).get("q") ?? "";
	if (location.hash === "#q") box.focus();
	area.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
	followKeys(area, box);
	offerShortcut(byId("hub-search-key") as HTMLInputElement);
	if (box.value !== "") status.textContent = "Searching…";

	const [catalogue, searchPages] = await Promise.all([fetchFile<NameCatalogue>(nameCatalogueFile), openProseSearch()]);
	let searchNames = makeNameSearch(catalogue);
	let told: Promise<void> | undefined;
	const learnWords = async (): Promise<void> => {
		const words = await fetchFile<WordCatalogue>(wordCatalogueFile);
		searchNames = makeNameSearch(catalogue, words);
	};
	const names = resultList(byId("hub-names"), namesAtOnce);
	const pages = resultList(byId("hub-pages"), pagesAtOnce);
	const shown = { tellSource: catalogue.sources.length > 1, canRequest };
	let pause: ReturnType<typeof setTimeout> | undefined;
	const ask = (): void => {
		const query = box.value.trim();
		const showNames = () => {
			const hits = searchNames(query, mostNames);
			void names.show(hits.map((hit) => () => hitItem(hit, shown)));
			return { hits, by: searchNames };
		};
		const atOnce = showNames();
		const answer = async (): Promise<void> => {
			keepInAddress(query);
			const found = query === "" ? [] : await searchPages(query);
			if (query !== "") told ??= learnWords();
			await told;
			if (box.value.trim() !== query) return;
			const { hits } = atOnce.by === searchNames ? atOnce : showNames();
			await pages.show(found.map((read) => async () => pageItem(await read())));
			elsewhere.hidden = query === "" || hits.length + found.length > 0;
			status.textContent =
				query === "" ? "" : describeCount(query, hits.length, mostNames, found.length, hits[0]?.partial);
		};
		clearTimeout(pause);
		pause = setTimeout(() => void answer().catch(fail), pauseMilliseconds);
	};
	box.addEventListener("input", ask);
	ask();
}

async function fetchFile<Catalogue>(address: string): Promise<Catalogue> {
	const answer = await fetch(href(address));
	if (!answer.ok) throw new Error(`${address} cannot be had: ${answer.status}`);
	return (await answer.json()) as Catalogue;
}

/** Keeps the query in the address, so that it can be sent to somebody and is there again on the way back. */
function keepInAddress(query: string): void {
	const address = new URL(location.href);
	if (query === "") address.searchParams.delete("q");
	else address.searchParams.set("q", query);
	history.replaceState(history.state, "", address);
}

function offerShortcut(choice: HTMLInputElement): void {
	choice.checked = hasShortcut();
	choice.addEventListener("change", () => setShortcut(choice.checked));
}

function byId(id: string): HTMLElement {
	const found = document.getElementById(id);
	if (found === null) throw new Error(`The page has no #${id}.`);
	return found;
}
