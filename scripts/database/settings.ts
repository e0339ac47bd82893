import type pg from "pg";

/**
 * Values on their way into a statement, whose text only says where each is to be read. So no value is ever part of
 * SQL text, of an error that quotes the statement, or of `pg_stat_activity`.
 */
export interface Settings {
	/** Keeps a value and gives the SQL that reads it as text, evaluated once in a statement. */
	text(value: string): string;
	/** The same for a list of values; the SQL is of type `text[]`. */
	list(values: readonly string[]): string;
}

/**
 * The values of a statement that takes no parameters, as COPY does: each becomes a setting of the session, sent as a
 * bound parameter. The planner does not see what they are and guesses how many rows meet a condition.
 */
export interface SessionSettings extends Settings {
	/** The settings so far, name by name. */
	all(): ReadonlyMap<string, string>;
}

/** The parameters of a statement that takes them. The planner sees them, so it knows about how many rows meet a condition. */
export interface Parameters extends Settings {
	/** The parameters so far, `$1` first. */
	all(): readonly (string | readonly string[])[];
}

/** No parameters yet. */
export function newParameters(): Parameters {
	const values: (string | readonly string[])[] = [];
	return {
		text: (value) => `$${values.push(value)}::text`,
		list: (list) => `$${values.push(list)}::text[]`,
		all: () => values,
	};
}

/** No settings yet. */
export function newSettings(): SessionSettings {
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
