import { daysBetween, londonDay } from "../../document/day.ts";
import { findPerson, organisationName } from "../../records/lookup.ts";
import { hasLeft } from "../../records/person.ts";
import { counted } from "../../text/count.ts";
import { deliveryAddress, projectAddress } from "../page/address.ts";
import type { SiteCase } from "../register/cases.ts";
import type { StatusLabel } from "../register/shown-status.ts";

/** One copy that somebody holds or held. */
export interface AccessRow {
	readonly title: string;
	readonly address: string;
	readonly delivery: string;
	readonly deliveryAddress: string;
	readonly organisation: string;
	/** Those whose keys open it. */
	readonly people: readonly string[];
	/** The day on which it was published. */
	readonly since: string;
	readonly until: string;
	readonly left: StatusLabel;
}

/**
 * Who can open which copy of data until when: those that must be destroyed first come first, those whose time is over
 * last, the latest of them first.
 */
export function accessRows(cases: readonly SiteCase[], today: string): readonly AccessRow[] {
	const rows = cases.flatMap(({ project, request, approvals, deliveries }) =>
		deliveries.flatMap(({ recorded, publishedAt, keptUntil }): AccessRow[] => {
			if (publishedAt === undefined || keptUntil === undefined) return [];
			const { people, organisations } = approvals.records;
			const holder = (id: string) => {
				const person = findPerson(people, id);
				if (person === undefined) return id;
				return hasLeft(person, today) ? `${person.name}, left on ${person.left}` : person.name;
			};
			return [
				{
					title: request.title,
					address: projectAddress(project),
					delivery: recorded.delivery,
					deliveryAddress: deliveryAddress(project, recorded.delivery),
					organisation: organisationName(organisations, request.organisation),
					people: [...new Set(recorded.manifest?.value.recipients.map(({ person }) => holder(person)))],
					since: londonDay(new Date(publishedAt)),
					until: keptUntil,
					left: timeLeft(today, keptUntil),
				},
			];
		}),
	);
	const over = ({ until }: AccessRow) => until < today;
	const byEnd = (one: AccessRow, other: AccessRow) => (one.until < other.until ? -1 : Number(one.until > other.until));
	return [
		...rows.filter((row) => !over(row)).sort(byEnd),
		...rows.filter(over).sort((one, other) => byEnd(other, one)),
	];
}

const soon = 90;

/** How much time is left; the last day still counts. */
function timeLeft(today: string, until: string): StatusLabel {
	const days = daysBetween(today, until);
	if (days < 0) return { label: `Ended ${counted(-days, "day")} ago`, tone: "red" };
	if (days === 0) return { label: "Ends today", tone: "yellow" };
	if (days <= soon) return { label: `${counted(days, "day")} left`, tone: "yellow" };
	const months = Math.floor(days / 30.44);
	return {
		label: months < 24 ? `${counted(months, "month")} left` : `${counted(Math.floor(days / 365.25), "year")} left`,
		tone: "green",
	};
}
