/**
 * Calendar days and moments, the one module that knows the hospital's time zone. A day is written as 2026-03-31 and
 * means the day in Europe/London; days in that form compare as text. Browser-safe.
 */

/** The time zone of the hospital's calendar days, also by its name in PostgreSQL. */
export const timeZone = "Europe/London";

const calendar = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
const clock = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium", hourCycle: "h23" });
const offset = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" });
const long = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "long" });
const short = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "medium" });

/** The calendar day in Europe/London on which a moment falls. */
export function londonDay(moment: Date): string {
	const parts = new Map(calendar.formatToParts(moment).map(({ type, value }) => [type, value]));
	return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
}

/** A moment as records write it: Coordinated Universal Time, to the second. */
export function instant(moment: Date): string {
	return `${moment.toISOString().slice(0, 19)}Z`;
}

/** Whether a text is a day that the calendar has. */
export function isDay(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(text)?.toISOString().startsWith(text) === true;
}

/** The day so many days later; earlier for a negative number. */
export function addDays(day: string, days: number): string {
	const date = new Date(`${day}T00:00:00Z`);
	date.setUTCDate(date.getUTCDate() + days);
	return date.toISOString().slice(0, 10);
}

/** The day so many months later; the month's last where it has no such day. */
export function addMonths(day: string, months: number): string {
	const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
	const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
	return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** How many days it is from one calendar day to another; negative if that is earlier. */
export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/**
 * A calendar day for reading: 2026-03-31 as `31 March 2026`, or as `31 Mar 2026` where there is little room. What is no
 * day stays as it is.
 */
export function formatDay(day: string, isShort = false): string {
	const moment = dayOf(day);
	return moment === undefined ? day : (isShort ? short : long).format(moment);
}

/**
 * A moment for reading, as clocks in London showed it, with what they were ahead of Coordinated Universal Time:
 * 2026-03-31T09:00:05Z as `31 March 2026, 10:00:05 +01:00`, or with a shorter month where there is little room. To the
 * second, so that it can be found again in the record. What is no moment stays as it is.
 */
export function formatMoment(moment: string, isShort = false): string {
	const at = new Date(moment);
	if (Number.isNaN(at.getTime())) return moment;
	const ahead = offset
		.formatToParts(at)
		.find(({ type }) => type === "timeZoneName")
		?.value.slice("GMT".length);
	return `${formatDay(londonDay(at), isShort)}, ${clock.format(at)} ${ahead === "" ? "+00:00" : ahead}`;
}

function dayOf(text: string): Date | undefined {
	const date = new Date(`${text}T00:00:00Z`);
	return Number.isNaN(date.getTime()) ? undefined : date;
}
