import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import archiver from "archiver";
import zipEncrypted from "archiver-zip-encrypted";
import { temporaryFolder } from "../support/folder.ts";

if (!archiver.isRegisteredFormat("zip-encrypted")) archiver.registerFormat("zip-encrypted", zipEncrypted);

/** An archive in WinZip AE-1 by another program, as the hub's packages were before it wrote them itself. */
export async function otherArchive(files: Readonly<Record<string, Buffer>>, password: string): Promise<Buffer> {
	const file = join(temporaryFolder(), "other.zip");
	const archive = archiver("zip-encrypted", {
		encryptionMethod: "aes256",
		password,
		zlib: { level: 1 },
		forceLocalTime: false,
	});
	const written = pipeline(archive, createWriteStream(file));
	for (const [name, content] of Object.entries(files)) {
		archive.append(content, { name, date: new Date("2026-03-31T09:30:00Z"), mode: 0o600 });
	}
	await archive.finalize();
	await written;
	return readFileSync(file);
}
