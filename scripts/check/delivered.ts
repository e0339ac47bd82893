import { signerOf } from "../governance/signer.ts";
import { ofKind, type SignedFile } from "../records/signed-file.ts";
import type { PeopleList } from "../schema/types.ts";

/**
 * The git object names of the requests by which a delivery has been made: those that a manifest names which a key signed
 * that is or was the hub's.
 */
export function deliveredRequests(files: readonly SignedFile[], people: PeopleList): ReadonlySet<string> {
	const manifests = ofKind(files, "manifest").filter(({ fingerprint }) => signerOf(people, fingerprint).kind === "hub");
	return new Set(manifests.map(({ value }) => value.request.blob));
}
