import { asksForTheSame } from "../delivery/next-step.ts";
import { readBlobs } from "../git/commit-tree.ts";
import type { Issue } from "../issue/issue.ts";
import type { SignedFile } from "../records/signed-file.ts";
import { readRecord } from "../schema/read.ts";
import type { SharingRequest } from "../schema/types.ts";
import type { AuditContext } from "./context.ts";
import { reporter } from "./report-manifest.ts";

type RecordedManifest = SignedFile<"manifest">;

/**
 * Checks what the manifests of one project say of each other: each holds the hash of the one before it, the first none;
 * from the first on that names its rules, all were made with the same project key, and none delivers once more what the
 * request asked to have once.
 *
 * @param manifests in the order of their deliveries
 */
export async function checkChain(
	{ repo }: Pick<AuditContext, "repo">,
	manifests: readonly RecordedManifest[],
): Promise<readonly Issue[]> {
	const blobs = manifests.some(({ value }) => value.rules !== undefined)
		? manifests.map(({ value }) => value.request.blob)
		: [];
	// A request that is not in the records is told where its manifest is checked.
	const texts = await readBlobs(repo, blobs).catch(() => new Map<string, Buffer>());
	const request = ({
		value: {
			request: { path, blob },
		},
	}: RecordedManifest): SharingRequest | undefined => {
		const bytes = texts.get(blob);
		return bytes && readRecord("request", bytes, path).value;
	};
	return manifests.flatMap((manifest, index) => {
		const before = manifests[index - 1];
		const { path, value } = manifest;
		const report = reporter(path);
		const issues: Issue[] = [];
		if (value.previous !== (before?.sha256 ?? null)) {
			const what =
				before === undefined
					? "this is the first manifest, but it names one before it"
					: `this does not follow ${before.path}`;
			issues.push(report(`${what}: a manifest is missing or was changed`));
		}
		if (before === undefined || value.rules === undefined) return issues;
		if (value.at < before.value.at) issues.push(report(`it is dated before ${before.path}, which it follows`));
		if (value.projectKey !== before.value.projectKey)
			issues.push(report(`it was made with another project key than ${before.path}: its codes do not join`));
		const [was, is] = [request(before), request(manifest)];
		if (was !== undefined && is !== undefined && is.delivery.schedule === "once" && asksForTheSame(was, is))
			issues.push(report(`it delivers once more what ${before.path} delivered, and the request asks for it once`));
		return issues;
	});
}

/**
 * Checks that no manifest is made by older rules than one before it: whoever stole the hub's key could else choose
 * rules that ask for less.
 */
export async function checkRulesRise(
	{ history, isAfter }: Pick<AuditContext, "history" | "isAfter">,
	manifests: readonly RecordedManifest[],
): Promise<readonly Issue[]> {
	const order = new Map(history.changes.map(({ commit }, at) => [commit, at]));
	const recorded = manifests.flatMap((manifest) => {
		const added = history.added(manifest.path, manifest.blob);
		return added === undefined ? [] : [{ manifest, commit: added.commit, rules: manifest.value.rules ?? 0 }];
	});
	const inOrder = recorded.sort((one, other) => (order.get(one.commit) ?? 0) - (order.get(other.commit) ?? 0));
	const first = inOrder.find(({ rules }) => rules > 0);
	if (first === undefined) return [];
	const issues: Issue[] = [];
	let highest = 0;
	for (const { manifest, commit, rules } of inOrder) {
		const isOlder = rules === 0 && !(await isAfter(first.commit, commit));
		if (isOlder || rules < highest) {
			const says = "it does not name the rules by which it was made, or older ones than manifests before it";
			issues.push(reporter(manifest.path)(says));
		}
		highest = Math.max(highest, rules);
	}
	return issues;
}
