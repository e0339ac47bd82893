import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { databaseError } from "../database/error.ts";
import { type SourceAccess, sourceError } from "./source-session.ts";

/** What a copy is told besides its two sides. */
export interface CopyingOptions {
	readonly access: SourceAccess;
	/** What is being copied, for an error's text. */
	readonly doing: string;
	/** Gives up when aborted. */
	readonly signal?: AbortSignal;
}

/**
 * Copies the rows of a query on one server into a table on another, in PostgreSQL's binary format,
 * without looking at them here. When either side fails, both connections are closed.
 *
 * @param query SQL of the query; its columns have exactly the table's types
 * @param target SQL of the table's name, with its columns in parentheses if not all
 * @returns the number of rows
 * @throws UserError that holds no value
 */
export async function copyRows(
	source: pg.Client,
	query: string,
	share: pg.Client,
	target: string,
	{ access, doing, signal }: CopyingOptions,
): Promise<number> {
	let cause: unknown;
	const output = source.query(copyTo(`COPY (${query}) TO STDOUT (FORMAT binary)`));
	const input = share.query(copyFrom(`COPY ${target} FROM STDIN (FORMAT binary)`));
	// pg-copy-streams tells the receiving server why a copy ends, and that server logs it: the
	// source's own message may quote a patient's value, so another error takes its place.
	async function* withoutMessages() {
		try {
			yield* output;
		} catch (error) {
			cause = error;
			throw new Error("the source failed");
		}
	}
	try {
		await pipeline(withoutMessages, input, signal === undefined ? {} : { signal });
		return input.rowCount;
	} catch (error) {
		// A half-read COPY leaves a connection of no further use; closing it stops the server's side too.
		await Promise.all([source.end(), share.end()].map((closed) => closed.catch(() => {})));
		throw cause === undefined ? databaseError(error, doing) : sourceError(cause, doing, access);
	}
}
