const long = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "long" });
const short = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", dateStyle: "medium" });

/**
 * A calendar day for reading: 2026-03-31 as `31 March 2026`, or as `31 Mar 2026` where there is little room. What is no
 * day stays as it is.
 */
export function dayWords(day: string, isShort = false): string {
	const moment = new Date(`${day}T00:00:00Z`);
	return Number.isNaN(moment.getTime()) ? day : (isShort ? short : long).format(moment);
}

/**
 * A moment for reading: 2026-03-31T09:00:05Z as `31 March 2026, 09:00:05 UTC`, or with a shorter month where there is
 * little room. To the second, so that it can be found again in the record. What is no moment stays as it is.
 */
export function momentWords(moment: string, isShort = false): string {
	const at = new Date(moment);
	if (Number.isNaN(at.getTime())) return moment;
	const iso = at.toISOString();
	return `${dayWords(iso.slice(0, 10), isShort)}, ${iso.slice(11, 19)} UTC`;
}

/** How many days it is from one calendar day to another; negative if that is earlier. */
export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
