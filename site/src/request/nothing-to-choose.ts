import { organisationName } from "../../../scripts/records/lookup.ts";
import type { RequestContext } from "../../../scripts/site/request/request-context.ts";

/**
 * What is said where the records hold nothing to choose from for an organisation: what is missing there, and who can
 * add it.
 *
 * @param organisation its id; empty while none is chosen
 */
export function nothingToChoose(
	missing: "agreement" | "person",
	organisation: string,
	{ organisations, policy }: Pick<RequestContext, "organisations" | "policy">,
): string {
	const name = organisationName(organisations, organisation);
	const contact = policy.publication?.contact;
	const what =
		missing === "agreement"
			? `There is no agreement${name === "" ? "" : ` with ${name}`} yet.`
			: `There is nobody${name === "" ? "" : ` of ${name}`} in the list of people yet.`;
	return `${what} Ask the data custodian${contact === undefined ? "" : `: ${contact}`}.`;
}
