import type { FileTree } from "../git/file-tree.ts";
import type { Issue } from "../issue/issue.ts";
import { approvalsFolder } from "../records/paths.ts";
import { ofKind, readSignedFiles, type SignedFile } from "../records/signed-file.ts";
import { checkSignature } from "../signature/ssh.ts";

/** An approval file that is well formed and carries a good signature. Whether it counts is decided elsewhere. */
export type SignedApproval = SignedFile<"approval">;

/** The approvals of a project, and what stands among them without being one. */
export interface RecordedApprovals {
	readonly approvals: readonly SignedApproval[];
	readonly strays: readonly Issue[];
}

/**
 * Reads the signed approvals of a project (or of `governance`) in the order of their numbers. What stands there
 * without a good signature, about another subject or by another name than a number counts for nothing.
 */
export async function readApprovals(
	tree: FileTree,
	project: string,
	check = checkSignature,
): Promise<RecordedApprovals> {
	const { files, strays } = await readSignedFiles(await tree.readAll(approvalsFolder(project)), check);
	return { approvals: ofKind(files, "approval"), strays };
}
