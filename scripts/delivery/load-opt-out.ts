import { formOf, listedPatients, optOutRules } from "../dictionary/opt-out.ts";
import { formatDay, isDay, londonDay } from "../document/day.ts";
import { folderTree } from "../git/file-tree.ts";
import { UserError } from "../issue/user-error.ts";
import { findDatabase } from "../records/listed-sources.ts";
import { sourcesFile } from "../records/paths.ts";
import { readSourceList } from "../records/source-list.ts";
import type { OptOutListForm } from "../schema/types.ts";
import { storeOptOutList } from "../snapshot/opt-out-store.ts";
import { quoted } from "../text/quote.ts";
import { ledgerConfiguration } from "./configuration.ts";
import { listDigest, readNhsNumbers, refuseUnasked } from "./nhs-numbers.ts";

/** What `hub optout load` is called with. */
export interface LoadOptOutOptions {
	readonly root: string;
	/** Id of the source that the list is for. */
	readonly source: string;
	/** File of the NHS numbers of patients who object. */
	readonly objectors?: string | undefined;
	/** File of the NHS numbers of patients who may be used, as the national service returns it. */
	readonly cleared?: string | undefined;
	/** With `cleared`: the file that the service was asked about. */
	readonly asked?: string | undefined;
	/** The day on which the list was right, such as 2026-03-31. */
	readonly date: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly now: Date;
	readonly print: (line: string) => void;
}

/**
 * `hub optout load`: puts a list of objections in place of the one that the source had, into the `hub` database, where
 * deliveries read it. No number of it is printed, and none goes into the records.
 *
 * @throws UserError `usage`, `invalid` with line numbers, or `environment`
 */
export async function loadOptOutCommand(options: LoadOptOutOptions): Promise<void> {
	const { root, source, date, env, now, print } = options;
	const { form, file, askedFile } = chosenFile(options);
	refuseDay(date, londonDay(now));
	await refuseUnlisted(root, source, form);
	const { shareUrl, ledgerKey } = await ledgerConfiguration(env);
	const numbers = await readNhsNumbers(file);
	if (numbers.size === 0 && form === "cleared")
		throw new UserError("invalid", `${file}: the list is empty, so nobody could be in a delivery. Nothing was loaded.`);
	const asked = askedFile === undefined ? undefined : await readNhsNumbers(askedFile);
	if (asked !== undefined) refuseUnasked(file, numbers, asked);
	const digest = listDigest(numbers, ledgerKey);
	const askedDigest = asked && listDigest(asked, ledgerKey);
	const facts = { source, form, date, digest, ...(askedDigest === undefined ? {} : { askedDigest }) };
	await storeOptOutList(shareUrl, facts, numbers.keys());
	print(`Loaded the list of ${listedPatients[form]} for ${source}, of ${formatDay(date)}, in place of any before it.`);
	print(`  its digest, by which manifests name it  ${digest}`);
	print("Deliveries use it from now on. Destroy the files as your rules say; no other copy is kept in the records.");
}

function chosenFile({ objectors, cleared, asked }: LoadOptOutOptions): {
	readonly form: OptOutListForm;
	readonly file: string;
	readonly askedFile?: string;
} {
	if (objectors !== undefined && cleared === undefined && asked === undefined)
		return { form: "objectors", file: objectors };
	if (cleared !== undefined && objectors === undefined && asked !== undefined)
		return { form: "cleared", file: cleared, askedFile: asked };
	throw new UserError(
		"usage",
		"Give --objectors <file>; or --cleared <file>, the service's answer, with --asked <file>, the list that it was asked about.",
	);
}

function refuseDay(date: string, today: string): void {
	if (!isDay(date)) throw new UserError("usage", "--date is a day such as 2026-03-31.");
	if (date > today) throw new UserError("usage", `--date ${date} is a day to come.`);
}

/** Nobody should believe that a list is applied where no rule reads it. */
async function refuseUnlisted(root: string, id: string, form: OptOutListForm): Promise<void> {
	const { value: list, issues } = await readSourceList(folderTree(root));
	if (list === undefined) throw new UserError("invalid", `${sourcesFile} cannot be read.`, issues);
	const source = findDatabase(list, id);
	if (source === undefined) throw new UserError("usage", `${sourcesFile} has no database ${quoted(id)}.`);
	if (optOutRules(source.optOut).some((rule) => formOf(rule) === form)) return;
	throw new UserError(
		"invalid",
		`${sourcesFile}: ${id} has no rule that reads such a list, so it would change nothing. Add "optOut: { list: ${form}, key: … }" first.`,
	);
}
