import { deliveryAddress, projectAddress } from "../page/address.ts";
import { daysBetween } from "../page/day-words.ts";
import type { SiteCase } from "../register/cases.ts";
import type { State } from "../register/standing.ts";
import { count } from "../register/words.ts";

/** One copy that somebody holds or held. */
export interface AccessRow {
	readonly title: string;
	readonly address: string;
	readonly delivery: string;
	readonly deliveryAddress: string;
	readonly organisation: string;
	/** Those whose keys open it. */
	readonly people: readonly string[];
	/** The day on which it was handed over. */
	readonly since: string;
	readonly until: string;
	readonly left: State;
}

/**
 * Who can open which copy of data until when: those that must be destroyed first come first, those whose time is over
 * last, the latest of them first.
 */
export function accessRows(cases: readonly SiteCase[], today: string): readonly AccessRow[] {
	const rows = cases.flatMap(({ project, request, standing, deliveries }) =>
		deliveries.flatMap(({ recorded, publishedAt, keptUntil }): AccessRow[] => {
			if (publishedAt === undefined || keptUntil === undefined) return [];
			const { people, organisations } = standing.records;
			const holder = (id: string) => {
				const person = people.people.find((each) => each.id === id);
				if (person === undefined) return id;
				return person.left !== undefined && person.left <= today
					? `${person.name}, left on ${person.left}`
					: person.name;
			};
			return [
				{
					title: request.title,
					address: projectAddress(project),
					delivery: recorded.delivery,
					deliveryAddress: deliveryAddress(project, recorded.delivery),
					organisation:
						organisations.organisations.find(({ id }) => id === request.organisation)?.name ?? request.organisation,
					people: [...new Set(recorded.manifest?.value.recipients.map(({ person }) => holder(person)))],
					since: publishedAt.slice(0, 10),
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

/** The day itself still counts. */
function timeLeft(today: string, until: string): State {
	const days = daysBetween(today, until);
	if (days < 0) return { words: `Ended ${count(-days, "day")} ago`, tone: "red" };
	if (days === 0) return { words: "Ends today", tone: "yellow" };
	if (days <= soon) return { words: `${count(days, "day")} left`, tone: "yellow" };
	const months = Math.floor(days / 30.44);
	return {
		words: months < 24 ? `${count(months, "month")} left` : `${count(Math.floor(days / 365.25), "year")} left`,
		tone: "green",
	};
}
