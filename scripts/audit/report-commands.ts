import type { RootContent } from "mdast";
import type { ProjectApprovals } from "../approval/project.ts";
import { codeBlock, heading, paragraph } from "../document/markdown.ts";
import type { SigningAct } from "../governance/data/act.ts";
import type { SignedApproval } from "../governance/signed-approval.ts";
import type { DeliveryRecords } from "../records/deliveries.ts";
import { governanceFolder, requestPath } from "../records/paths.ts";
import type { Manifest } from "../schema/types.ts";
import { type Namespace, namespaceName } from "../signature/ssh.ts";

/** What an auditor is to check by hand: one project's decisions and deliveries, or some of them. */
export interface ToCheck {
	readonly approvals: ProjectApprovals;
	readonly decisions: readonly SignedApproval[];
	readonly deliveries: readonly DeliveryRecords[];
	/** The signing acts about data that they rest on. */
	readonly acts: readonly SigningAct[];
}

/**
 * What an auditor types in a clone of the records to see request, signatures and digests without the hub: lines for a
 * POSIX shell with git, ssh-keygen and sha256sum.
 */
export function recordCommands({ approvals, decisions, deliveries, acts }: ToCheck): readonly string[] {
	const { commit, records } = approvals;
	const { project } = approvals.context;
	const verify = (path: string, who: string, namespace: Namespace): string =>
		`ssh-keygen -Y verify -f signers -I ${who} -n ${namespaceName(namespace)} -s ${path}.sig < ${path}`;
	const manifests = manifestsOf(deliveries);
	const answers = deliveries.flatMap((delivery) => delivery.answers);
	const involved = new Set([
		...decisions.map(({ value }) => value.approver),
		...acts.map(({ value }) => value.signer),
		...answers.map(({ value }) => value.by),
	]);
	const keys = records.people.people
		.filter(({ id }) => involved.has(id))
		.flatMap(({ id, signingKeys }) => (signingKeys ?? []).map(({ key }) => `${id} ${key}`));
	const hub = records.people.hub.signingKeys.map(({ key }) => `hub ${key}`);
	// Without a pager: it would swallow the lines that were pasted with it.
	return [
		`git checkout ${commit}`,
		`git --no-pager log --stat -- requests/${project} ${governanceFolder}`,
		`git --no-pager show ${commit}:${requestPath(project)}`,
		"cat > signers <<'END'",
		...keys,
		...hub,
		"END",
		...decisions.map(({ path, value }) => verify(path, value.approver, "approval")),
		...acts.map(({ path, value }) => verify(path, value.signer, "data-decision")),
		...manifests.map(({ path }) => verify(path, "hub", "manifest")),
		...manifests.map(({ path, sha256 }) => `echo '${sha256}  ${path}' | sha256sum --check`),
		...deliveries.flatMap(({ queries }) => queries.map(({ path }) => verify(path, "hub", "query"))),
		...answers.map(({ path, value }) => verify(path, value.by, "answer")),
		...deliveries.flatMap(({ events }) => events.map(({ path }) => verify(path, "hub", "event"))),
	];
}

/** What an auditor types beside the encrypted packages to see that they are the recorded ones, byte for byte. */
export function packageCommands(deliveries: readonly DeliveryRecords[]): readonly string[] {
	return manifestsOf(deliveries).map(
		({ value }) => `echo '${value.package.sha256}  ${value.package.file}' | sha256sum --check`,
	);
}

/**
 * What an auditor types in the folder of an opened package to see that its files are the ones recorded: a digest is
 * over the 32 bytes that salt.txt spells out in hexadecimal, and then the file.
 */
export function openedCommands({ outputs }: Pick<Manifest, "outputs">): readonly string[] {
	return [
		"xxd -r -p salt.txt > salt",
		...outputs.map(
			({ path, saltedSha256 }) => `test "$(cat salt ${path} | sha256sum)" = '${saltedSha256}  -' && echo '${path}: OK'`,
		),
	];
}

/** The part of a case's page with what an auditor runs. */
export function ownCommands(
	approvals: ProjectApprovals,
	deliveries: readonly DeliveryRecords[],
	acts: readonly SigningAct[],
): readonly RootContent[] {
	const decisions = approvals.status.roles.flatMap(({ decision }) => decision ?? []);
	const intro =
		"Compare the keys with the list you were handed. Run these in a clone of the records, the packages beside it:";
	return [
		heading(2, ["Check it yourself"]),
		paragraph(intro),
		codeBlock("sh", [...recordCommands({ approvals, decisions, deliveries, acts }), ...packageCommands(deliveries)]),
	];
}

function manifestsOf(deliveries: readonly DeliveryRecords[]): readonly NonNullable<DeliveryRecords["manifest"]>[] {
	return deliveries.flatMap(({ manifest }) => manifest ?? []);
}
