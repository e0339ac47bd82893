/**
 * Where each record lies, from what it is to its path and back. Only this and `decision-paths.ts` spell paths out.
 */

import { UserError } from "../issue/user-error.ts";
import type { SignedKind } from "../signature/ssh.ts";

/** The two folders that hold records. */
export const dictionaryFolder = "dictionary/";
export const requestsFolder = "requests/";

/** The list of sources. */
export const sourcesFile = `${dictionaryFolder}sources.yml`;

/** The folder of all sources' pages. */
export const pagesRoot = `${dictionaryFolder}sources/`;

/** The folder of a source's pages, with a slash at the end. */
export function pagesFolder(source: string): string {
	return `${pagesRoot}${source}/`;
}

/** The page of an image folder. */
export function imagesPagePath(source: string): string {
	return `${pagesFolder(source)}images.md`;
}

/** The folder of the glossary's pages. */
export const glossaryFolder = `${dictionaryFolder}glossary/`;

/** The folder of the pages about data products. */
export const productsFolder = `${dictionaryFolder}products/`;

/** Path of a glossary term's page, by its id. */
export function termPath(id: string): string {
	return `${glossaryFolder}${id}.md`;
}

/** The folder of the vocabularies. */
export const vocabularyFolder = `${dictionaryFolder}vocabulary/`;

/** Path of a vocabulary by its name, such as `purposes`. */
export function vocabularyPath(name: string): string {
	return `${vocabularyFolder}${name}.yml`;
}

/** The name of the vocabulary at a path. */
export function vocabularyAt(path: string): string | undefined {
	return nameIn(vocabularyFolder, ".yml", path);
}

/** The folder of the governance: policy, people, organisations, agreements, terms. */
export const governanceFolder = `${requestsFolder}governance/`;

/** The three files that say who may decide what. */
export type GovernanceFile = "policy" | "people" | "organisations";

/** Path of one of the files that say who may decide what. */
export function governancePath(file: GovernanceFile): string {
	return `${governanceFolder}${file}.yml`;
}

/** The folder of the agreements. */
export const agreementsFolder = `${governanceFolder}agreements/`;

/** Path of an agreement by its id. */
export function agreementPath(id: string): string {
	return `${agreementsFolder}${id}.yml`;
}

/** The id of the agreement at a path. */
export function agreementAt(path: string): string | undefined {
	return nameIn(agreementsFolder, ".yml", path);
}

/** The folder of the terms that requesters accept. */
export const termsFolder = `${governanceFolder}terms/`;

/** Path of a text of terms by its name, such as `data-protection-v1`. */
export function termsPath(name: string): string {
	return `${termsFolder}${name}.md`;
}

/** The name of the terms at a path. */
export function termsAt(path: string): string | undefined {
	return nameIn(termsFolder, ".md", path);
}

/** A file's name within a folder, without its ending; undefined for one elsewhere, or deeper. */
function nameIn(folder: string, ending: string, path: string): string | undefined {
	const name = path.startsWith(folder) && path.endsWith(ending) ? path.slice(folder.length, -ending.length) : "";
	return name === "" || name.includes("/") ? undefined : name;
}

/** The folder of a project, with a slash at the end; `governance` is one here. */
export function projectFolder(project: string): string {
	return `${requestsFolder}${project}/`;
}

/** The project in whose folder a path lies, or `governance`; undefined for what lies elsewhere. */
export function projectAt(path: string): string | undefined {
	return /^requests\/([^/]+)\//.exec(path)?.[1];
}

/** Path of a project's request. */
export function requestPath(project: string): string {
	return `${projectFolder(project)}request.yml`;
}

/** The folder of a project's approvals; `governance` is a project here. */
export function approvalsFolder(project: string): string {
	return `${projectFolder(project)}approvals/`;
}

/** Path of a project's approval by its number. */
export function approvalPath(project: string, number: number): string {
	return `${approvalsFolder(project)}${number}.json`;
}

/** The folder of a project's deliveries. */
export function deliveriesFolder(project: string): string {
	return `${projectFolder(project)}deliveries/`;
}

/** The folder of one delivery, with a slash at its end. */
export function deliveryFolder(project: string, delivery: string): string {
	return `${deliveriesFolder(project)}${delivery}/`;
}

/** Path of a delivery's manifest. */
export function manifestPath(project: string, delivery: string): string {
	return `${deliveryFolder(project, delivery)}manifest.json`;
}

/** Path of an event of a delivery, by its number. */
export function eventPath(project: string, delivery: string, number: number): string {
	return `${deliveryFolder(project, delivery)}events/${number}.json`;
}

