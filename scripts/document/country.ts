const countries = new Intl.DisplayNames("en-GB", { type: "region" });

/** A country's name by its two letters: GB as `United Kingdom`. What is no country stays as it is. */
export function countryName(code: string): string {
	return countries.of(code) ?? code;
}
