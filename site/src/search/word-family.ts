/** Words that the endings below do not reduce to what their family has in common, each with what that is. */
const irregular: Readonly<Record<string, string>> = {
	born: "birth",
	dead: "death",
	deceased: "death",
	die: "death",
	died: "death",
	practitioner: "practic",
	weigh: "weight",
	weighed: "weight",
};

/** Endings by which English makes one word of another, and what stands for them; the first that a word has counts. */
const endings: readonly (readonly [ending: string, instead: string])[] = [
	// admission, admitted; transmission, transmit
	["mission", "mit"],
	["mitted", "mit"],
	["mitting", "mit"],
	// prescription, prescribed
	["scription", "scrib"],
	["scribing", "scrib"],
	["scribed", "scrib"],
	["scribe", "scrib"],
	// measurement, measured; treatment, treated
	["ement", ""],
	["ment", ""],
	// operation, operated; observation, observed
	["ation", ""],
	["ating", ""],
	["ated", ""],
	["ate", ""],
	// infection, infected
	["ion", ""],
	// arrival, arrived; referral, referred
	["ival", "iv"],
	["erral", "er"],
	// diagnosis, diagnosed
	["is", ""],
	["ing", ""],
	["ed", ""],
	["e", ""],
];

/** Of fewer letters, what is left of a word would be the beginning of too many others. */
const minLettersLeft = 5;

/**
 * What the forms of one English word have in common: `admission` and `admitted` give `admit`, `died` and `death` give
 * `death`. Good for comparing words, and for nothing else: it is often no word itself.
 *
 * @param word in small letters and the singular
 */
export function wordFamily(word: string): string {
	if (Object.hasOwn(irregular, word)) return irregular[word] ?? word;
	const fits = endings.find(([ending, instead]) => {
		return word.endsWith(ending) && word.length - ending.length + instead.length >= minLettersLeft;
	});
	if (fits === undefined) return word;
	const [ending, instead] = fits;
	const left = word.slice(0, word.length - ending.length) + instead;
	// referred, enrolled: the last letter is written twice before an ending.
	return instead === "" && /([b-df-hj-np-rtv-z])\1$/.test(left) && left.length > minLettersLeft
		? left.slice(0, -1)
		: left;
}
