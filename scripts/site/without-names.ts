import type { PeopleList } from "../schema/types.ts";

const titles = "Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Mx|Sir|Dame";
const titled = new RegExp(`^(?:(?:${titles})\\.?\\s+)+`, "i");

/**
 * Makes what takes the names of the hospital's people out of human text for the public. The register's own fields name
 * nobody; this is for what people wrote, such as who will delete the data.
 */
export function withoutNames({ people }: PeopleList): (text: string) => string {
	const whole = new Set<string>();
	const afterTitle = new Set<string>();
	const exact = new Set<string>();
	for (const { id, name, gitNames = [] } of people) {
		// An id that is an ordinary word would take that word out of every text.
		if (/[-\d]/.test(id)) whole.add(id);
		for (const each of [name, ...gitNames]) {
			const bare = each.replace(titled, "");
			const words = bare.split(/\s+/);
			if (words.length > 1) {
				whole.add(each);
				whole.add(bare);
				afterTitle.add(words.at(-1) as string);
			} else exact.add(bare);
		}
	}
	const oneOf = (names: ReadonlySet<string>) =>
		[...names]
			.sort((a, b) => b.length - a.length)
			.map((name) => RegExp.escape(name).replace(/(?:\\x20| )+/g, "\\s+"))
			.join("|");
	const [apart, end] = ["(?<![\\p{L}\\p{N}-])", "(?![\\p{L}\\p{N}])"];
	const patterns = [
		...(whole.size === 0 ? [] : [new RegExp(`${apart}(?:(?:${titles})\\.?\\s+)?(?:${oneOf(whole)})${end}`, "giu")]),
		...(afterTitle.size === 0 ? [] : [new RegExp(`${apart}(?:${titles})\\.?\\s+(?:${oneOf(afterTitle)})${end}`, "gu")]),
		...(exact.size === 0 ? [] : [new RegExp(`${apart}(?:${oneOf(exact)})${end}`, "gu")]),
	];
	return (text) => patterns.reduce((left, pattern) => left.replace(pattern, "[name withheld]"), text);
}
