import type { Client } from "pg";
import { withClient } from "../database/connect.ts";
import type { ExportTable, PackageFormat } from "./format.ts";

const tablesAtOnce = 3;

/**
 * Reads tables of a share database and gives them to some work one after the other. Those that come next are being read
 * meanwhile, each in a session of its own, as far as the server may send ahead: so it sorts one table while another is
 * packed.
 *
 * @param work gets each table's bytes and its number, from 0; it must take them to their end
 * @throws what the work throws, or UserError without a value if a table cannot be read
 */
export async function readTables(
	url: string,
	tables: readonly ExportTable[],
	format: Pick<PackageFormat, "read">,
	work: (bytes: AsyncIterable<Buffer>, index: number) => Promise<void>,
): Promise<void> {
	await withSessions(url, Math.min(tablesAtOnce, tables.length), async (sessions) => {
		const begun: Begun[] = [];
		const begin = (session: Client) => {
			const table = tables[begun.length];
			if (table !== undefined) begun.push(beginReading(session, table, format));
		};
		for (const session of sessions) begin(session);
		try {
			for (let index = 0; index < tables.length; index++) {
				const { session, bytes } = begun[index] as Begun;
				await work(bytes, index);
				begin(session);
			}
		} finally {
			for (const { stop } of begun) stop();
		}
	});
}

/** A table that is being read. */
interface Begun {
	readonly session: Client;
	readonly bytes: AsyncIterable<Buffer>;
	readonly stop: () => void;
}

function beginReading(session: Client, table: ExportTable, format: Pick<PackageFormat, "read">): Begun {
	const chunks = format.read(session, table);
	// Nothing is read before it is asked for once.
	const first = chunks.next();
	// Told when the table's turn comes; if it never does, it must not end the process.
	first.catch(() => {});
	async function* bytes() {
		const { value } = await first;
		if (value !== undefined) yield value;
		yield* chunks;
	}
	return { session, bytes: bytes(), stop: () => void chunks.return().catch(() => {}) };
}

async function withSessions(
	url: string,
	count: number,
	work: (sessions: readonly Client[]) => Promise<void>,
	sessions: readonly Client[] = [],
): Promise<void> {
	if (sessions.length === count) return work(sessions);
	return withClient(url, { applicationName: "hub deliver", readOnly: true }, (session) =>
		withSessions(url, count, work, [...sessions, session]),
	);
}
