/** A file of the site that is no page: for machines, or for a script of a page to fetch. */
export interface SiteFile {
	/** Where it stands on the site, such as `machines/catalogue.json`. */
	readonly path: string;
	readonly text: string;
}
