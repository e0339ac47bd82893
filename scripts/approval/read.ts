import { createHash } from "node:crypto";
import type { Issue } from "../issue/issue.ts";
import { blobId } from "../records/blob.ts";
import type { RecordsTree } from "../records/tree.ts";
import { readRecord } from "../schema/read.ts";
import type { Approval } from "../schema/types.ts";
import { checkSignature } from "../signature/ssh.ts";

/** An approval file that is well formed and carries a good signature. Whether it counts is not yet said. */
export interface SignedApproval {
	/** Path in the records repository. */
	readonly path: string;
	/** SHA-256 of the file's bytes: 64 hexadecimal digits. */
	readonly sha256: string;
	/** Git object name of the file's bytes. */
	readonly blob: string;
	readonly approval: Approval;
	/** Fingerprint of the key that signed it. */
	readonly fingerprint: string;
}

/** The approvals of a project, and what stands among them without being one. */
export interface ProjectApprovals {
	readonly approvals: readonly SignedApproval[];
	readonly issues: readonly Issue[];
}

/** The folder of a project's approvals; `governance` is a project here. */
export function approvalsFolder(project: string): string {
	return `requests/${project}/approvals/`;
}

/**
 * Reads the signed approvals of a project (or of `governance`) in the order of their numbers. A file without a good
 * signature, of another subject or of another name than a number becomes an issue and counts for nothing.
 */
export async function readApprovals(
	tree: RecordsTree,
	project: string,
	check = checkSignature,
): Promise<ProjectApprovals> {
	const folder = approvalsFolder(project);
	const files = await tree.readAll(folder);
	const approvals: { number: number; signed: SignedApproval }[] = [];
	const issues: Issue[] = [];
	const refuse = (file: string, message: string, fix: string): void =>
		void issues.push({ rule: "approval-file", severity: "error", file, path: [], message, fix });
	for (const [path, bytes] of files) {
		const name = path.slice(folder.length);
		if (/^[1-9]\d{0,5}\.json\.sig$/.test(name) && files.has(path.slice(0, -4))) continue;
		if (!/^[1-9]\d{0,5}\.json$/.test(name)) {
			refuse(
				path,
				"this is not the name of an approval or of its signature",
				"Take the file out; hub approve writes the others.",
			);
			continue;
		}
		const { value, issues: found } = readRecord("approval", bytes, path);
		issues.push(...found);
		if (value === undefined) continue;
		const signature = files.get(`${path}.sig`);
		const fingerprint = signature && (await check(bytes, signature, "approval"));
		if (signature === undefined)
			refuse(path, "this approval has no signature beside it", "Sign again with hub approve.");
		else if (fingerprint === undefined)
			refuse(path, "the signature does not fit this approval's bytes", "Sign again with hub approve.");
		else if (value.subject !== project)
			refuse(
				path,
				`this approval is about ${value.subject}, not ${project}`,
				"It counts for nothing here: ask who put it there.",
			);
		else {
			const sha256 = createHash("sha256").update(bytes).digest("hex");
			approvals.push({
				number: Number.parseInt(name, 10),
				signed: { path, sha256, blob: blobId(bytes), approval: value, fingerprint },
			});
		}
	}
	approvals.sort((a, b) => a.number - b.number);
	return { approvals: approvals.map(({ signed }) => signed), issues };
}
