import { describe, expect, it } from "vitest";
import { describeObjections, describePlannedObjections } from "../../scripts/request/objection-words.ts";
import { planObjections, recordedObjections } from "../../scripts/request/objections.ts";
import type { ConfidentialityBasis, ObjectionsDone, OptOut, OptOutPolicy } from "../../scripts/schema/types.ts";

const column = { field: "a.b.c" } as const;
const local = { ...column, covers: "local" } as const;
const national = { list: "cleared", key: "a.b.n", covers: "national" } as const;
const letter = { basis: "section-251", nationalOptOut: "exempt", exemption: "23/CAG/0042, 7 May 2026" } as const;

function plan(confidentiality: ConfidentialityBasis, optOut: OptOut | undefined, policy: OptOutPolicy = {}) {
	const law = { article6: "6(1)(e)", article9: "9(2)(j)", confidentiality, dpia: "DPIA-1" } as const;
	return recordedObjections(planObjections({ law }, optOut, { optOut: policy }));
}

const says = (...given: Parameters<typeof plan>) => describePlannedObjections(plan(...given)).join(" ");

describe("planned objections", () => {
	it.each<[string, string, ...Parameters<typeof plan>]>([
		["give way to explicit consent", "", { basis: "explicit-consent" }, [local, national]],
		["apply under section 251", "both", { basis: "section-251", nationalOptOut: "applies" }, column],
		["all apply", "local national", { basis: "section-251", nationalOptOut: "applies" }, [local, national]],
		["apply where nothing is said", "local national", { basis: "section-251" }, [local, national]],
		["that are local apply beside an exemption", "local", letter, [local, national]],
		["are exempted from", "", letter, national],
		["that cannot be divided apply in full", "both", letter, column],
		["apply without the letter's reference", "national", { basis: "section-251", nationalOptOut: "exempt" }, national],
		["apply to anonymised data", "local national", { basis: "anonymised" }, [local, national]],
		["apply by policy", "local national", { basis: "anonymised" }, [local, national], { anonymised: "applies" }],
		["are exempted from by policy", "local", { basis: "anonymised" }, [local, national], { anonymised: "exempt" }],
		[
			"are not exempted from by a policy about other data",
			"national",
			{ basis: "section-251" },
			national,
			{ anonymised: "exempt" },
		],
	])("%s", (_, covers, ...given) => {
		expect(
			plan(...given)
				.rules.map((rule) => rule.covers)
				.join(" "),
		).toBe(covers);
	});

	it("are told by what will be done, and by nothing else", () => {
		expect(says({ basis: "section-251" }, undefined)).toBe("Nobody is left out for an objection.");
		expect([
			says({ basis: "explicit-consent" }, column),
			says({ basis: "section-251", nationalOptOut: "applies" }, column),
			says({ basis: "section-251", nationalOptOut: "applies" }, [local, national]),
			says({ basis: "anonymised" }, { list: "objectors", key: "a.b.n", covers: "local" }),
			says(letter, national),
			says({ basis: "anonymised" }, [local, national], { anonymised: "exempt" }),
		]).toMatchInlineSnapshot(`
			[
			  "Each patient’s own consent decides; nobody is left out for a general objection, which gives way to it.",
			  "Objections to sharing: patients who object, and those of whom it is not recorded whether they do, are left out.",
			  "Objections made to the hospital: patients who object, and those of whom it is not recorded whether they do, are left out. National Data Opt-out: only patients on the list of the cleared are included; whoever was not asked about, or has no valid NHS number, is left out.",
			  "Objections made to the hospital: patients on the list of objectors, and those without a valid NHS number to look for in it, are left out.",
			  "The National Data Opt-out is not applied: the Confidentiality Advisory Group has exempted this use (23/CAG/0042, 7 May 2026). Nobody is left out for an objection.",
			  "Objections made to the hospital: patients who object, and those of whom it is not recorded whether they do, are left out. The National Data Opt-out is not applied: the hospital’s policy exempts anonymised data.",
			]
		`);
	});

	it("never say that objections were heeded where no rule was", () => {
		for (const told of [says(letter, national), says({ basis: "anonymised" }, undefined)])
			expect(told).not.toMatch(/(?:object|valid NHS number)[^.]* (?:is|are) left out/);
	});
});

describe("objections of a delivery", () => {
	it("are told as they were treated", () => {
		const lists = [
			{ form: "objectors", covers: "local", date: "2026-03-01", digest: "a".repeat(64) },
			{ form: "cleared", covers: "national", date: "2026-03-02", digest: "b".repeat(64) },
		] as const;
		const cases: readonly (ObjectionsDone | undefined)[] = [
			undefined,
			{ decidedBy: "consent", rules: [] },
			{ decidedBy: "objections", rules: [{ form: "column", covers: "both" }], leftOut: "none" },
			{ decidedBy: "objections", rules: [...lists], leftOut: "under 10" },
			{ decidedBy: "objections", rules: [], exempt: "letter", letter: "23/CAG/0042" },
			{ decidedBy: "objections", rules: [] },
		];
		expect(cases.map((done) => describeObjections(done).join("\n"))).toMatchInlineSnapshot(`
			[
			  "Not recorded: this delivery is from before the hub recorded what it did about objections.",
			  "Each patient’s own consent decides; nobody was left out for a general objection, which gives way to it.",
			  "Objections to sharing: patients who objected, and those of whom it was not recorded whether they did, were left out.
			Patients left out by this: none.",
			  "Objections made to the hospital: patients on the list of objectors of 1 March 2026, and those without a valid NHS number to look for in it, were left out.
			National Data Opt-out: only patients on the list of the cleared of 2 March 2026 were included; whoever was not asked about, or had no valid NHS number, was left out.
			Patients left out by this: under 10.",
			  "The National Data Opt-out was not applied: the Confidentiality Advisory Group has exempted this use (23/CAG/0042).
			Nobody was left out for an objection.",
			  "Nobody was left out for an objection.",
			]
		`);
	});
});
