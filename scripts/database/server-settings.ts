/** Settings of every embedded server, as `postgresql.conf` names them. */
const always = {
	listen_addresses: "127.0.0.1",
	unix_socket_directories: "",
	max_connections: "200",
	timezone: "UTC",
	log_timezone: "UTC",
	// Messages and statements quote values of patients: nothing below FATAL is logged, and no detail.
	log_min_messages: "fatal",
	log_min_error_statement: "panic",
	log_error_verbosity: "terse",
	log_statement: "none",
	log_min_duration_statement: "-1",
	log_parameter_max_length: "0",
	log_parameter_max_length_on_error: "0",
} as const;

/** Faster, at the price of the data if the machine fails. */
const notDurable = {
	fsync: "off",
	synchronous_commit: "off",
	full_page_writes: "off",
	wal_level: "minimal",
	max_wal_senders: "0",
} as const;

/** The text of an embedded server's `postgresql.auto.conf`. */
export function configurationFile({ port, durable }: { readonly port: number; readonly durable: boolean }): string {
	const settings = { ...always, ...(durable ? {} : notDurable), port: String(port) };
	return Object.entries(settings)
		.map(([name, value]) => `${name} = '${value}'\n`)
		.join("");
}
