import { isInteger, type PlainType } from "../dictionary/column-type.ts";
import type { RootColumn } from "../dictionary/root-column.ts";

/** The settings of a session under which {@link hmacSql} finds the two padded keys of HMAC. */
export const innerSetting = "hub.inner";
export const outerSetting = "hub.outer";

/**
 * SQL for the HMAC-SHA-256 of a message, as `bytea`, under the session's key.
 *
 * @param label what the message is about, so that one key serves several purposes; it and a zero byte go before
 *   the text. For pseudonyms it is the root column's field id, which no other label can be: ids have dots.
 * @param text SQL of type text
 */
export function hmacSql(label: string, text: string): string {
	const prefix = [...new TextEncoder().encode(`${label}\0`)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
	const message = `'\\x${prefix}'::bytea || convert_to(${text}, 'UTF8')`;
	return `sha256(${keySql(outerSetting)} || sha256(${keySql(innerSetting)} || ${message}))`;
}

// A scalar subquery: read and decoded once in a statement, not for every row.
function keySql(setting: string): string {
	return `(SELECT decode(current_setting('${setting}'), 'hex'))`;
}

/** The label for the days by which a patient's dates are moved. */
export function dateShiftLabel(root: string): string {
	return `date-shift\0${root}`;
}

/** The label for the ledger's digests of patients, which agree between projects and not between sources. */
export function ledgerLabel(source: string, root: string): string {
	return `patient\0${source}\0${root}`;
}

/**
 * SQL for the one text that stands for an identifier, however the referring column writes it: as
 * a whole number in the root column's type, or as a number without idle zeros (7.0 and 7 are equal).
 * Other types are written as PostgreSQL writes them: a cast that can fail would put the value into
 * the server's log.
 *
 * @param value SQL of the value
 * @param type its type
 * @param root the root column; where it ignores case, so does the text
 */
export function canonicalSql(value: string, type: PlainType, root: Pick<RootColumn, "type" | "ignoresCase">): string {
	const exact = (candidate: PlainType) => isInteger(candidate) || candidate === "numeric";
	const cast = exact(type) && exact(root.type) ? root.type : type;
	if (root.ignoresCase) return `lower((${value})::text)`;
	return cast === "numeric" ? `trim_scale((${value})::numeric)::text` : `(${value})::${cast}::text`;
}
