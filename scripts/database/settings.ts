import type pg from "pg";

/**
 * Values on their way into a statement that takes no parameters, as COPY does: each becomes a
 * setting of the session, sent as a bound parameter, and the statement's text only reads it by name. So no
 * value is ever part of SQL text, of an error that quotes the statement, or of `pg_stat_activity`.
 */
export interface Settings {
	/** Keeps a value and gives the SQL that reads it, evaluated once in a statement. */
	text(value: string): string;
	/** The same for a list of values; the SQL is of type `text[]`. */
	list(values: readonly string[]): string;
	/** The settings so far, name by name. */
	all(): ReadonlyMap<string, string>;
}

/** No settings yet. */
export function newSettings(): Settings {
	const names = new Map<string, string>();
	const nameOf = (value: string) => {
		const name = names.get(value) ?? `hub.v${names.size + 1}`;
		names.set(value, name);
		return name;
	};
	return {
		text: (value) => `(SELECT current_setting('${nameOf(value)}'))`,
		list: (values) =>
			`(SELECT array_agg(item) FROM json_array_elements_text(current_setting('${nameOf(JSON.stringify(values))}')::json) AS v(item))`,
		all: () => new Map([...names].map(([value, name]) => [name, value])),
	};
}

/** Sets these settings, as bound parameters, for as long as the session lasts. */
export async function applySettings(client: pg.Client, settings: ReadonlyMap<string, string>): Promise<void> {
	await client.query("SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS s(name, value)", [
		[...settings.keys()],
		[...settings.values()],
	]);
}
