import type { Issue } from "../issue/issue.ts";
import type { checkSignature } from "../signature/ssh.ts";
import { ofKind, readSignedFiles, type SignedFile } from "./signed-file.ts";

/** All that is recorded of one delivery, with signatures that fit, whoever made them. */
export interface DeliveryRecords {
	readonly project: string;
	/** Its number, four digits. */
	readonly delivery: string;
	/** Absent while the delivery is held. */
	readonly manifest?: SignedFile<"manifest">;
	/** In the order of their numbers, as all that follow. */
	readonly events: readonly SignedFile<"event">[];
	readonly queries: readonly SignedFile<"query">[];
	readonly answers: readonly SignedFile<"answer">[];
}

/** A query to a department, and the answer recorded to it, if there is one. */
export interface AnsweredQuery {
	readonly query: SignedFile<"query">;
	readonly answer?: SignedFile<"answer">;
}

/** The queries of a delivery, each with its answer. */
export function answeredQueries({
	queries,
	answers,
}: Pick<DeliveryRecords, "queries" | "answers">): readonly AnsweredQuery[] {
	return queries.map((query) => {
		const answer = answers.find(({ number }) => number === query.number);
		return { query, ...(answer === undefined ? {} : { answer }) };
	});
}

/** All signed records of a repository, sorted. */
export interface SignedRecords {
	/** Of all projects and of the governance, in the order of their numbers. */
	readonly approvals: readonly SignedFile<"approval">[];
	/** In the order of project and number. */
	readonly deliveries: readonly DeliveryRecords[];
	/** What stands among them without being a record. */
	readonly strays: readonly Issue[];
}

/** Reads the signed records among some files, and sorts them into approvals and deliveries. */
export async function readAllSigned(
	files: ReadonlyMap<string, Buffer>,
	check?: typeof checkSignature,
): Promise<SignedRecords> {
	const { files: signed, strays } = await readSignedFiles(files, check);
	const byDelivery = Map.groupBy(signed, ({ project, delivery }) => `${project}/${delivery}`);
	const deliveries = [...byDelivery.values()].flatMap((group) => {
		const [{ project, delivery } = {}] = group;
		if (project === undefined || delivery === undefined) return [];
		const [manifest] = ofKind(group, "manifest");
		return [
			{
				project,
				delivery,
				...(manifest === undefined ? {} : { manifest }),
				events: ofKind(group, "event"),
				queries: ofKind(group, "query"),
				answers: ofKind(group, "answer"),
			},
		];
	});
	return { approvals: ofKind(signed, "approval"), deliveries, strays };
}
