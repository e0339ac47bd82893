import type { AuditContext } from "../../audit/context.ts";
import { instant } from "../../document/day.ts";
import { readBlobs } from "../../git/commit-tree.ts";
import type { Authorship } from "../../governance/authors.ts";
import { requestAt, requestPath } from "../../records/paths.ts";
import { readRecord } from "../../schema/read.ts";
import type { SharingRequest } from "../../schema/types.ts";

/** One version of a request. */
export interface RequestVersion {
	/** Git object name of its text. */
	readonly blob: string;
	/** The first commit that holds it. */
	readonly commit: string;
	/** When that was committed, as 2026-03-31T09:00:00Z. */
	readonly at: string;
	/** Who wrote it, by git. */
	readonly authors: readonly string[];
	/** Absent if it could not be read: a version need not have met the rules when it was first written. */
	readonly request?: SharingRequest;
}

/** Every version of every request by project, the oldest first: one run of git for all their texts. */
export async function requestVersions(
	{ repo, history }: AuditContext,
	authorship: readonly Authorship[],
): Promise<ReadonlyMap<string, readonly RequestVersion[]>> {
	const names = new Map(authorship.map((each) => [each.commit, each.names]));
	const found = new Map<string, Omit<RequestVersion, "request">[]>();
	for (const { commit, seconds, status, path, after } of history.changes) {
		const project = requestAt(path);
		if (project === undefined || status === "D") continue;
		const versions = found.get(project) ?? [];
		found.set(project, versions);
		// A merge has once more the version that its branch had.
		if (versions.some(({ blob }) => blob === after)) continue;
		versions.push({ blob: after, commit, at: instant(new Date(seconds * 1000)), authors: names.get(commit) ?? [] });
	}
	const texts = await readBlobs(
		repo,
		[...found.values()].flat().map(({ blob }) => blob),
	);
	return new Map(
		[...found].map(([project, versions]) => [project, versions.map((each) => withText(each, project, texts))]),
	);
}

function withText(
	version: Omit<RequestVersion, "request">,
	project: string,
	texts: ReadonlyMap<string, Buffer>,
): RequestVersion {
	const { value } = readRecord("request", texts.get(version.blob) ?? Buffer.alloc(0), requestPath(project));
	return value === undefined ? version : { ...version, request: value };
}
