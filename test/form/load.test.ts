import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { copyWorld, fill, makeWorld, patients, swap, type World } from "./world.ts";

const sex = "Sex recorded on registration.";
let first: World;
let world: World;
let form: string;
beforeAll(async () => {
	first = makeWorld(["clinical.patients.md", "clinical.visits.md"]);
	form = await first.form({ table: "clinical.patients" });
});
beforeEach(() => {
	world = copyWorld(first);
});

const at = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;

describe("hub load", () => {
	it("writes nothing for a form that came back as it went out", async () => {
		expect(await world.load(form)).toEqual({ exit: "done", lines: ["0 places changed."] });
		expect(world.changed()).toEqual([]);
	});

	it("writes what was filled in and leaves every other byte", async () => {
		const before = world.page(patients);
		let text = fill(
			form,
			"clinical.patients.sex",
			"Description",
			"Sex at birth.\n\n| a | b |\n|---|---|\n| 1 | it's |",
		);
		text = fill(text, "clinical.patients.town", "Unit", "a | b");
		text = fill(text, "clinical.patients.address", "Values", "\n  - `a`: one\n  - `b`: two");
		const { exit } = await world.load(text);
		expect(exit).toBe("done");
		let wanted = swap(before, sex, "Sex at birth.\n\n| a | b |\n|---|---|\n| 1 | it's |");
		wanted = swap(
			wanted,
			"Town of the usual address.\n\n- Sensitivity: quasi-identifier\n",
			"Town of the usual address.\n\n- Sensitivity: quasi-identifier\n- Unit: a | b\n",
		);
		wanted = swap(
			wanted,
			"usual address.\n\n- Sensitivity: direct-identifier\n",
			"usual address.\n\n- Sensitivity: direct-identifier\n- Values:\n  - `a`: one\n  - `b`: two\n",
		);
		expect(world.page(patients)).toBe(wanted);
		expect(world.changed()).toEqual([patients]);
	});

	it("shows place by place what it would change, and writes nothing, with --dry-run", async () => {
		const text = fill(
			fill(form, "clinical.patients.sex", "Description", "Sex at birth."),
			"clinical.patients.town",
			"Owner",
			"Estates",
		);
		expect(await world.load(text, true)).toMatchInlineSnapshot(`
			{
			  "exit": "done",
			  "lines": [
			    "hampton/clinical.patients.sex, Description (line 209 of the form)",
			    "  - Sex recorded on registration.",
			    "  + Sex at birth.",
			    "hampton/clinical.patients.town, Owner (line 284 of the form)",
			    "  + Estates",
			    "2 places would change on 1 page.",
			  ],
			}
		`);
		expect(world.changed()).toEqual([]);
	});

	it("asks whether a field helps to identify a person, and takes the answer in below its sensitivity", async () => {
		const field = "clinical.patients.ethnic_category";
		expect((await world.load(fill(form, field, "Helps to identify", "yes"))).exit).toBe("done");
		expect(world.page(patients)).toContain("- Sensitivity: special-category\n- Helps to identify: yes\n");
		world.commit();
		// What was written goes out and comes back; an empty place takes nothing away.
		const again = await world.form({ table: "clinical.patients" });
		expect(again).toContain("- Helps to identify (yes or no, as explained above): yes\n");
		expect(await world.load(again)).toEqual({ exit: "done", lines: ["0 places changed."] });
		expect((await world.load(fill(again, field, "Helps to identify", ""))).exit).toBe("done");
		expect(world.changed()).toEqual([]);
		expect((await world.load(fill(again, field, "Helps to identify", "no"))).exit).toBe("done");
		expect(world.page(patients)).toContain("- Sensitivity: special-category\n- Helps to identify: no\n");
	});

	it("never takes an empty place for a deletion", async () => {
		const text = fill(fill(form, "clinical.patients.sex", "Description", ""), "clinical.patients.sex", "Values", "");
		const { exit, lines } = await world.load(text);
		expect([exit, lines]).toEqual(["done", ["0 places changed.", "2 left empty: what stands there stays."]]);
		expect(world.changed()).toEqual([]);
	});

	it("merges with what the dictionary became meanwhile, paragraph by paragraph", async () => {
		world.write(patients, swap(world.page(patients), sex, `${sex}\n\nOurs below.`));
		world.write(
			patients,
			swap(world.page(patients), "One row for each registration", "One line for each registration"),
		);
		const text = fill(form, "clinical.patients.sex", "Description", "Theirs.");
		const longer = swap(text, "slightly more rows than people.", "a few more rows than people.");
		expect((await world.load(longer)).exit).toBe("done");
		const page = world.page(patients);
		expect(page).toContain("## `sex`\n\nTheirs.\n\nOurs below.\n\n- Sensitivity");
		expect(page).toContain("One line for each registration");
		expect(page).toContain("a few more rows than people.");
	});

	it("refuses answers that together would make a page too complex to be read again", async () => {
		const before = world.page(patients);
		const answer = (text: string, field: string) => fill(text, field, "Description", `a\n${"] ".repeat(7000)}`);
		const one = answer(form, "clinical.patients.sex");
		expect((await world.load(one, true)).exit).toBe("done");
		const loaded = await world.load(answer(one, "clinical.patients.town"));
		expect(loaded.exit).toBe("invalid");
		expect(loaded.lines.at(-1)).toContain("these words cannot be written into");
		expect(world.page(patients)).toBe(before);
	});

	it("writes no file of conflicts with --dry-run, and says how to get one", async () => {
		world.write(patients, swap(world.page(patients), sex, "Ours."));
		const { exit, lines } = await world.load(fill(form, "clinical.patients.sex", "Description", "Theirs."), true);
		expect(exit).toBe("invalid");
		expect(lines.at(-1)).toBe(
			"1 place changed here and in the form differently. Without --dry-run they go into a file to decide.",
		);
		expect(existsSync(join(world.root, "..", "form.conflicts.md"))).toBe(false);
	});

	it("says that a file is no form at all", async () => {
		expect(await world.load("# Our records\n\nWhat they are.\n")).toEqual({
			exit: "invalid",
			lines: [
				"form.md: nothing was loaded.",
				"form.md:1 error: this is no form of the hub. Name the form or file of conflicts that came back.",
			],
		});
	});

	it("puts a conflict side by side into a file that can be loaded once it is decided", async () => {
		world.write(patients, swap(world.page(patients), sex, "Ours."));
		const text = fill(
			fill(form, "clinical.patients.sex", "Description", "Theirs."),
			"clinical.patients.town",
			"Unit",
			"x",
		);
		const loaded = await world.load(text);
		expect(loaded.exit).toBe("invalid");
		expect(loaded.lines).toMatchInlineSnapshot(`
			[
			  "hampton/clinical.patients.town, Unit (line 280 of the form)",
			  "Conflict: hampton/clinical.patients.sex, Description (line 209 of the form)",
			  "  - Ours.",
			  "  + Theirs.",
			  "Written side by side to form.conflicts.md.",
			  "1 place changed on 1 page.",
			  "1 place changed here and in the form differently. Decide each in the file of conflicts and load that.",
			]
		`);
		expect(world.page(patients)).toContain("Ours.");
		expect(world.page(patients)).toContain("- Unit: x");
		const file = join(world.root, "..", "form.conflicts.md");
		const conflicts = readFileSync(file, "utf8");
		expect(conflicts.slice(conflicts.indexOf("###"))).toMatchInlineSnapshot(`
			"### Field \`hampton/clinical.patients.sex\`

			#### Description as it stands now

			Ours.

			#### Description as it came back in line 209

			Theirs.

			#### Description (write here what shall stand)
			"
		`);
		expect((await world.load(conflicts)).lines.join("\n")).toContain('"Description" is still to be decided');
		const decided = await world.load(`${conflicts}\nBoth.\n`);
		expect(decided).toEqual({
			exit: "done",
			lines: ["hampton/clinical.patients.sex, Description (line 21 of the form)", "1 place changed on 1 page."],
		});
		expect(world.page(patients)).toContain("## `sex`\n\nBoth.\n\n- Sensitivity");
	});

	it("takes the same change on both sides for one", async () => {
		world.write(patients, swap(world.page(patients), sex, "Same."));
		const before = world.page(patients);
		expect((await world.load(fill(form, "clinical.patients.sex", "Description", "Same."))).exit).toBe("done");
		expect(world.page(patients)).toBe(before);
	});

	it.each<[name: string, change: (text: string) => string | Buffer]>([
		["a byte order mark and CRLF", (text) => `\uFEFF${text.replaceAll("\n", "\r\n")}`],
		[
			"smart quotes, dashes and blanks that do not break",
			(text) => text.replaceAll("'", "’").replaceAll("-identifier", "‑identifier").replaceAll("the ", "the\u00a0"),
		],
		[
			"Google Docs' own Markdown",
			(text) =>
				text
					.replaceAll("\n- ", "\n* ")
					.replaceAll("clinical_", "clinical\\_")
					.replace(/^(#{2,4} .*)$/gm, "$1 {#some-anchor}")
					.replaceAll(". ", "\\. "),
		],
		["headings of another level", (text) => text.replaceAll("\n### ", "\n##### ")],
		["headings without code spans", (text) => text.replace(/^(#+ (?:Field|Table)) `([^`]+)`/gm, "$1 **$2**")],
		[
			"details wrapped at 80 columns",
			(text) => text.replaceAll("free-text or ordinary, as", "free-text or ordinary,\n  as"),
		],
		[
			"sections in another order",
			(text) => {
				const [head, ...fields] = text.split(/(?=^### Field)/m);
				return [head, ...fields.reverse()].join("");
			},
		],
	])("sees no edit in %s", async (_, change) => {
		const { exit, lines } = await world.load(change(form));
		expect([exit, lines.filter((line) => !line.includes("other quotes, dashes"))]).toEqual([
			"done",
			["0 places changed."],
		]);
		expect(world.changed()).toEqual([]);
	});

	it.each<[name: string, change: (text: string) => string, where: string, message: string]>([
		[
			"an unknown field",
			(text) => swap(text, "patients.sex`", "patients.sexx`"),
			"patients.sexx",
			'the dictionary has no field "hampton/clinical.patients.sexx". Did you mean "hampton/clinical.patients.sex"?',
		],
		[
			"a field that comes twice",
			(text) => `${text}\n### Field \`hampton/clinical.patients.sex\`\n`,
			"",
			"this field stands in line",
		],
		[
			"a question that nobody asked",
			(text) => swap(text, "- Unit (", "- Units (of"),
			"- Units (of",
			'the form has no such question here. Did you mean "Unit"?',
		],
		[
			"another section in the prose",
			(text) => swap(text, sex, `${sex}\n\n## \`town\`\n\nForged.`),
			"## `town`",
			"this would begin another section of the page",
		],
		[
			"a line of hyphens below text",
			(text) => swap(text, sex, `${sex}\n---`),
			sex,
			"this would begin another section of the page",
		],
		[
			"an attribute in the prose",
			(text) => swap(text, sex, "Forged.\n\n- Sensitivity: ordinary"),
			"- Sensitivity: ordinary",
			"would be read as the field's attributes",
		],
		[
			"code that does not end",
			(text) => swap(text, sex, "Forged.\n\n```\ncode"),
			"```",
			"code or HTML begins here and does not end",
		],
		[
			"a comment that does not end",
			(text) => swap(text, sex, "Forged.\n\n<!-- hidden"),
			"<!-- hidden",
			"code or HTML begins here and does not end",
		],
		[
			"a megabyte of quotations in the prose",
			(text) => swap(text, sex, `Forged.\n\n${"> ".repeat(2 ** 19)}`),
			"> > > >",
			"more than 20 quotations or lists stand here one in the other",
		],
		[
			"a megabyte of brackets behind a question",
			(text) => fill(text, "clinical.patients.sex", "Unit", "[".repeat(2 ** 20)),
			"): [[[[",
			"too many marks such as * [ ` < > close together",
		],
		[
			"a sensitivity that is none",
			(text) => fill(text, "clinical.patients.sex", "Sensitivity", "secret"),
			"): secret",
			"this is not a sensitivity",
		],
		[
			"a mark that is neither yes nor no",
			(text) => fill(text, "clinical.patients.sex", "Helps to identify", "somewhat"),
			"): somewhat",
			"whether a field helps to identify a person is said by yes or no",
		],
		[
			"a mark that contradicts the sensitivity in the dictionary",
			(text) => fill(text, "clinical.patients.sex", "Helps to identify", "no"),
			"): no",
			'"Helps to identify: no" contradicts the sensitivity quasi-identifier. Write "yes" there',
		],
		[
			"a range that is none",
			(text) => fill(text, "clinical.patients.sex", "Acceptable range", "some"),
			"): some",
			"this range cannot be read",
		],
		["an invisible character", (text) => swap(text, sex, "Abc\u202e."), "Abc", "a character that nobody can see"],
		[
			"a form without its commit",
			(text) => swap(text, "- Made from commit:", "- Made from:"),
			"# Form",
			"does not say which commit",
		],
	])("refuses %s, with its line", async (_, change, where, message) => {
		const text = change(form);
		const { exit, lines } = await world.load(fill(text, "clinical.patients.town", "Unit", "x"));
		expect(exit).toBe("invalid");
		const line = where === "" ? "\\d+" : String(at(text, where));
		expect(lines.join("\n")).toMatch(
			new RegExp(`form\\.md:${line} error: .*${message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`),
		);
		expect(world.changed()).toEqual([]);
	});

	it.each([" ", "\t", "# ", "(", "a (", "`", "{#", "_ ", "=\n", "\n"])(
		"reads a form with a megabyte of %j anywhere in it",
		async (unit) => {
			const long = unit.repeat(2 ** 20 / unit.length);
			let text = swap(form, "# Form", `# Form${long}x\n\n# Form`);
			text = swap(text, "#### Details", `#### Details (${long}x\n\n#### Details`);
			text = swap(text, "- Unit (", `- Unit (${long}x\n- Unit (`);
			expect((await world.load(text)).lines.length).toBeGreaterThan(0);
		},
	);

	it("lists every problem at once", async () => {
		let text = swap(form, sex, "# Forged");
		text = fill(text, "clinical.patients.town", "Sensitivity", "secret");
		text = swap(text, "patients.address`", "patients.adress`");
		const { lines } = await world.load(text);
		expect(lines.filter((line) => line.includes(" error: "))).toHaveLength(3);
	});

	it("keeps notes outside the places apart, and names their lines", async () => {
		let text = swap(
			form,
			"### Field `hampton/clinical.patients.town`\n",
			"### Field `hampton/clinical.patients.town`\n\nAsk Anna about this.\n",
		);
		text = swap(text, "\n## Table", "\nDear Robbie, here it is.\n\n## Table");
		text = `${text}\nBest wishes\n`;
		const { exit, lines } = await world.load(text);
		expect(exit).toBe("done");
		const notes = ["Dear Robbie, here it is.", "Ask Anna about this.", "Best wishes"];
		expect(lines.filter((line) => line.includes("warning"))).toEqual(
			notes.map((note) =>
				expect.stringContaining(
					`form.md:${at(text, note)} warning: this stands outside the places to fill in and is not loaded: "${note}"`,
				),
			),
		);
		expect(world.changed()).toEqual([]);
	});

	it("names the place of what may identify a person, and never shows it", async () => {
		const text = fill(form, "clinical.patients.sex", "Description", "As for\n9990000018, for example.");
		const { lines } = await world.load(text, true);
		expect(lines).toContainEqual(
			expect.stringContaining(`form.md:${at(text, "9990000018")} warning: this looks like an NHS number`),
		);
		expect(lines.join("\n")).not.toContain("9990000018");
	});

	it("tells of fields that did not come back", async () => {
		const { lines } = await world.load(form.slice(0, form.indexOf("### Field `hampton/clinical.patients.town`")));
		expect(lines[0]).toContain("the form asked about 20 fields and 10 came back");
	});

	it("keeps a description's list apart from the attributes below it", async () => {
		await world.load(fill(form, "clinical.patients.sex", "Description", "Sex:\n\n- one\n- two"));
		expect(world.page(patients)).toContain("Sex:\n\n- one\n- two\n\n* Sensitivity: quasi-identifier\n* Values");
	});

	it("writes a section for a field that has none", async () => {
		const page = world.page(patients);
		const start = page.indexOf("## `town`");
		world.write(patients, page.slice(0, start) + page.slice(page.indexOf("## `postcode`")));
		world.commit();
		const text = fill(
			await world.form({ table: "clinical.patients" }),
			"clinical.patients.town",
			"Description",
			"A town.",
		);
		expect((await world.load(fill(text, "clinical.patients.town", "Sensitivity", "quasi-identifier"))).exit).toBe(
			"done",
		);
		expect(world.page(patients)).toMatch(/system\n\n## `town`\n\nA town\.\n\n- Sensitivity: quasi-identifier\n$/);
	});

	it("keeps the line ends of a page", async () => {
		world.write(patients, world.page(patients).replaceAll("\n", "\r\n"));
		await world.load(fill(form, "clinical.patients.sex", "Description", "One.\n\nTwo."));
		expect(world.page(patients)).toContain("## `sex`\r\n\r\nOne.\r\n\r\nTwo.\r\n\r\n- Sensitivity");
		expect(world.page(patients)).not.toMatch(/[^\r]\n/);
	});

	it.each([
		["a word processor's own file", Buffer.from("PK\u0003\u0004"), "this is a word processor's own file"],
		["what is no UTF-8", Buffer.from([0x23, 0xe9, 0x0a]), "the file is not UTF-8 text"],
	])("refuses %s", async (_, bytes, message) => {
		expect((await world.load(bytes)).lines[0]).toContain(message);
	});

	it("leaves nothing behind in the records", async () => {
		await world.load(fill(form, "clinical.patients.sex", "Description", "New."));
		expect(existsSync(join(world.root, ".hub"))).toBe(true);
		expect(world.changed()).toEqual([patients]);
	});
});
