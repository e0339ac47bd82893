import type { DeliveryRecords } from "../records/deliveries.ts";
import type { SignedFile } from "../records/signed-file.ts";
import type { QueryAnswer, ReleaseQuery } from "../schema/types.ts";
import type { Fact } from "./case-facts.ts";

/** When one delivery was made and went out, from which data, to whom and on whose approval. */
export function handoverFacts(
	{ value }: SignedFile<"manifest">,
	{ events }: Pick<DeliveryRecords, "events">,
): readonly Fact[] {
	return [
		{ label: "Made", text: value.at },
		{ label: "Data as of", text: value.sources.map(({ source, at }) => `${source}: ${at}`).join("; ") },
		{
			label: "Published",
			text: events.map(({ value: event }) => `${event.event} ${event.at}`).join("; ") || "not yet",
		},
		{ label: "Could be opened by", text: value.recipients.map(({ person }) => person).join(", ") },
		{ label: "Rested on", text: value.approvals.map(({ role, approver }) => `${approver} (${role})`).join(", ") },
	];
}

/** A question to a department, and what became of it. */
export interface Question {
	readonly query: ReleaseQuery;
	readonly answer?: QueryAnswer;
	/** The answer in words. */
	readonly reply: string;
}

/** The questions that a delivery's checks gave rise to, each with its answer. */
export function questionsOf({ queries, answers }: Pick<DeliveryRecords, "queries" | "answers">): readonly Question[] {
	return queries.map(({ value: query }) => {
		const answer = answers.find(({ value }) => value.query === query.query)?.value;
		if (answer === undefined) return { query, reply: "no answer yet" };
		return { query, answer, reply: `${answer.decision}, by ${answer.by} on ${answer.at}: ${answer.reason}` };
	});
}
