import { auditedCommit } from "../../audit/audited-commit.ts";
import { checkRepository } from "../../check/repository.ts";
import { londonDay } from "../../document/day.ts";
import { commitTree } from "../../git/commit-tree.ts";
import { memoryTree } from "../../git/file-tree.ts";
import { readGlossary } from "../../glossary/glossary.ts";
import type { Issue } from "../../issue/issue.ts";
import { UserError } from "../../issue/user-error.ts";
import { readProducts } from "../../product/product.ts";
import { dictionaryFolder, requestAt, requestsFolder } from "../../records/paths.ts";
import type { Records } from "../../records/records.ts";
import { strayFile } from "../../records/signed-file.ts";
import { forAudience, type Shown } from "../audience/audience.ts";
import { type Audience, type AudienceLevel, audienceLevels } from "../audience/level.ts";
import { type Change, type LastChange, lastChanges, recentChanges } from "./history.ts";
import { keepUnfiltered } from "./unfiltered.ts";

/** All that the contents of a site are made from: one commit's records, as one audience may see them. */
export interface SiteReading extends Shown {
	/** The audience that the records were filtered for. */
	readonly audience: Audience;
	/** What that audience is shown. */
	readonly shows: AudienceLevel;
	/** Where the site begins on its server, with a slash at both ends, such as `/` or `/data-hub/`. */
	readonly base: string;
	/** The commit that all of it was read from. */
	readonly commit: string;
	/**
	 * What is wrong with requests that can be read, by the rules as of today: an agreement ends, an ethics approval runs
	 * out, and the project's page says so. Everything else that breaks a rule keeps the site from being built, and so does
	 * what looks like a patient's detail: in a request always, and from the public site wherever it stands, although in a
	 * page of the dictionary it is only warned of, as it may be an example.
	 */
	readonly requestIssues: readonly Issue[];
	/** The commit that last changed each file. */
	readonly changed: ReadonlyMap<string, LastChange>;
	/** The newest commits, the newest first. */
	readonly recent: readonly Change[];
	readonly now: Date;
	/** The day in Europe/London. */
	readonly today: string;
	/** Whether the pages about deliveries tell what an audit of them finds: that takes time where there are thousands. */
	readonly verify: boolean;
}

/** How far back news are looked for, at most, in commits. */
const mostRecent = 200;

/**
 * Reads what is committed in a records repository, after checking it as `hub check` does.
 *
 * @throws UserError `invalid` with every located issue if a record does not meet its rules; `environment` if nothing is
 * committed there; `incomplete` if a part of the history was not fetched.
 */
export async function readSite(options: {
	readonly root: string;
	readonly audience: Audience;
	readonly base: string;
	readonly now: Date;
	/** Whether to verify all deliveries; true by default. */
	readonly verify?: boolean;
}): Promise<SiteReading> {
	const { root, audience, base, now, verify = true } = options;
	const shows = audienceLevels[audience];
	const { repo, commit } = await auditedCommit(root);
	const whole = commitTree(repo, commit);
	const files = new Map([...(await whole.readAll(dictionaryFolder)), ...(await whole.readAll(requestsFolder))]);
	const tree = memoryTree(whole.label, files);
	const today = londonDay(now);
	const { issues, records } = await checkRepository(tree, today);
	const errors = issues.filter(({ severity, file, rule }) => {
		if (rule === "identifying-text") return severity === "error" || !shows.identifyingExamples;
		// What stands among signed records without being one counts for nothing, and so it keeps no site from being built.
		if (rule === strayFile) return false;
		return severity === "error" && requestOf(file, records) === undefined;
	});
	if (records === undefined || errors.length > 0) {
		throw new UserError(
			"invalid",
			`The site is not built while records of commit ${tree.label} break their rules.`,
			errors.map((issue) => ({ ...issue, severity: "error" })),
		);
	}
	const { glossary } = await readGlossary(tree);
	const { products } = await readProducts(tree);
	const [changed, recent] = await Promise.all([
		lastChanges(repo, commit, [dictionaryFolder, requestsFolder]),
		recentChanges(repo, commit, mostRecent),
	]);
	const reading = {
		...forAudience({ records, glossary, products }, audience),
		requestIssues: issues.filter(({ file }) => requestOf(file, records) !== undefined),
		audience,
		shows,
		base,
		commit,
		changed,
		recent,
		now,
		today,
		verify,
	};
	keepUnfiltered(reading, { repo, tree, records });
	return reading;
}

/** The project whose request a file is, if that can be read. */
function requestOf(file: string | undefined, records: Records | undefined): string | undefined {
	const project = requestAt(file ?? "");
	return project !== undefined && records?.requests.has(project) ? project : undefined;
}
