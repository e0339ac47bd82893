import { decisionActs } from "../approval/data-decisions.ts";
import { packageFiles } from "../package/files.ts";
import type { SharePlan } from "../plan/share-plan.ts";
import { agreementPath, requestPath, sourcesFile } from "../records/paths.ts";
import { passedChecks } from "../release/passed.ts";
import type { Manifest, ManifestPage } from "../schema/types.ts";
import type { Authority } from "./authority.ts";

/**
 * The version of the rules by which manifests are made now. It is raised whenever {@link statementOf} gives something
 * else of the same records, and the audit then keeps the older rules for the manifests that name them.
 */
export const manifestRules = 1;

/** What a manifest's statement is worked out from: leave to deliver, as a delivery or an audit has it. */
export type StatementAuthority = Pick<Authority, "project" | "request" | "requestBlob" | "records" | "recipients"> & {
	readonly approvals: Pick<Authority["approvals"], "status" | "governance">;
};

/**
 * What a manifest must say by the records alone, whatever the data are: so an audit can tell what is left out, added or
 * said otherwise, by whoever signed it.
 */
export interface Statement
	extends Pick<
		Manifest,
		"basis" | "request" | "approvals" | "decisions" | "governance" | "agreement" | "terms" | "dictionary" | "fields"
	> {
	readonly recipients: Manifest["recipients"];
	/** The sources that are read. */
	readonly sources: readonly string[];
	/** The checks, each with what it says where it is passed. */
	readonly checks: ReturnType<typeof passedChecks>;
	/** The files in the package. */
	readonly outputs: readonly Pick<Manifest["outputs"][number], "path" | "role" | "mediaType" | "table">[];
	/** The names of the encrypted package and of its sealed password. */
	readonly files: { readonly package: string; readonly password: string };
}

/** See {@link Statement}: of a delivery by a plan. */
export function statementOf(authority: StatementAuthority, plan: SharePlan, delivery: string): Statement {
	const { project, request, records, approvals } = authority;
	const { policy, people, organisations } = approvals.governance.inForce.blobs;
	const named = namedRecords(authority, plan);
	return {
		basis: "full",
		...named,
		approvals: approvals.status.roles.flatMap(({ role, decision }) =>
			decision === undefined
				? []
				: [{ path: decision.path, sha256: decision.sha256, role, approver: decision.value.approver }],
		),
		...(records.policy.decisions === undefined ? {} : { decisions: decisionActs(approvals.status.decisions) }),
		governance: { policy, people, organisations },
		sources: [plan.source],
		fields: plan.tables.flatMap(({ file, columns }) =>
			columns.map(({ field, sensitivity, treatment, name }) => ({ field, sensitivity, treatment, file, column: name })),
		),
		checks: passedChecks(plan, records.policy),
		outputs: packageFiles(
			request.delivery.format,
			plan.tables,
			named.terms.map(({ terms }) => terms),
		),
		files: { package: `${project}-${delivery}.zip`, password: `${project}-${delivery}.password.age` },
	};
}

/** The texts and keys that a package is made from, as its manifest names them. */
export function namedRecords(
	authority: Pick<Authority, "project" | "request" | "requestBlob" | "records" | "recipients">,
	plan: SharePlan,
): Pick<Manifest, "request" | "agreement" | "terms" | "dictionary" | "recipients"> {
	const { project, request, requestBlob, recipients, records } = authority;
	return {
		request: { path: requestPath(project), blob: requestBlob },
		agreement: { id: request.agreement, blob: blobOf(agreementPath(request.agreement), records) },
		terms: acceptedTerms(authority).map(({ terms, sha256 }) => ({ terms, sha256 })),
		dictionary: pages(plan, records),
		recipients: recipients.map(({ person, keySha256 }) => ({ person, keySha256 })),
	};
}

/** The terms that the agreement asks for and the requester has accepted, by name and content. */
export function acceptedTerms({
	request,
	records,
}: Pick<Authority, "request" | "records">): readonly { terms: string; sha256: string }[] {
	const wanted = records.agreements.get(request.agreement)?.terms ?? [];
	return request.acceptedTerms.filter(
		({ terms, sha256 }) => wanted.includes(terms) && records.terms.get(terms) === sha256,
	);
}

function pages(plan: SharePlan, records: Authority["records"]): ManifestPage[] {
	const paths = [sourcesFile, ...plan.tables.map(({ page }) => page)];
	return paths.map((path) => ({ path, blob: blobOf(path, records) }));
}

function blobOf(path: string, { blobs }: Authority["records"]): string {
	const blob = blobs.get(path);
	if (blob === undefined) throw new RangeError(`${path} is not among the records`);
	return blob;
}
