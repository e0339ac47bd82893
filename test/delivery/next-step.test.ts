import { describe, expect, it } from "vitest";
import { asksForTheSame, nextStep } from "../../scripts/delivery/next-step.ts";
import type { RecordedDelivery } from "../../scripts/delivery/read.ts";
import type { AnsweredQuery } from "../../scripts/records/deliveries.ts";
import type { Share } from "../../scripts/snapshot/share.ts";
import { request } from "../support/records.ts";

// Only what the state is worked out from stands in these records; signatures are the reader's business.
const signed = (sha256: string, value: { readonly query?: number; readonly [key: string]: unknown } = {}) =>
	({ sha256, value, number: value.query ?? 0 }) as never;
const query = (number: number, share: string, answered: boolean): AnsweredQuery => ({
	query: signed("q", { query: number, share }),
	...(answered ? { answer: signed("a", { decision: "release" }) } : {}),
});
const delivery = (number: string, more: Partial<RecordedDelivery> = {}): RecordedDelivery => ({
	delivery: number,
	events: [],
	queries: [],
	...more,
});
const published = signed("e", { event: "published" });
const copy = { id: "copy-1", requestBlob: "blob-1" } as Share;
const step = (deliveries: readonly RecordedDelivery[], share: Share | undefined = copy, blob = "blob-1") =>
	stepAmong([], deliveries, share, blob);
const stepAmong = (
	paths: readonly string[],
	deliveries: readonly RecordedDelivery[],
	share: Share | undefined = copy,
	blob = "blob-1",
) =>
	nextStep(
		"sepsis",
		{ deliveries, paths: paths.map((path) => `${folder}${path}`) },
		(found) => found.requestBlob === blob,
		async () => share,
	);
const folder = "requests/sepsis/deliveries/";
const withoutCopy = (deliveries: readonly RecordedDelivery[]) =>
	nextStep(
		"sepsis",
		{ deliveries, paths: [] },
		() => true,
		async () => undefined,
	);

describe("where a project stands", () => {
	it("begins with delivery 0001", async () => {
		expect(await step([])).toEqual({ step: "make", delivery: "0001", previous: null, nextQuery: 1 });
	});

	it("waits to be published until the event says so", async () => {
		const manifest = signed("m1");
		expect(await step([delivery("0001", { manifest })])).toMatchObject({
			step: "publish",
			next: { delivery: "0002", previous: "m1" },
		});
		expect(await step([delivery("0001", { manifest, events: [published] })])).toMatchObject({
			step: "none",
			next: { delivery: "0002", previous: "m1" },
		});
	});

	it("is held while a query about the copy has no answer, and answered once all have", async () => {
		const one = query(1, "copy-1", true);
		expect(await step([delivery("0001", { queries: [one, query(2, "copy-1", false)] })])).toMatchObject({
			step: "wait",
			open: [{ query: { value: { query: 2 } } }],
		});
		expect(await step([delivery("0001", { queries: [one] })])).toMatchObject({
			step: "continue",
			delivery: "0001",
			nextQuery: 2,
			queries: [one],
		});
	});

	it("is nothing when the copy asked about is gone, is another one, or was made for another text of the request", async () => {
		const recorded = [delivery("0001", { queries: [query(1, "copy-1", true)] })];
		const nothing = { step: "make", delivery: "0001", previous: null, nextQuery: 2 };
		expect(await withoutCopy(recorded)).toEqual(nothing);
		expect(await step(recorded, { ...copy, id: "copy-2" })).toEqual(nothing);
		expect(await step(recorded, copy, "blob-2")).toEqual(nothing);
	});

	it("counts queries about earlier copies as asked, but waits for none of them", async () => {
		const recorded = [delivery("0001", { queries: [query(1, "copy-0", false), query(2, "copy-1", true)] })];
		expect(await step(recorded)).toMatchObject({ step: "continue", nextQuery: 3 });
	});

	it("chains a delivery to the last manifest, past deliveries that have none", async () => {
		const recorded = [
			delivery("0001", { manifest: signed("m1"), events: [published] }),
			delivery("0002", { queries: [query(1, "copy-1", true)] }),
		];
		expect(await step(recorded)).toMatchObject({ step: "continue", delivery: "0002", previous: "m1" });
	});

	it("passes over whatever somebody put where a record is to stand", async () => {
		expect(await stepAmong(["0001/notes.txt", "0002"], [])).toMatchObject({ step: "make", delivery: "0003" });
		const manifest = signed("m1");
		const taken = ["0001/manifest.json", "0002/manifest.json", "9999/manifest.json"];
		expect(await stepAmong(taken, [delivery("0001", { manifest })])).toMatchObject({ next: { delivery: "0003" } });
		const answered = [delivery("0001", { queries: [query(1, "copy-1", true)] })];
		const asked = [
			"0001/queries/1.json",
			"0001/queries/1.answer.json",
			"0001/queries/2.answer.json.sig",
			"0001/queries/3.json/x",
		];
		expect(await stepAmong(asked, answered)).toMatchObject({ step: "continue", nextQuery: 4 });
	});

	it("is begun anew where something stands in the way of the held one's manifest or of an answer", async () => {
		const held = [delivery("0001", { queries: [query(1, "copy-1", false)] })];
		const anew = { step: "make", abandoned: "0001", delivery: "0002", nextQuery: 1 };
		const own = ["0001/queries/1.json", "0001/queries/1.json.sig"];
		expect(await stepAmong(own, held)).toMatchObject({ step: "wait" });
		for (const junk of [
			"0001/manifest.json",
			"0001/manifest.json.sig",
			"0001/queries/1.answer.json",
			"0001/queries/1.answer.json/x",
		])
			expect(await stepAmong([...own, junk], held)).toMatchObject(anew);
	});

	it("ends at 9999 deliveries", async () => {
		await expect(step([delivery("9999", { manifest: signed("m") })])).rejects.toThrow(RangeError);
	});
});

describe("two versions of a request", () => {
	const [first, second] = request.fields;
	if (first === undefined || second === undefined) throw new Error("the sample has two fields");

	it("ask for the same when only words, people, terms or the order of fields differ", () => {
		expect(
			asksForTheSame(request, {
				...request,
				title: "Other",
				team: ["tom"],
				retention: { months: 1, destruction: "Burnt" },
			}),
		).toBe(true);
		expect(asksForTheSame(request, { ...request, fields: [second, { ...first, reason: "Other" }] })).toBe(true);
	});

	it.each([
		["a field", { fields: [first] }],
		["a treatment", { fields: [{ ...first, treatment: "redact" as const }, second] }],
		["the cohort", { cohort: [{ field: "clinical.patients.sex", is: "F" }] }],
		["the rows", { rows: { "clinical.patients": [{ field: "clinical.patients.sex", is: "F" }] } }],
		["the source", { source: "other" }],
	])("do not when %s differs", (_case, change) => {
		expect(asksForTheSame(request, { ...request, ...change })).toBe(false);
	});
});
