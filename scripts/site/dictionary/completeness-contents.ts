import type { Completeness } from "../../report/completeness.ts";
import type { QueueItem } from "../../report/queue.ts";
import { printable } from "../../text/control-characters.ts";
import { onOneLine } from "../../text/quote.ts";
import { fieldAnchor, formAddress, tableAddress } from "../page/address.ts";
import type { SiteReading } from "../reading/reading.ts";
import { ownerForms } from "./owner-forms.ts";
import { siteReport } from "./report.ts";
import type { NamedLink } from "./sentence.ts";

/** How complete the dictionary is, by department; on the internal site only. */
export interface CompletenessContents {
	readonly owners: readonly OwnerRow[];
	readonly all: CompletenessCounts;
	/** What to write next: what most requests ask for comes first. */
	readonly queue: readonly QueueRow[];
	/** How many more fields wait than `queue` lists. */
	readonly queueMore: number;
}

/** The counts of a row. */
export type CompletenessCounts = Omit<Completeness, "owner"> & {
	/** Share of fields with a description of their own, in per cent, rounded down: 100 means all. */
	readonly describedShare: number;
};

/** One department. */
export interface OwnerRow extends CompletenessCounts {
	readonly owner: string;
	/** Where its form can be fetched, if there is anything to fill in. */
	readonly form?: string;
}

/** One field with something still to be written about it. */
export interface QueueRow {
	readonly field: NamedLink;
	readonly owner: string;
	readonly needs: string;
	readonly requests: number;
}

/** How many fields `queue` lists at most. */
const maxQueue = 50;

const needLabels = {
	description: "a description",
	confirmation: "a description of its own",
	sensitivity: "a confirmed sensitivity",
} as const satisfies Record<QueueItem["needs"][number], string>;

/** See {@link CompletenessContents}. Nothing of it is made for the public. */
export async function completenessContents(reading: SiteReading): Promise<CompletenessContents | null> {
	if (!reading.shows.unfinished) return null;
	const { sources, completeness, queue } = await siteReport(reading);
	const forms = ownerForms(completeness.owners);
	const shown = queue.slice(0, maxQueue);
	const wanted = new Set(shown.map(({ source, field }) => JSON.stringify([source, field])));
	const addresses = new Map(
		sources.flatMap((source) =>
			source.tables.flatMap(({ path, fields }) =>
				fields
					.map(({ id, name }) => ({ key: JSON.stringify([source.id, id]), name }))
					.filter(({ key }) => wanted.has(key))
					.map(({ key, name }) => [key, `${tableAddress({ source: source.id, path })}#${fieldAnchor(name)}`] as const),
			),
		),
	);
	return {
		owners: completeness.owners.map(({ owner, ...counts }) => {
			const form = owner === undefined ? undefined : forms.get(owner);
			return {
				owner: onOneLine(owner ?? "Nobody yet"),
				...counts,
				describedShare: share(counts),
				...(form === undefined ? {} : { form: formAddress(form.name) }),
			};
		}),
		all: { ...completeness.all, describedShare: share(completeness.all) },
		queue: shown.map(({ source, field, owner, needs, requests }) => {
			const address = addresses.get(JSON.stringify([source, field]));
			return {
				field: { name: printable(field), ...(address === undefined ? {} : { address }) },
				owner: onOneLine(owner ?? "Nobody yet"),
				needs: needs.map((need) => needLabels[need]).join(", "),
				requests,
			};
		}),
		queueMore: queue.length - shown.length,
	};
}

function share({ fields, described }: Pick<Completeness, "fields" | "described">): number {
	return fields === 0 ? 100 : Math.floor((described / fields) * 100);
}
