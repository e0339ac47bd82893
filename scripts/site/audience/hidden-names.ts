import type { PeopleList } from "../../schema/types.ts";
import type { Hidden } from "./redact-names.ts";

const titles = "Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Mx|Sir|Dame";
const titled = new RegExp(`^(?:(?:${titles})\\.?\\s+)+`, "i");
/** What may stand between the words of a name, in an address or a login as well. */
const between = "[\\s_.-]+";

/**
 * Patterns for the names of the hospital's people in texts that people wrote, such as who will delete the data: with a
 * title, with an initial, with the surname first, or joined as in a login. The register's own fields name nobody.
 */
export function hiddenNames({ people }: PeopleList): readonly Hidden[] {
	const whole = new Set<string>();
	const afterTitle = new Set<string>();
	const exact = new Set<string>();
	for (const { id, name, gitNames = [] } of people) {
		// An id that is an ordinary word would take that word out of every text.
		if (/[-\d]/.test(id)) whole.add(RegExp.escape(id));
		for (const each of [name, ...gitNames]) {
			const bare = each.replace(titled, "");
			const words = bare.split(/\s+/).map(RegExp.escape);
			if (words.length === 1) {
				exact.add(RegExp.escape(bare));
				continue;
			}
			const [last = "", ...others] = words.toReversed();
			const first = others.toReversed();
			whole.add(each.split(/\s+/).map(RegExp.escape).join(between));
			whole.add(words.join(between));
			whole.add(`${last},\\s*${first.join(between)}`);
			whole.add(`${RegExp.escape([...bare][0] ?? "")}\\.\\s?${last}`);
			afterTitle.add(last);
		}
	}
	const oneOf = (names: ReadonlySet<string>) => [...names].sort((a, b) => b.length - a.length).join("|");
	const [apart, end] = ["(?<![\\p{L}\\p{N}-])", "(?![\\p{L}\\p{N}])"];
	const patterns = [
		...(whole.size === 0 ? [] : [new RegExp(`${apart}(?:(?:${titles})\\.?\\s+)?(?:${oneOf(whole)})${end}`, "giu")]),
		...(afterTitle.size === 0 ? [] : [new RegExp(`${apart}(?:${titles})\\.?\\s+(?:${oneOf(afterTitle)})${end}`, "gu")]),
		...(exact.size === 0 ? [] : [new RegExp(`${apart}(?:${oneOf(exact)})${end}`, "gu")]),
	];
	return patterns.map((pattern) => ({ pattern, by: "[name redacted]" }));
}
