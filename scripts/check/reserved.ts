/**
 * Names that nobody can choose, because pages of the website stand there. A test of the site holds that every such
 * address is in one of these lists.
 */

/**
 * Names that no project can have: `governance` is a folder of its own, `dictionary` is what `hub approve` calls the
 * decisions about data, and at `access` the site says who has what.
 */
export const reservedProjects: readonly string[] = ["governance", "dictionary", "access"];

/** Ids that no source can have: at `completeness` the site says how complete the dictionary is. */
export const reservedSources: readonly string[] = ["completeness"];
