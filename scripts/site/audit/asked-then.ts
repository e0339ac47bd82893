import { termLabel } from "../../records/lookup.ts";
import type { Manifest } from "../../schema/types.ts";
import { type AskedData, type AudienceView, askedData } from "../register/asked-data.ts";
import type { SiteCase } from "../register/cases.ts";

/** What for, and which patients and rows, in the words of one version of a request. */
export interface AskedThen extends Pick<AskedData, "patients" | "rows"> {
	readonly purposes: readonly string[];
}

/** See {@link AskedThen}: of the version that a manifest names; undefined if that is not in the records. */
export function askedThen({ request: { blob } }: Manifest, site: SiteCase, view: AudienceView): AskedThen | undefined {
	const request = site.versions.find((version) => version.blob === blob)?.request;
	if (request === undefined) return undefined;
	const { patients, rows } = askedData(request, view);
	return { purposes: request.purposes.map((id) => termLabel(site.approvals.records, "purposes", id)), patients, rows };
}
