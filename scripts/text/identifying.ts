import { inPlainCharacters, mayHaveMarkup, withoutMarkup } from "./as-read.ts";

/** A kind of text that may point to one person. */
export type IdentifyingKind = "NHS number" | "date of birth" | "postcode" | "e-mail address";

/** One such text: what it looks like and where it begins, never the text itself. */
export interface IdentifyingText {
	readonly kind: IdentifyingKind;
	/** Position in the text, in UTF-16 code units from 0. */
	readonly index: number;
}

/** Ten digits, alone or in groups with spaces, hyphens or dots between, not part of a longer number. */
const tenDigits = /(?<!\d)\d(?:[ .\u2010-\u2015-]?\d){9}(?!\d)/g;
/** Ten digits in the groups in which NHS numbers are written, with any characters between, a line's end among them. */
const threeGroups = /(?<!\d)\d{3}([^\d\p{L}]{1,3})\d{3}\1\d{4}(?!\d)/gu;
const monthName =
	"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const day = "(?:0?[1-9]|[12]\\d|3[01])";
const month = "(?:0?[1-9]|1[0-2])";
const year = "(?:(?:19|20)\\d{2}|\\d{2})";
const fullYear = "(?:19|20)\\d{2}";
const anyDate = [
	`${day}[/.-]${month}[/.-]${year}`,
	`${fullYear}[/.-]${month}[/.-]${day}`,
	`${day}(?:st|nd|rd|th)?(?: of)? ${monthName},? ${fullYear}`,
	`${monthName} ${day}(?:st|nd|rd|th)?,? ${fullYear}`,
].join("|");
/** Words that make a date nearby a date of birth: a start or an end of a study is no personal date. */
const bornThen = new RegExp(
	`\\b(?:d\\.?o\\.?b\\b\\.?|date of birth|birth ?date|birthday|born)[^\\n]{0,20}?\\b(?:${anyDate})\\b`,
	"gi",
);
/** A day as British records write it, with slashes or dots: found alone it is most often a date of birth. */
const slashedDay = new RegExp(`(?<![\\d/.])${day}([/.])${month}\\1${fullYear}(?![\\d/])`, "g");
/** UK postcodes as in the Royal Mail's Programmers' Guide (BS 7666), inward part in full; GIR 0AA included. */
const postcode =
	/\b(?:GIR ?0AA|(?:[A-PR-UWYZ]\d[\dA-HJKPSTUW]?|[A-PR-UWYZ][A-HK-Y]\d[\dABEHMNPRVWXY]?) ?\d[ABD-HJLNP-UW-Z]{2})\b/gi;
const emailAddress = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;

/**
 * Where a text written by a person has something that may point to a patient or another person: a valid NHS number,
 * a date of birth, a UK postcode, an e-mail address. Sorted by place. It is looked for as written and as a page would
 * show it, whatever characters and marks it is written with; it is no proof of absence.
 */
export function findIdentifying(text: string): readonly IdentifyingText[] {
	const found: IdentifyingText[] = [];
	const known = new Set<string>();
	for (const { text: read, at } of mayHaveMarkup(text)
		? [inPlainCharacters(text), withoutMarkup(text)]
		: [inPlainCharacters(text)]) {
		const add = (kind: IdentifyingKind, pattern: RegExp, counts: (found: string) => boolean = () => true): void => {
			for (const match of read.matchAll(pattern)) {
				const index = at(match.index);
				if (known.has(`${kind} ${index}`) || !counts(match[0])) continue;
				known.add(`${kind} ${index}`);
				found.push({ kind, index });
			}
		};
		add("NHS number", tenDigits, isNhsNumber);
		add("NHS number", threeGroups, isNhsNumber);
		add("date of birth", bornThen);
		add("date of birth", slashedDay);
		add("postcode", postcode);
		add("e-mail address", emailAddress);
	}
	return found.sort((a, b) => a.index - b.index);
}

/**
 * Whether ten digits are a valid NHS number by its check digit, modulo 11 (NHS Data Dictionary, NHS NUMBER).
 * Anything between the digits is passed over.
 */
export function isNhsNumber(text: string): boolean {
	const digits = text.replace(/\D/g, "");
	if (digits.length !== 10) return false;
	let sum = 0;
	for (let position = 0; position < 9; position++) sum += Number(digits[position]) * (10 - position);
	const check = (11 - (sum % 11)) % 11;
	return check !== 10 && check === Number(digits[9]) && !/^(\d)\1{9}$/.test(digits);
}
