import { formatMoment } from "../../document/day.ts";
import { personName } from "../../records/lookup.ts";
import { counted } from "../../text/count.ts";
import type { SiteCase } from "../register/cases.ts";

/** One signing act about data. */
export interface ActRow {
	readonly who: string;
	readonly at: string;
	readonly decisions: string;
	readonly path: string;
	readonly sha256: string;
	readonly fingerprint: string;
}

/** See {@link ActRow}: of the acts that some digests name. */
export function actRows({ acts, approvals: { records } }: SiteCase, digests: readonly string[]): readonly ActRow[] {
	return acts
		.filter(({ sha256 }) => digests.includes(sha256))
		.map(({ value, path, sha256, fingerprint }) => ({
			who: personName(records.people, value.signer),
			at: formatMoment(value.at),
			decisions: counted(value.decisions.length, "decision"),
			path,
			sha256,
			fingerprint,
		}));
}
