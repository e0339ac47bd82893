import { requestPath } from "../approval/authors.ts";
import type { ProjectStanding } from "../approval/project.ts";
import { governanceFolder } from "../records/records.ts";
import { type Namespace, namespaceName } from "../signature/ssh.ts";
import type { RecordedDelivery } from "./recorded.ts";

/** The part of a case's page with what an auditor runs to see for himself, with nothing of the hub's. */
export function ownCommands(
	{ commit, context: { project }, status, records }: ProjectStanding,
	deliveries: readonly RecordedDelivery[],
): string {
	const keys = records.people.people.flatMap(({ id, signingKeys }) =>
		(signingKeys ?? []).map(({ key }) => `${id} ${key}`),
	);
	const hub = records.people.hub.signingKeys.map(({ key }) => `hub ${key}`);
	const verify = (path: string, who: string, namespace: Namespace): string =>
		`ssh-keygen -Y verify -f signers -I ${who} -n ${namespaceName(namespace)} -s ${path}.sig < ${path}`;
	const decisions = status.roles.flatMap(({ decision }) => decision ?? []);
	const manifests = deliveries.flatMap(({ manifest }) => manifest ?? []);
	const packages = manifests.map(
		({ value }) => `echo '${value.package.sha256}  ${value.package.file}' | sha256sum --check`,
	);
	const lines = [
		`git checkout ${commit}`,
		`git log --stat -- requests/${project} ${governanceFolder}`,
		`git show ${commit}:${requestPath(project)}`,
		"cat > signers <<'END'",
		...keys,
		...hub,
		"END",
		...decisions.map(({ path, approval }) => verify(path, approval.approver, "approval")),
		...manifests.map(({ path }) => verify(path, "hub", "manifest")),
		...manifests.map(({ path, sha256 }) => `echo '${sha256}  ${path}' | sha256sum --check`),
		...deliveries.flatMap(({ queries }) => queries.map(({ path }) => verify(path, "hub", "query"))),
		...deliveries.flatMap(({ answers }) => answers.map(({ path, value }) => verify(path, value.by, "answer"))),
		...deliveries.flatMap(({ events }) => events.map(({ path }) => verify(path, "hub", "event"))),
		...packages,
	];
	const intro =
		"Compare the keys with the list you were handed. Run these in a clone of the records, the packages beside it:";
	return ["## Check it yourself", "", intro, "", "```sh", ...lines, "```"].join("\n");
}
