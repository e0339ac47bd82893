import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isUnfinishedName, outboxFiles } from "../delivery/outbox.ts";
import { sha256OfFile } from "../document/digest.ts";
import { error, hasErrors, type Issue, warning } from "../issue/issue.ts";
import { maxSealedBytes, sealedKeyCount } from "../package/sealed-to.ts";
import type { DeliveryRecords } from "../records/deliveries.ts";
import type { SignedFile } from "../records/signed-file.ts";
import { counted } from "../text/count.ts";
import { quoted } from "../text/quote.ts";
import { type Found, foundIn } from "./found-files.ts";

/** What the folder of packages shows. */
export interface PublishedFindings {
	readonly issues: readonly Issue[];
	/** The manifests whose package and sealed password were both there to be compared. */
	readonly compared: number;
}

/** What is recorded of the deliveries that went to the folder of packages. */
type Recorded = Pick<DeliveryRecords, "project" | "manifest" | "events">;

/**
 * Compares the whole folder of published packages with the manifests, both ways.
 *
 * Errors: what stands at a recorded name without the recorded bytes, be it a file, a folder or a link; a password that
 * is sealed to another number of keys than its manifest names; and whatever else lies there, since it may be data that
 * left without a record. Warnings: a recorded file that is not there, since recipients take them and retention ends; an
 * empty folder, which gives nothing away; a half-written file while a delivery is recorded and not yet published, since
 * the next run removes it; and the `lost+found` that a disk has of its own, where it cannot be read.
 *
 * Links are never followed, files are read as streams, and nothing of their content is told.
 */
export async function checkPublished(folder: string, deliveries: readonly Recorded[]): Promise<PublishedFindings> {
	const manifests = deliveries.flatMap(({ manifest }) => manifest ?? []);
	const projects = Map.groupBy(manifests, ({ value }) => value.project);
	const found = await foundIn(folder);
	const misplaced = new Set(found.entries.flatMap(({ path, kind }) => (kind === "folder" ? [] : [path])));
	const issues: Issue[] = [];
	let compared = 0;
	for (const [project, own] of projects) {
		if (misplaced.has(project)) {
			issues.push(notAFolder(join(folder, project)));
			continue;
		}
		for (const manifest of own) {
			const checked = await checkDelivered(join(folder, project), manifest);
			issues.push(...checked.issues);
			if (checked.isCompared) compared++;
		}
	}
	const recorded = new Set([
		...projects.keys(),
		...manifests.flatMap((manifest) => outboxFiles(manifest).map(({ name }) => `${manifest.value.project}/${name}`)),
	]);
	const underWay = new Set(deliveries.flatMap((one) => (one.manifest && one.events.length === 0 ? [one.project] : [])));
	const unrecorded = found.entries
		.filter(({ path }) => !recorded.has(path))
		.flatMap((one) => explain(folder, one, underWay));
	issues.push(...unrecorded.slice(0, mostNamed));
	const unnamed = unrecorded.slice(mostNamed);
	if (hasErrors(unnamed)) {
		const more = counted(unnamed.length, "more thing");
		issues.push(error("published", [], `${folder} holds ${more} that no record explains`));
	}
	if (!found.complete) {
		issues.push(error("published", [], `${folder} cannot be listed whole, so not all of it was looked at`));
	}
	return { issues, compared };
}

/** So many are named one by one; whoever looks into these finds the others. */
const mostNamed = 100;

/** Compares what a recipient gets of one delivery with its manifest. */
async function checkDelivered(
	folder: string,
	manifest: SignedFile<"manifest">,
): Promise<{ readonly issues: readonly Issue[]; readonly isCompared: boolean }> {
	const issues: Issue[] = [];
	const { package: made, recipients } = manifest.value;
	const files = outboxFiles(manifest);
	const states = new Map<string, string>();
	for (const { name } of files) states.set(name, await sha256OfFile(join(folder, name)));
	const packageIsThere = states.get(made.file) !== "absent";
	for (const { name, sha256, bytes } of files) {
		const [published, state] = [join(folder, name), states.get(name)];
		if (state === "absent") {
			// Copies of what the records hold go with the package, and are missed only where it lies without them.
			if (bytes === undefined || packageIsThere)
				issues.push(warning("published", [], `${published} is not there, so it could not be compared`));
		} else if (state === "no plain file") {
			const fix = "Find out who put it there and what it leads to.";
			issues.push(error("published", [], `${published} is a folder, a link or the like, not the recorded file`, fix));
		} else if (state !== sha256) {
			const fix = `Keep the file as evidence, and compare: sha256sum ${published}`;
			issues.push(error("published", [], `${published} is not the file that this manifest records`, fix));
		}
	}
	if (states.get(made.password.file) === made.password.sha256) {
		issues.push(...(await checkSealedTo(join(folder, made.password.file), recipients.length)));
	}
	return {
		issues: issues.map((issue) => ({ ...issue, file: manifest.path })),
		isCompared: packageIsThere && states.get(made.password.file) !== "absent",
	};
}

/** The password can be opened by as many keys as the manifest names: a stolen hub key could have added one unnamed. */
async function checkSealedTo(file: string, named: number): Promise<readonly Issue[]> {
	const { size } = await lstat(file);
	const count = size > maxSealedBytes ? undefined : sealedKeyCount(await readFile(file));
	if (count === named) return [];
	const message =
		count === undefined
			? `${file} is not an age file that is sealed to plain age keys alone, so others than the named may open it`
			: `${file} is sealed to ${counted(count, "key")}, and the manifest names ${named}`;
	return [error("published", [], message, "Treat the package as open to whoever took it: tell the data custodian.")];
}

function explain(folder: string, { path, kind, isEmpty }: Found, underWay: ReadonlySet<string>): readonly Issue[] {
	const name = `${quoted(path)} in ${folder}`;
	const [project = "", file = "", ...deeper] = path.split("/");
	if (kind === "folder") {
		return isEmpty ? [warning("published", [], `${name} is an empty folder that no record explains`)] : [];
	}
	if (kind === "unreadable") {
		const message = `${name} cannot be read, so what lies there is not known`;
		return [(path === "lost+found" ? warning : error)("published", [], message)];
	}
	if (kind === "file" && deeper.length === 0 && isUnfinishedName(file) && underWay.has(project)) {
		const message = `${path} in ${folder} is half-written: a publication is under way, or was cut short`;
		return [warning("published", [], message)];
	}
	const fix =
		"It may be data that left without a record. Fetch the newest records and verify again; if it is named still, keep it as evidence and find out who put it there.";
	return [
		error(
			"published",
			[],
			`${name} is a ${kind === "file" ? "file" : "link or the like"} that no record explains`,
			fix,
		),
	];
}

function notAFolder(path: string): Issue {
	const fix = "Find out who put it there and what it leads to.";
	return error("published", [], `${path} is a file, a link or the like, not the project's folder of packages`, fix);
}
