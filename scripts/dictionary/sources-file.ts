/** Where the list of sources lies in the records. By itself, so that a page can name the file without what reads it. */
export const sourcesFile = "dictionary/sources.yml";
