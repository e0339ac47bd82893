import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { withClient } from "../database/connect.ts";
import { databaseError } from "../database/error.ts";
import { error, type Issue } from "../issue/issue.ts";
import { UserError } from "../issue/user-error.ts";
import type { ExportColumn } from "../package/format.ts";
import { packageFormats } from "../package/formats.ts";
import { parseDataFile } from "../plan/data-file.ts";
import type { SignedFile } from "../records/signed-file.ts";
import { openShare, type Share } from "../snapshot/share.ts";

/**
 * Exports the copy in the project's share database again, table by table, and compares the salted digests with the
 * manifest's. Needs the address in HUB_SHARE_DATABASE_URL. Throws UserError `environment` if it is not set or the
 * server cannot be reached.
 */
export async function checkData(
	env: Readonly<Record<string, string | undefined>>,
	{ path, value }: Pick<SignedFile<"manifest">, "path" | "value">,
): Promise<readonly Issue[]> {
	const address = shareAddress(env);
	const report = (message: string): Issue => ({
		...error("data", [], message, "Keep the share database as it is, and ask the data custodian."),
		file: path,
	});
	const share = await openShare(address, value.project, value.delivery);
	if (share === undefined) return [report("the copy in the share database is gone, so the data cannot be compared")];
	if (share.id !== value.share) return [report("the share database holds another copy than the one that was packed")];
	const data = value.outputs.filter(({ role }) => role === "data");
	return withClient(share.url, { applicationName: "hub audit", readOnly: true }, async (client) => {
		const issues: Issue[] = [];
		for (const output of data) {
			if ((await saltedDigest(client, share, output.path)) !== output.saltedSha256) {
				issues.push(report(`${output.path}: the share database no longer holds what was packed`));
			}
		}
		return issues;
	});
}

/** The address of the share server. Throws UserError `environment` if it is not set. */
export function shareAddress(env: Readonly<Record<string, string | undefined>>): string {
	const address = env.HUB_SHARE_DATABASE_URL;
	if (address !== undefined && address !== "") return address;
	throw new UserError(
		"environment",
		"HUB_SHARE_DATABASE_URL is not set: --data needs the address of the share databases.",
	);
}

/** The salted digest of a table's file as the copy gives it now; undefined where the copy has no such table. */
async function saltedDigest(client: pg.Client, { schema, salt }: Share, path: string): Promise<string | undefined> {
	const file = parseDataFile(path);
	const columns = file === undefined ? [] : await columnsOf(client, schema, file.table);
	if (file === undefined || columns.length === 0) return undefined;
	const key = columns.filter(({ inKey }) => inKey).map(({ name }) => name);
	const hash = createHash("sha256").update(salt);
	await pipeline(packageFormats[file.format].read(client, { schema, table: file.table, columns, key }), hash);
	return hash.digest("hex");
}

async function columnsOf(client: pg.Client, schema: string, table: string): Promise<readonly StoredColumn[]> {
	const statement = `
		SELECT attname AS name, pg_catalog.format_type(atttypid, NULL) AS type, coalesce(attnum = ANY (indkey), false) AS "inKey"
		FROM pg_catalog.pg_attribute
		JOIN pg_catalog.pg_class ON pg_class.oid = attrelid
		JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
		LEFT JOIN pg_catalog.pg_index ON indrelid = attrelid AND indisprimary
		WHERE nspname = $1 AND relname = $2 AND attnum > 0 AND NOT attisdropped
		ORDER BY attnum`;
	try {
		return (await client.query<StoredColumn>(statement, [schema, table])).rows;
	} catch (failure) {
		throw databaseError(failure, "reading the columns of the share database");
	}
}

interface StoredColumn extends ExportColumn {
	readonly inKey: boolean;
}
