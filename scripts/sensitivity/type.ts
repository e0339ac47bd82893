/** What PostgreSQL's types say of what a column can hold. All take a type as PostgreSQL writes it. */

/** Whether it holds text. */
export function holdsText(type: string): boolean {
	return /^(?:text|character|character varying|citext|name|bpchar)\b/.test(type);
}

/** Whether anything can be inside, so that its name promises nothing. */
export function isOpaque(type: string): boolean {
	return /^(?:jsonb?|xml|bytea|tsvector|hstore)\b/.test(type);
}

/** Whether it holds a date, a time or both. */
export function isDate(type: string): boolean {
	return /^(?:date|time|timestamp)\b/.test(type);
}

/** Whether it holds the address of a computer in a network. */
export function isNetworkAddress(type: string): boolean {
	return /^(?:inet|cidr|macaddr8?)\b/.test(type);
}

/** Whether it is of a kind that rows are numbered with: whole numbers, uuids and text, not amounts. */
export function isNumbering(type: string): boolean {
	return /^(?:integer|bigint|uuid|numeric\(\d+,0\))/.test(type) || holdsText(type);
}

/** The most letters that fit; undefined where any number does. */
export function maxLetters(type: string): number | undefined {
	const [, letters] = /^(?:character varying|character|bpchar)\((\d+)\)/.exec(type) ?? [];
	return letters === undefined ? undefined : Number(letters);
}

/** Whether it holds a number that can be an amount. */
export function isAmount(type: string): boolean {
	return /^(?:smallint|integer|numeric|real|double precision)\b/.test(type);
}
