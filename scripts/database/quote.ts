/**
 * Quotes a name for use in SQL text: the one way an identifier enters a statement. Names come from
 * the database's own catalogue or the dictionary, never from a request as it stands.
 *
 * @throws RangeError if the name is empty or holds a NUL character, which no PostgreSQL name can.
 */
export function quoteIdentifier(name: string): string {
	if (name === "" || name.includes("\0")) throw new RangeError("not a name that PostgreSQL can have");
	return `"${name.replaceAll('"', '""')}"`;
}
