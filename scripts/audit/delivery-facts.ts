import { formatMoment } from "../document/day.ts";
import type { SigningAct } from "../governance/data/act.ts";
import type { AnsweredQuery, DeliveryRecords } from "../records/deliveries.ts";
import type { SignedFile } from "../records/signed-file.ts";
import type { Fact } from "../request/case-facts.ts";
import { describeObjections } from "../request/objection-words.ts";
import { counted } from "../text/count.ts";

/** When one delivery was made and went out, from which data, to whom and on whose approval. */
export function deliveryFacts(
	{ value }: SignedFile<"manifest">,
	{ events }: Pick<DeliveryRecords, "events">,
	acts: readonly SigningAct[],
): readonly Fact[] {
	return [
		{ label: "Made", text: formatMoment(value.at) },
		{ label: "Data as of", text: value.sources.map(({ source, at }) => `${source}: ${formatMoment(at)}`).join("; ") },
		{ label: "Objections to sharing", text: describeObjections(value.objections).join(" ") },
		{
			label: "Published",
			text: events.map(({ value: event }) => formatMoment(event.at)).join("; ") || "not yet",
		},
		{ label: "Could be opened by", text: value.recipients.map(({ person }) => person).join(", ") },
		{ label: "Rested on", text: value.approvals.map(({ role, approver }) => `${approver} (${role})`).join(", ") },
		...(value.decisions === undefined
			? []
			: [{ label: "Decisions about the data signed by", text: decidedBy(value.decisions, acts) }]),
	];
}

/** Who signed the decisions about data that some digests name; what is not in the records is said to be missing. */
export function decidedBy(digests: readonly string[], acts: readonly SigningAct[]): string {
	const named = acts.filter(({ sha256 }) => digests.includes(sha256));
	const missing = digests.filter((digest) => !named.some(({ sha256 }) => sha256 === digest));
	const who = named.map(
		({ value }) => `${value.signer} (${formatMoment(value.at)}, ${counted(value.decisions.length, "decision")})`,
	);
	const lost = missing.map((digest) => `${digest.slice(0, 12)}… (not in the records)`);
	return [...who, ...lost].join("; ") || "nobody";
}

/** What became of a query, in words. */
export function describeReply({ answer }: AnsweredQuery): string {
	if (answer === undefined) return "no answer yet";
	const { decision, by, at, reason } = answer.value;
	return `${decision}, by ${by}, ${formatMoment(at)}: ${reason}`;
}
