import type { Author } from "../git/commit-files.ts";
import { signaturePath } from "../records/paths.ts";
import type { RecordTypes } from "../schema/read.ts";
import { validate } from "../schema/validate.ts";
import { type SignedKind, sign } from "../signature/ssh.ts";

/** The name under which the hub's own commits stand in git. */
export const hubAuthor: Author = { name: "Patient Data Sharing Hub", email: "hub@localhost" };

/**
 * Writes a record as JSON and signs it.
 *
 * @returns the two files, by path, ready to be committed
 * @throws UserError `key` if the key cannot sign; RangeError if the record is not of its own format,
 * a defect of the hub
 */
export async function signRecord<K extends SignedKind>(
	kind: K,
	path: string,
	record: RecordTypes[K],
	keyFile: string,
): Promise<ReadonlyMap<string, Buffer>> {
	const [issue] = validate(kind, record);
	if (issue !== undefined) throw new RangeError(`${kind}: ${issue.path.join(".")} ${issue.message}`);
	const bytes = Buffer.from(`${JSON.stringify(record, null, "\t")}\n`, "utf8");
	return new Map([
		[path, bytes],
		[signaturePath(path), await sign(bytes, keyFile, kind)],
	]);
}