/** Path of a query about a delivery, by its number. */
export function queryPath(project: string, delivery: string, number: number): string {
	return `${deliveryFolder(project, delivery)}queries/${number}.json`;
}

/** Path of a query's answer. */
export function answerPath(project: string, delivery: string, number: number): string {
	return `${deliveryFolder(project, delivery)}queries/${number}.answer.json`;
}

/** Path of the signature of what stands at a path. */
export function signaturePath(path: string): string {
	return `${path}.sig`;
}

/** What the path of a signed record tells of it. */
export interface SignedPath<K extends SignedKind = SignedKind> {
	readonly path: string;
	readonly kind: K;
	/** The project's name, or `governance`. */
	readonly project: string;
	/** Four digits; none for an approval. */
	readonly delivery?: string;
	/** Its number among those of its kind; 0 for the manifest. */
	readonly number: number;
}

/** The largest number of a record. A larger one makes none: reader and writer go by this alike. */
export const largestNumber = 999_999;

/** A number from 1 to `largestNumber`. */
const number = "([1-9]\\d{0,5})";

const patterns = {
	approval: new RegExp(`^approvals/()${number}\\.json$`),
	manifest: /^deliveries\/(\d{4})\/manifest()\.json$/,
	event: new RegExp(`^deliveries/(\\d{4})/events/${number}\\.json$`),
	query: new RegExp(`^deliveries/(\\d{4})/queries/${number}\\.json$`),
	answer: new RegExp(`^deliveries/(\\d{4})/queries/${number}\\.answer\\.json$`),
} as const satisfies Record<SignedKind, RegExp>;

/** The kinds of signed record, in the order in which they are listed. */
export const signedKinds = Object.keys(patterns) as readonly SignedKind[];

/** What a path tells if it is that of a signed record; undefined for any other, a signature's own among them. */
export function signedPath(path: string): SignedPath | undefined {
	const [, project, rest = ""] = /^requests\/([^/]+)\/(.+)$/s.exec(path) ?? [];
	if (project === undefined) return undefined;
	for (const kind of signedKinds) {
		const [matched, delivery = "", digits = ""] = patterns[kind].exec(rest) ?? [];
		if (matched === undefined) continue;
		return { path, kind, project, ...(delivery === "" ? {} : { delivery }), number: Number(digits) };
	}
	return undefined;
}

/** The signed records among some paths, in the order of project, delivery, kind and number. */
export function signedPaths(paths: Iterable<string>): readonly SignedPath[] {
	return [...paths].flatMap((path) => signedPath(path) ?? []).sort(inOrder);
}

function inOrder(one: SignedPath, other: SignedPath): number {
	const compare = (a = "", b = "") => (a < b ? -1 : Number(a > b));
	return (
		compare(one.project, other.project) ||
		compare(one.delivery, other.delivery) ||
		signedKinds.indexOf(one.kind) - signedKinds.indexOf(other.kind) ||
		one.number - other.number
	);
}

/** Whether a path lies where nothing but signed records and their signatures may stand. */
export function isAmongSigned(path: string): boolean {
	return /^requests\/[^/]+\/(?:approvals|deliveries)\//.test(path);
}

/** The path of the record that a file is, or that it is the signature of. */
export function recordOf(path: string): string {
	return path.replace(/\.sig$/, "");
}

/** The project whose request a path is. */
export function requestAt(path: string): string | undefined {
	return /^requests\/([^/]+)\/request\.yml$/.exec(path)?.[1];
}

/** Tells of a path whether a file or a folder of these stands there, or where its signature would. */
export function occupied(paths: Iterable<string>): (path: string) => boolean {
	const taken = new Set<string>();
	for (const path of paths) {
		taken.add(path);
		for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) taken.add(path.slice(0, at));
	}
	return (path) => {
		const own = path.replace(/\/$/, "");
		return taken.has(own) || taken.has(signaturePath(own));
	};
}

/**
 * The smallest number at which nothing stands in the way of a new record: where somebody put another file there, the
 * next number is taken. Throws UserError `invalid` where none is left that a reader would take for a record's.
 *
 * @param paths all that stands in the folder
 * @param from the first number that will do
 * @param pathsOf the paths that a record of this number needs
 */
export function freeNumber(
	paths: Iterable<string>,
	from: number,
	pathsOf: (number: number) => readonly string[],
): number {
	const isOccupied = occupied(paths);
	for (let next = from; next <= largestNumber; next++) if (!pathsOf(next).some(isOccupied)) return next;
	throw new UserError("invalid", `${pathsOf(from).join(" and ")}: from this number on no number is free for a record.`);
}
