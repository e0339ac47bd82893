/**
 * The text of bytes that are UTF-8, or undefined if they are not: no byte is replaced or skipped.
 *
 * @param byteOrderMark whether a mark at the start stays, for a file whose text is written back as it was; it is dropped
 * otherwise
 */
export function decodeUtf8(bytes: Uint8Array, byteOrderMark: "drop" | "keep" = "drop"): string | undefined {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: byteOrderMark === "keep" }).decode(bytes);
	} catch {
		return undefined;
	}
}
