import { requestPath } from "../../../scripts/records/paths.ts";
import type { Policy } from "../../../scripts/schema/types.ts";

/** The website that takes pull requests. */
export type ForgeSettings = NonNullable<NonNullable<Policy["publication"]>["forge"]>;

/** Where a pull request begins. */
export interface PullRequestPage {
	readonly address: string;
	/** What the page has filled in already; the rest is pasted. */
	readonly filled: "name and text" | "name" | "nothing";
}

/** Longer addresses are refused by some servers: the usual limit is 8,192 characters, of which proxies take some. */
const longestAddress = 6000;

/**
 * The forge's page for a new request: its text filled in where the forge takes it from the address and the address
 * does not become too long.
 *
 * GitHub: `/new/<branch>?filename=&value=`. Forgejo: `/_new/<branch>/?filename=&value=` (Gitea, "Web UI API"). GitLab:
 * `/-/new/<branch>?file_name=`; its editor takes no text (gitlab-org/gitlab issue 594214).
 */
export function newFilePage(
	{ kind, repository, branch }: ForgeSettings,
	project: string,
	text: string,
): PullRequestPage {
	const name = requestPath(project);
	const at = encodePath(branch);
	const page = {
		github: { start: `${repository}/new/${at}?`, name: "filename", text: "value" },
		forgejo: { start: `${repository}/_new/${at}/?`, name: "filename", text: "value" },
		gitlab: { start: `${repository}/-/new/${at}?`, name: "file_name", text: undefined },
	}[kind];
	const named = page.start + new URLSearchParams({ [page.name]: name });
	const whole = page.text === undefined ? undefined : `${named}&${new URLSearchParams({ [page.text]: text })}`;
	return whole === undefined || whole.length > longestAddress
		? { address: named, filled: "name" }
		: { address: whole, filled: "name and text" };
}

/** The forge's page to change a request that stands in the records. No forge takes the new text from the address. */
export function editFilePage({ kind, repository, branch }: ForgeSettings, project: string): PullRequestPage {
	const place = `${encodePath(branch)}/${requestPath(project)}`;
	const edit = { github: "edit", forgejo: "_edit", gitlab: "-/edit" }[kind];
	return { address: `${repository}/${edit}/${place}`, filled: "nothing" };
}

function encodePath(path: string): string {
	return path.split("/").map(encodeURIComponent).join("/");
}
