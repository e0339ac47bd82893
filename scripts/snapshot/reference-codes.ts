import type pg from "pg";
import { checkContext } from "../check/context.ts";
import {
	type CodeTable,
	missingCode,
	missingSet,
	type NearCodes,
	notAsked,
	writtenCodes,
} from "../check/reference-codes.ts";
import { patternStart } from "../check/rules/value-advice.ts";
import { databaseError } from "../database/error.ts";
import { quoteIdentifier } from "../database/quote.ts";
import { isNumeric } from "../dictionary/column-type.ts";
import type { Issue } from "../issue/issue.ts";
import { tableSql } from "../plan/cohort.ts";
import type { Records } from "../records/records.ts";
import type { SharingRequest } from "../schema/types.ts";

/** For so many codes that are not there, what is near them is looked for; the others are only named. */
const mostLookedFor = 20;
/** So many codes that begin alike are compared with a misspelt one. */
const mostAlike = 1000;
/** A table with more codes than these is not listed. */
const mostListed = 20;

/**
 * Asks the source which codes of a request's conditions its reference tables have, and says of those that are missing
 * what is nearest. Only tables about no patient are asked, see `writtenCodes`; codes are bound, and nothing but codes
 * of such tables is read.
 *
 * @returns warnings, with their paths in the request, one of them where a table cannot be asked
 */
export async function adviseOnCodes(
	client: pg.Client,
	request: SharingRequest,
	records: Records,
): Promise<readonly Issue[]> {
	const issues: Issue[] = [];
	// Neither project nor day bear on which codes there are.
	for (const written of writtenCodes(request, checkContext(records, "", ""))) {
		const { table, codes } = written;
		try {
			const present = await presentCodes(
				client,
				table,
				codes.flatMap(({ anyOf }) => anyOf),
			);
			for (const { at, anyOf } of codes) {
				const [word] = anyOf;
				if (word === undefined || anyOf.some((code) => present.has(code))) continue;
				if (at[0] === "in_value_set") issues.push(missingSet(written));
				else {
					const near = issues.length < mostLookedFor ? await nearCodes(client, table, word) : { alike: [] };
					issues.push(missingCode(written, at, word, near));
				}
			}
		} catch (error) {
			// The login may not be allowed to read a table that nothing is copied from.
			const { message } = databaseError(error, `asking ${table.id} for codes`);
			return [...issues, notAsked(written, message)];
		}
	}
	return issues;
}

/** Which of some codes a table has. */
async function presentCodes(
	client: pg.Client,
	{ name, column, type }: CodeTable,
	codes: readonly string[],
): Promise<ReadonlySet<string>> {
	const shared = isNumeric(type) ? "numeric" : type;
	const { rows } = await client.query<{ code: string }>(
		`SELECT w.code FROM unnest($1::text[]) AS w(code) WHERE EXISTS (SELECT FROM ${tableSql(name)} AS t WHERE t.${quoteIdentifier(column)}::${shared} = w.code::${shared})`,
		[codes],
	);
	return new Set(rows.map(({ code }) => code));
}

async function nearCodes(client: pg.Client, table: CodeTable, word: string): Promise<NearCodes> {
	const from = `FROM ${tableSql(table.name)} AS t`;
	const code = `t.${quoteIdentifier(table.column)}::text COLLATE "C"`;
	const listed = async (where: string, values: readonly string[], most: number): Promise<readonly string[]> => {
		const { rows } = await client.query<{ code: string }>(
			`SELECT DISTINCT ${code} AS code ${from} WHERE ${code} IS NOT NULL AND ${where} ORDER BY code LIMIT ${most}`,
			[...values],
		);
		return rows.map((row) => row.code);
	};
	const start = patternStart(word) ?? word.slice(0, 2);
	const alike = await listed(`lower(left(${code}, length($1))) = lower($1)`, [start], mostAlike);
	const all = await listed("true", [], mostListed + 1);
	const near: NearCodes = { alike, ...(all.length > mostListed ? {} : { all }) };
	for (const column of table.names) {
		const [called, another] = await listed(`lower(t.${quoteIdentifier(column)}::text) = lower($1)`, [word], 2);
		if (called !== undefined && another === undefined) return { ...near, called: { code: called, column } };
	}
	return near;
}
