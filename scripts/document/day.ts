const calendar = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London", dateStyle: "short" });

/** The calendar day in Europe/London on which a moment falls, as year-month-day. */
export function londonDay(moment: Date): string {
	const parts = new Map(calendar.formatToParts(moment).map(({ type, value }) => [type, value]));
	return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
}

/** A moment as records write it: Coordinated Universal Time, to the second. */
export function instant(moment: Date): string {
	return `${moment.toISOString().slice(0, 19)}Z`;
}
