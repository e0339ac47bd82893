import type { FieldMetadata } from "../schema/types.ts";

/** What types are to somebody who has never seen a database; the first that fits counts. */
const words: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
	[/^(?:smallint|integer|bigint)$/, () => "whole number"],
	[/^numeric\(\d+,(-?\d+)\)$/, (_, digits = "0") => (Number(digits) > 0 ? decimals(digits) : "whole number")],
	[/^numeric\(\d+\)$/, () => "whole number"],
	[/^(?:numeric|real|double precision|money)$/, () => "number"],
	[/^(?:character varying|varchar|character)\((\d+)\)$/, (_, length = "") => `text of at most ${length} characters`],
	[/^(?:text|character varying|character|citext|name)$/, () => "text"],
	[/^boolean$/, () => "yes or no"],
	[/^date$/, () => "day"],
	[/^timestamp/, () => "day and time"],
	[/^time(?:\(\d\))? with/, () => "time of day"],
	[/^interval/, () => "length of time"],
	[/^uuid$/, () => "technical identifier"],
	[/^(?:jsonb?|xml|hstore)$/, () => "structured document"],
	[/^bytea$/, () => "binary data, such as a file"],
	[/^(?:inet|cidr|macaddr8?)$/, () => "network address"],
	[/range$/, () => "span from one value to another"],
];

/** The type of a field in plain words, such as `whole number` or `list of text`; the database's own word if there is none. */
export function describeType({ type, baseType, values }: FieldMetadata): string {
	const written = baseType ?? type;
	const element = written.replace(/(?:\[\])+$/, "");
	const single = values === undefined ? describe(element) : "one of a fixed list";
	return element === written ? single : `list of ${single}`;
}

function describe(type: string): string {
	for (const [pattern, say] of words) {
		const found = pattern.exec(type);
		if (found !== null) return say(...found);
	}
	return type;
}

function decimals(digits: string): string {
	return `number with ${digits} decimal ${digits === "1" ? "place" : "places"}`;
}
