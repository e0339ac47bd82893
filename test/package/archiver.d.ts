/** The little of `archiver` 7 and its encrypting format that the tests use; neither brings types. */
declare module "archiver" {
	import type { Readable, Transform } from "node:stream";

	interface Archiver extends Transform {
		append(source: Readable | Buffer, entry: { name: string; date: Date; mode: number }): this;
		finalize(): Promise<void>;
		abort(): this;
	}
	interface ArchiverModule {
		(format: "zip-encrypted", options: EncryptedZipOptions): Archiver;
		registerFormat(format: string, module: unknown): void;
		isRegisteredFormat(format: string): boolean;
	}
	interface EncryptedZipOptions {
		encryptionMethod: "aes256";
		password: string;
		zlib: { level: number };
		forceLocalTime: false;
	}
	const archiver: ArchiverModule;
	export default archiver;
	export type { Archiver };
}

declare module "archiver-zip-encrypted" {
	const format: unknown;
	export default format;
}
