import type { OrganisationList } from "../schema/types.ts";

/** Whether an organisation is another than the hospital itself; one that is not known counts as another. */
export function isThirdParty(organisation: string | undefined, { home }: Pick<OrganisationList, "home">): boolean {
	return organisation !== home;
}
