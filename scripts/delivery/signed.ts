import { createHash } from "node:crypto";
import type { Author } from "../git/commit-files.ts";
import { UserError } from "../issue/user-error.ts";
import type { DeliveryKind } from "../records/delivery-file.ts";
import { type RecordTypes, readRecord } from "../schema/read.ts";
import { validate } from "../schema/validate.ts";
import { checkSignature, sign } from "../signature/ssh.ts";

/** The kinds of record in a delivery's folder; each is also the namespace of its signature. */
export type SignedKind = DeliveryKind;

/** A record whose signature fits its bytes. Whose key it is has still to be judged. */
export interface SignedRecord<K extends SignedKind> {
	/** Path in the records repository. */
	readonly path: string;
	readonly bytes: Buffer;
	readonly signatureBytes: Buffer;
	/** SHA-256 of the bytes. */
	readonly sha256: string;
	readonly record: RecordTypes[K];
	/** Fingerprint of the key that signed it. */
	readonly fingerprint: string;
}

/** The name under which the hub's own commits stand in git. */
export const hubAuthor: Author = { name: "Patient Data Sharing Hub", email: "hub@localhost" };

/**
 * Reads a signed record from files that were read together. Throws UserError `unverified` if it has
 * no signature that fits, `invalid` if it is not such a record.
 */
export async function readSigned<K extends SignedKind>(
	kind: K,
	path: string,
	files: ReadonlyMap<string, Buffer>,
	check = checkSignature,
): Promise<SignedRecord<K>> {
	const bytes = files.get(path);
	const signatureBytes = files.get(`${path}.sig`);
	const fingerprint = bytes && signatureBytes && (await check(bytes, signatureBytes, kind));
	if (bytes === undefined || signatureBytes === undefined || fingerprint === undefined) {
		throw new UserError(
			"unverified",
			`${path} has no signature that fits it. Nothing goes on before that is cleared up: run hub audit verify.`,
		);
	}
	const { value, issues } = readRecord(kind, bytes, path);
	if (value === undefined) throw new UserError("invalid", `${path} cannot be read.`, issues);
	return { path, bytes, signatureBytes, sha256: sha256Of(bytes), record: value, fingerprint };
}

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
		[`${path}.sig`, await sign(bytes, keyFile, kind)],
	]);
}

/** SHA-256 in hexadecimal. */
export function sha256Of(bytes: Buffer): string {
	return createHash("sha256").update(bytes).digest("hex");
}
