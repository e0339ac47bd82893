import { commitTree, listPaths } from "../git/commit-tree.ts";
import type { Repository } from "../git/repository.ts";
import { type AnswerContext, answerProblem } from "../governance/answer.ts";
import type { GovernanceHistory } from "../governance/append-only.ts";
import { signerOf } from "../governance/signer.ts";
import { type Issue, warning } from "../issue/issue.ts";
import { type AnsweredQuery, type DeliveryRecords, readAllSigned } from "../records/deliveries.ts";
import {
	answerPath,
	deliveriesFolder,
	deliveryFolder,
	eventPath,
	freeNumber,
	manifestPath,
	occupied,
	queryPath,
} from "../records/paths.ts";
import type { SignedFile } from "../records/signed-file.ts";

/** All that counts of what is recorded of one delivery. */
export interface RecordedDelivery {
	/** Four digits. */
	readonly delivery: string;
	/** Absent while the delivery is held. */
	readonly manifest?: SignedFile<"manifest">;
	/** In the order of their numbers. */
	readonly events: readonly SignedFile<"event">[];
	/** In the order of their numbers. */
	readonly queries: readonly AnsweredQuery[];
}

/** A project's deliveries, and the paths that are taken already when more is to be recorded. */
export interface ProjectDeliveries {
	/** In the order of their numbers. */
	readonly deliveries: readonly RecordedDelivery[];
	/** What stands there and counts for nothing. */
	readonly ignored: readonly Issue[];
	/** All that stands in the project's folder of deliveries. */
	readonly paths: readonly string[];
}

/** What a project's deliveries are judged by. */
export interface DeliveriesContext extends Omit<AnswerContext, "query"> {
	readonly history: GovernanceHistory;
	readonly now: Date;
}

/**
 * Reads a project's deliveries. Manifests, events and queries count if a key signed them that is or was the hub's, so
 * that past deliveries still count after the key has changed. Answers count as `answerProblem` judges them now. Whatever
 * else stands there is named and counts for nothing, so that no file that somebody had merged stops deliveries for good.
 */
export async function readDeliveries(
	repo: Repository,
	commit: string,
	project: string,
	context: DeliveriesContext,
): Promise<ProjectDeliveries> {
	const folder = deliveriesFolder(project);
	const [files, paths] = [await commitTree(repo, commit).readAll(folder), await listPaths(repo, commit, folder)];
	const { deliveries, strays } = await readAllSigned(files);
	const ignored: Issue[] = [...strays];
	const ignore = ({ path }: SignedFile, why: string) =>
		void ignored.push({ ...warning("ignored-record", [], `this counts for nothing: ${why}`), file: path });
	return {
		deliveries: deliveries.map((records) => counting(records, context, ignore)),
		ignored,
		paths,
	};
}

function counting(
	{ delivery, manifest, events, queries, answers }: DeliveryRecords,
	context: DeliveriesContext,
	ignore: (file: SignedFile, why: string) => void,
): RecordedDelivery {
	const isHubs = (file: SignedFile): boolean => {
		const byHub = context.history.some(({ state }) => signerOf(state.inForce.people, file.fingerprint).kind === "hub");
		if (!byHub) ignore(file, "it is not signed by the hub");
		return byHub;
	};
	const asked = queries.filter(isHubs);
	const orphans = answers.filter(({ number }) => !asked.some((query) => query.number === number));
	for (const answer of orphans) ignore(answer, "there is no query for it");
	return {
		delivery,
		...(manifest !== undefined && isHubs(manifest) ? { manifest } : {}),
		events: events.filter(isHubs),
		queries: asked.map((query) => {
			const answer = answers.find(({ number }) => number === query.number);
			// The answers to a recorded delivery's queries were judged before it was recorded, and are by every audit.
			const why = answer && manifest === undefined ? answerProblem(query, answer, context, context.now) : undefined;
			if (answer !== undefined && why !== undefined) ignore(answer, why);
			return { query, ...(answer === undefined || why !== undefined ? {} : { answer }) };
		}),
	};
}

/** The number of a new delivery: the first after the last one recorded in whose folder nothing stands. */
export function nextDelivery(project: string, last: string | undefined, paths: readonly string[]): string {
	const next = freeNumber(paths, Number(last ?? 0) + 1, (number) => [deliveryFolder(project, digits(number))]);
	if (next > 9999) throw new RangeError("a project has at most 9,999 deliveries");
	return digits(next);
}

/** The number of a delivery's next query: the first under which there is no file yet for it or for its answer. */
export function nextQuery(project: string, delivery: string, last: number, paths: readonly string[]): number {
	return freeNumber(paths, last + 1, (number) => [
		queryPath(project, delivery, number),
		answerPath(project, delivery, number),
	]);
}

/** The path of a delivery's next event. */
export function nextEventPath(project: string, delivery: string, paths: readonly string[]): string {
	const pathOf = (number: number) => eventPath(project, delivery, number);
	return pathOf(freeNumber(paths, 1, (number) => [pathOf(number)]));
}

/** Whether something stands in the way of what a held delivery still needs: its manifest, or the answer to an open query. */
export function isBlocked(project: string, { delivery, queries }: RecordedDelivery, paths: readonly string[]): boolean {
	const open = queries.filter(({ answer }) => answer === undefined).map(({ query }) => query.number);
	const waiting = [manifestPath(project, delivery), ...open.map((number) => answerPath(project, delivery, number))];
	return waiting.some(occupied(paths));
}

function digits(number: number): string {
	return String(number).padStart(4, "0");
}
