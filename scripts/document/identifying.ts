/** A kind of text that may point to one person. */
export type IdentifyingKind = "NHS number" | "date of birth" | "postcode" | "e-mail address";

/** One such text: what it looks like and where it begins, never the text itself. */
export interface IdentifyingPlace {
	readonly kind: IdentifyingKind;
	/** Position in the text, in UTF-16 code units from 0. */
	readonly index: number;
}

/** Ten digits, alone or in groups with spaces, hyphens or dots between, not part of a longer number. */
const tenDigits = /(?<!\d)\d(?:[ .\u2010-\u2015-]?\d){9}(?!\d)/g;
/** Ten digits in the groups in which NHS numbers are written, with any signs between, a line's end among them. */
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
 * a date of birth, a UK postcode, an e-mail address. Sorted by place. It finds what is written plainly; it is no
 * proof of absence.
 */
export function findIdentifying(text: string): readonly IdentifyingPlace[] {
	const places: IdentifyingPlace[] = [];
	const known = new Set<string>();
	const { plain, at } = plainly(text);
	const add = (kind: IdentifyingKind, pattern: RegExp, counts: (found: string) => boolean = () => true): void => {
		for (const match of plain.matchAll(pattern)) {
			const index = at(match.index);
			if (known.has(`${kind} ${index}`) || !counts(match[0])) continue;
			known.add(`${kind} ${index}`);
			places.push({ kind, index });
		}
	};
	add("NHS number", tenDigits, isNhsNumber);
	add("NHS number", threeGroups, isNhsNumber);
	add("date of birth", bornThen);
	add("date of birth", slashedDay);
	add("postcode", postcode);
	add("e-mail address", emailAddress);
	return places.sort((a, b) => a.index - b.index);
}

/**
 * A text as it reads, whatever signs it is written with: wide letters and digits as plain ones, any run of blanks as one
 * space, what cannot be seen left out. Copying from a spreadsheet or a document brings such signs unseen.
 */
function plainly(text: string): { readonly plain: string; readonly at: (index: number) => number } {
	/** From which place of the plain text on its signs stand where in the text, in order. */
	const marks: (readonly [plain: number, text: number])[] = [[0, 0]];
	let plain = "";
	let end = 0;
	for (const { 0: run, index: start } of text.matchAll(oddRuns)) {
		plain += text.slice(end, start);
		end = start;
		let before = "";
		for (const sign of run) {
			const shown = plainSign(sign);
			if (shown !== " " || before !== " ") {
				for (let unit = 0; unit < shown.length; unit++) marks.push([plain.length + unit, end]);
				plain += shown;
				before = shown === "" ? before : shown;
			}
			end += sign.length;
		}
		marks.push([plain.length, end]);
	}
	return { plain: plain + text.slice(end), at: (index) => placeAt(marks, index) };
}

/** More than one sign that is no plain letter, digit or mark, or such a one that is no space. */
const oddRuns = /[^\n!-~]{2,}|[^\n -~]/g;

function placeAt(marks: readonly (readonly [plain: number, text: number])[], index: number): number {
	let [low, high] = [0, marks.length];
	while (high - low > 1) {
		const middle = (low + high) >> 1;
		if ((marks[middle]?.[0] ?? 0) <= index) low = middle;
		else high = middle;
	}
	const [plain, text] = marks[low] ?? [0, 0];
	return text + index - plain;
}

function plainSign(sign: string): string {
	if (sign === "\t") return " ";
	if (sign < "\u0080") return sign;
	if (/\p{Zs}/u.test(sign)) return " ";
	return /\p{Cf}/u.test(sign) ? "" : sign.normalize("NFKC");
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
