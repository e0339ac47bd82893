/**
 * The words that people tell of fields, for whoever does not know their names: `search/words.json`, which is fetched
 * after the catalogue of names. Browser-safe.
 */
export interface WordCatalogue {
	readonly schemaVersion: 1;
	/** In small letters, each once. */
	readonly words: readonly string[];
	/**
	 * Of each word, positions among all fields of the catalogue of names, in order, each as the distance from the one
	 * before.
	 */
	readonly fields: readonly (readonly number[])[];
}

/** Where the words stand on the site. */
export const wordCatalogueFile = "search/words.json";
