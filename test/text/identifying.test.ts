import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findIdentifying, isNhsNumber } from "../../scripts/text/identifying.ts";

const kinds = (text: string) => findIdentifying(text).map(({ kind }) => kind);

describe("finds", () => {
	it.each([
		[
			"NHS number",
			[
				"9990000018",
				"999 000 0018",
				"999-000-0018",
				"no.9990000018!",
				"999\u00a0000\u00a00018",
				"999\u2011000\u20110018",
				"999.000.0018",
				"999  000  0018",
				"999\t000\t0018",
				"999\n000\n0018",
				"999/000/0018",
				"999\u202f000\u20090018",
				"999\u200b000\u00ad0018",
				"９９９０００００１８",
				"999 **000** 0018",
				"999&#32;000&#x20;0018",
				"999\\-000\\-0018",
				"[999](https://example.org) 000 0018",
				"999<!-- -->0000018",
			],
		],
		[
			"date of birth",
			[
				"DOB 1/2/56",
				"dob: 1956-02-01",
				"born on 1 February 1956",
				"Date of birth: Feb 1st, 1956",
				"D.O.B. 01.02.1956",
				"seen 01/02/1956",
				"seen ０１／０２／１９５６",
				"born 1st of May 1956",
			],
		],
		[
			"postcode",
			[
				"SW1A 1AA",
				"m1 1ae",
				"B338TH",
				"CR2 6XH",
				"DN55 1PT",
				"gir 0aa",
				"SW1A\u00a01AA",
				"SW1A  1AA",
				"SW1A\u200b1AA",
				"ＳＷ１Ａ １ＡＡ",
			],
		],
		[
			"e-mail address",
			[
				"mabel@example.org",
				"a.b+c@mail.example.co.uk",
				"jo@örtlich.example",
				"mabel＠example.org",
				"mabel&#64;example.org",
				"mabel&commat;example&period;org",
				"mabel\\@example.org",
				"**mabel**@example.org",
			],
		],
	] as const)("a %s", (kind, texts) => {
		for (const text of texts) expect(kinds(text), text).toContain(kind);
	});
});

it.each([
	"9990000019", // a wrong check digit
	"99900000181", // eleven digits
	"0000000000",
	"DPIA-2026-017 and 26/LO/9041",
	"2024-01-01 to 2026-01-01",
	"ICD-10 codes A40.0, I50.9, E11.9",
	"born in 1956",
	"about 1/2 of 3/4",
	"the version of 31.12",
	"reach us @ the ward",
	"appendix C12",
	"one of `999`, `0000019` or &#57;",
	"[A40.0](https://example.org/a@b) and **26**/LO/9041",
	"a".repeat(64),
])("passes over %s", (text) => {
	expect(kinds(text)).toEqual([]);
});

it("tells where, in the order of the text", () => {
	expect(findIdentifying("in SW1A 1AA: a@b.org")).toEqual([
		{ kind: "postcode", index: 3 },
		{ kind: "e-mail address", index: 13 },
	]);
});

it("tells where, whatever signs stand before it", () => {
	const signs = fc.constantFrom(
		" ",
		"  ",
		"\n",
		"\t",
		"\r\n",
		"\u200b",
		"\u00a0",
		"ａ",
		"㎏",
		"ﷺ",
		"🏥",
		"\ud83c",
		"¨",
		"é",
		"x",
		".",
	);
	fc.assert(
		fc.property(fc.array(signs), fc.array(signs), (before, behind) => {
			const text = `${before.join("")}; SW1A 1AA; ${behind.join("")}`;
			expect(findIdentifying(text)).toEqual([{ kind: "postcode", index: text.indexOf("SW1A") }]);
		}),
		{ numRuns: 1000 },
	);
});

it("accepts of ten check digits at most one", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 999_999_998 }), (number) => {
			const digits = String(number).padStart(9, "0");
			expect(
				Array.from({ length: 10 }, (_, check) => `${digits}${check}`).filter(isNhsNumber).length,
			).toBeLessThanOrEqual(1);
		}),
	);
});

it("takes no longer for a hostile text", () => {
	for (const part of [
		"1 ",
		"a",
		"a.",
		"dob ",
		"@",
		"a@a.",
		"1/1/",
		"**",
		"_ ",
		"](",
		"][",
		"<!--",
		"&#1",
		"\\",
		"&a",
	]) {
		const found = new Set(kinds(part.repeat(200_000 / part.length)));
		expect([part, [...found]]).toEqual([part, part === "a@a." ? ["e-mail address"] : []]);
	}
}, 10_000);
