import { expect, it } from "vitest";
import { decodeUtf8 } from "../../scripts/text/utf8.ts";

it.each([
	["plain text", Buffer.from("ward 3\n"), "ward 3\n"],
	["letters of several bytes", Buffer.from("Größe, 名前, 🏥"), "Größe, 名前, 🏥"],
	["nothing", Buffer.alloc(0), ""],
	["a byte that begins nothing", Buffer.from([0x23, 0xe9, 0x0a]), undefined],
	["a letter cut short", Buffer.from("🏥").subarray(0, 3), undefined],
	["half of a surrogate pair", Buffer.from([0xed, 0xa0, 0x80]), undefined],
])("decodes bytes only if all are UTF-8: %s", (_, bytes, text) => {
	expect(decodeUtf8(bytes)).toBe(text);
});

it("drops a byte order mark unless the text must stay as it is", () => {
	const bytes = Buffer.from("\uFEFFward 3");
	expect(decodeUtf8(bytes)).toBe("ward 3");
	expect(decodeUtf8(bytes, "keep")).toBe("\uFEFFward 3");
});
