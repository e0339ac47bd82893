import { describe, expect, it } from "vitest";
import { validate } from "../../../scripts/schema/validate.ts";
import { describeImages } from "../../../scripts/survey/images/describe.ts";
import type { ImageHeader } from "../../../scripts/survey/images/header.ts";
import { startTally } from "../../../scripts/survey/images/tally.ts";
import { bodyParts, modalities, standardTerm } from "../../../scripts/survey/images/terms.ts";

const edges = [10, 100, 1000];

/** Images of `people` people, `each` of them a study of their own. */
const images = (people: number, header: Partial<ImageHeader>, each = 1): ImageHeader[] =>
	Array.from({ length: people * each }, (_, at) => ({
		study: `${JSON.stringify(header)}.${at}`,
		patient: `${JSON.stringify(header)} ${at % people}`,
		...header,
	}));

const describeThem = (
	headers: readonly ImageHeader[],
	leftovers = { unreadable: 0, closedFolders: 0 },
	bytes = 1000,
) => {
	const tally = startTally(edges[0] ?? 0, 2026);
	for (const header of headers) tally.add(header, bytes);
	return describeImages("scans", tally.counts(), leftovers, edges, "2026-11-02");
};
const values = (groups: readonly { value: string }[]) => groups.map(({ value }) => value);

describe("the terms of the standard", () => {
	it.each([
		["CT", "CT"],
		["ct ", "CT"],
		["CHEST", "other"],
		["SMITH", "other"],
		["CT\\MR", "other"],
		["", "not stated"],
		[" - ", "not stated"],
		[undefined, "not stated"],
	])("modality %o is %s", (value, term) => {
		expect(standardTerm(modalities, value)).toBe(term);
	});

	it.each([
		["Chest", "CHEST"],
		["C-SPINE", "CSPINE"],
		["CHEST_ABDOMEN", "CHESTABDOMEN"],
		["MRS JANE DOE", "other"],
		["999 000 0018", "other"],
		["__proto__", "other"],
		["other", "other"],
	])("body part %o is %s", (value, term) => {
		expect(standardTerm(bodyParts, value)).toBe(term);
	});

	it("all fit the page's format", () => {
		const groups = [...modalities, ...bodyParts].map((value) => ({ value, files: "10 to 99", studies: "10 to 99" }));
		expect(validate("imageCollection", { ...describeThem([]), bodyParts: groups })).toEqual([]);
	});
});

describe("what the dictionary tells of an image folder", () => {
	it("is counts in bands", () => {
		const found = describeThem(
			[
				...images(40, { modality: "CT", bodyPart: "CHEST", studyDate: "20240229" }, 5),
				...images(12, { modality: "CR", studyDate: "1991.12.31" }),
			],
			{ unreadable: 3, closedFolders: 0 },
			100_000,
		);
		expect(validate("imageCollection", found)).toEqual([]);
		expect(found).toMatchInlineSnapshot(`
			{
			  "bodyParts": [
			    {
			      "files": "100 to 999",
			      "studies": "100 to 999",
			      "value": "CHEST",
			    },
			    {
			      "files": "10 to 99",
			      "studies": "10 to 99",
			      "value": "not stated",
			    },
			  ],
			  "files": "100 to 999",
			  "kind": "image collection",
			  "megabytes": "10 to 99",
			  "modalities": [
			    {
			      "files": "10 to 99",
			      "studies": "10 to 99",
			      "value": "CR",
			    },
			    {
			      "files": "100 to 999",
			      "studies": "100 to 999",
			      "value": "CT",
			    },
			  ],
			  "schemaVersion": 1,
			  "source": "scans",
			  "studies": "100 to 999",
			  "surveyed": "2026-11-02",
			  "unreadable": "under 10",
			  "years": [
			    {
			      "files": "10 to 99",
			      "studies": "10 to 99",
			      "value": "1991",
			    },
			    {
			      "files": "100 to 999",
			      "studies": "100 to 999",
			      "value": "2024",
			    },
			  ],
			}
		`);
	});

	it("counts a study once, however many files it has", () => {
		const one = { study: "2.25.7", patient: "A", modality: "MR" };
		expect(describeThem(Array<ImageHeader>(500).fill(one))).toMatchObject({ files: "100 to 999", studies: "under 10" });
	});

	it.each([
		[9, ["CT", "other"]],
		[10, ["CT", "MR"]],
	])("names a value only from the lowest band on: %i people", (people, expected) => {
		const found = describeThem([...images(50, { modality: "CT" }), ...images(people, { modality: "MR" })]);
		expect(values(found.modalities)).toEqual(expected);
	});

	it("folds what few people have, however many files and studies they have", () => {
		const rare = { modality: "PT", bodyPart: "PENIS", studyDate: "20190101" };
		const found = describeThem([
			...images(50, { modality: "CT", bodyPart: "CHEST", studyDate: "20240101" }),
			...images(1, rare, 200),
		]);
		expect(values(found.modalities)).toEqual(["CT", "other"]);
		expect(values(found.bodyParts)).toEqual(["CHEST", "other"]);
		expect(values(found.years)).toEqual(["2024", "other years"]);
	});

	it("counts each study as a person where the images name none", () => {
		const nameless = images(10, { modality: "US" }).map(({ study, modality }) => ({ study, modality: modality ?? "" }));
		expect(values(describeThem(nameless).modalities)).toEqual(["US"]);
		expect(values(describeThem(nameless.slice(1)).modalities)).toEqual(["other"]);
	});

	it("puts rare values, unknown ones and few that state none into one group", () => {
		const found = describeThem([
			...images(4, { bodyPart: "CHEST" }),
			...images(30, { bodyPart: "JANE DOE" }),
			...images(2, {}),
		]);
		expect(found.bodyParts).toEqual([{ value: "other", files: "10 to 99", studies: "10 to 99" }]);
	});

	it.each([
		["20240229", "2024"],
		["2024.02.29", "2024"],
		["20261231", "2026"],
		["20270101", "not stated"],
		["18950101", "1895"],
		["18941231", "not stated"],
		["2024", "not stated"],
		["2024-02-29", "not stated"],
		["SMITH", "not stated"],
		["20240229\\20250101", "not stated"],
	])("takes the year of the study date %s as %s", (studyDate, year) => {
		expect(values(describeThem(images(20, { studyDate })).years)).toEqual([year]);
	});

	it("tells folders that stayed closed", () => {
		expect(describeThem(images(20, {}), { unreadable: 0, closedFolders: 2 })).toMatchObject({
			unreadable: "none",
			closedFolders: "under 10",
		});
	});
});
