import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type RegisterContents, registerContents } from "../../../scripts/site/register/contents.ts";
import { temporaryFolder } from "../../support/folder.ts";
import type { Keys } from "../../support/records.ts";
import { commit } from "../../support/repository.ts";
import {
	approveAll,
	deliverBoth,
	everybody,
	makeDelivered,
	makeRegisterRecords,
	namesIn,
	now,
	read,
	request,
} from "./register-maker.ts";

const folder = temporaryFolder();
let keys: Keys;
let root: string;
let open: RegisterContents;
let whole: RegisterContents;
beforeAll(async () => {
	({ root, keys } = await makeDelivered(folder));
	[open, whole] = [
		await registerContents(await read(root, "public")),
		await registerContents(await read(root, "internal")),
	];
});

const only = (contents: RegisterContents) => contents.projects[0] as RegisterContents["projects"][number];

describe("the register in public", () => {
	it("names nobody, by id or name, wherever a name might stand", async () => {
		expect(namesIn(JSON.stringify(open), await everybody(root))).toEqual([]);
		expect(namesIn(JSON.stringify(whole), ["Rita Research", "Tom Team", "Robbie Records", "leo"])).toHaveLength(4);
	});

	it("tells of a hidden table only that there is one", () => {
		const text = JSON.stringify(open);
		expect(text).not.toMatch(/hidden_ward|secret ward|B1/i);
		expect(only(open).data.undescribed).toMatchInlineSnapshot(`"1 field of a table that is not described in public"`);
		expect(only(open).data.patients).toMatchInlineSnapshot(`
			[
			  "of the patient: sex of Patients (clinical.patients.sex) is in the value set known-sex",
			  "a condition on a table that is not described in public",
			]
		`);
		expect(only(open).data.rows).toMatchInlineSnapshot(`
			[
			  {
			    "conditions": [
			      "a condition on a table that is not described in public",
			    ],
			    "table": "A table that is not described in public",
			  },
			]
		`);
		expect(only(open).deliveries[0]).toMatchObject({
			tables: [{ table: "clinical.patients", rows: "100 or more" }],
			undescribed: "1 table that is not described in public",
		});
	});

	it("says what happened without saying who did it, and until when the copy may be kept", () => {
		expect(only(open).timeline.map(({ day, says }) => `${day} ${says}`)).toMatchInlineSnapshot(`
			[
			  "2026-03-01 Requested",
			  "2026-03-30 Approved as Data custodian",
			  "2026-03-30 Approved as Information governance",
			  "2026-03-31 Delivery 0001 held: a department is asked about values",
			  "2026-03-31 Answered. Released: the values are right",
			  "2026-03-31 Delivery 0001 made, checked and signed for",
			  "2026-03-31 Delivery 0001 published: its encrypted package lies where the recipient can fetch it",
			  "2027-03-31 The copy of delivery 0001 must be destroyed by this day",
			]
		`);
		expect(only(open).timeline.every(({ commit: at }) => at === undefined)).toBe(true);
	});

	it("shows neither commits of people nor where the data are kept, nor a way into the audit or to an amendment", () => {
		expect(only(open).insight).toBeUndefined();
		expect(only(open).audit).toBeUndefined();
		expect(only(open).amendment).toBeUndefined();
		expect(only(open).deliveries[0]?.audit).toBeUndefined();
		expect(JSON.stringify(open)).not.toContain("Drive of");
	});
});

describe("the register within the hospital", () => {
	it("names who asked, approved and answered, and every field", () => {
		expect(only(whole).insight?.approvals.map(({ who }) => who)).toEqual(["Robbie Records", "Ingrid Governs"]);
		expect(only(whole).data.tables.map(({ table }) => table)).toEqual(["clinical.patients", "clinical.hidden_ward"]);
		expect(only(whole).timeline.map(({ says }) => says)).toContain(
			"Answered by Leo Lab. Released: the values are right",
		);
		expect(only(whole).timeline.map(({ says }) => says)).toContain("Requested by Rita Research");
	});
});

describe("both", () => {
	it("keep markup in human text from being any", () => {
		for (const contents of [open, whole]) {
			expect(only(contents).summaryHtml).not.toMatch(/<img|<script|javascript:/);
			expect(only(contents).summaryHtml).toContain("<p>Looks at how sepsis ends.");
		}
	});

	it("tell the state in words, with dates", () => {
		expect(open.pages[0]?.items).toMatchObject([
			{
				title: "Outcomes <script>alert(1)</script> of sepsis, by [name redacted]",
				organisation: "Hampton Hospital",
				state: { label: "Delivered" },
				requested: "2026-03-01",
				delivered: "2026-03-31",
				keptUntil: "2027-03-31",
			},
		]);
	});
});

describe("a request that nobody has approved", () => {
	it("waits, and says for whom", async () => {
		const waiting = makeRegisterRecords(join(folder, "waiting"), keys);
		const { projects } = await registerContents(await read(waiting, "public"));
		expect(projects[0]).toMatchObject({ state: { label: "Waiting for approval" }, deliveries: [] });
		expect(projects[0]?.approvals.map(({ role, state }) => `${role}: ${state.label}`)).toEqual([
			"Data custodian: Not decided yet",
			"Information governance: Not decided yet",
		]);
	});
});

describe("an amendment", () => {
	it("is told in parts to the public and in full within the hospital, and waits for approval again", async () => {
		const changed = makeRegisterRecords(join(folder, "changed"), keys);
		await approveAll(changed, folder);
		await deliverBoth(changed, keys);
		const amended = { ...request, team: ["rita"], retention: { ...request.retention, months: 20 } };
		commit(changed, { "requests/sepsis/request.yml": stringify(amended) }, "Rita Research");
		const entry = async (audience: "public" | "internal") => {
			const [project] = (await registerContents(await read(changed, audience))).projects;
			expect(project?.state.label).toBe("Delivered; a change of the request is not approved");
			// Not approved, the longer time does not hold.
			expect(project?.keptUntil).toBe("2027-03-31");
			return project?.timeline.find(({ says }) => says.startsWith("Request amended"))?.details;
		};
		expect(await entry("public")).toEqual(["Changed: the people and how long the data are kept."]);
		expect(await entry("internal")).toEqual(["-team member: tom", "retention 12 -> 20 months"]);
		const [project] = (await registerContents(await read(changed, "internal"))).projects;
		// Information governance answers for neither team nor time in this policy.
		expect(project?.insight?.approvals.map(({ changes }) => changes)).toEqual([
			["-team member: tom", "retention 12 -> 20 months"],
			[],
		]);
	});
});

describe("a project whose rules ran out", () => {
	it("does not keep the site from being built, and says so to the hospital only", async () => {
		const later = { now: new Date("2028-02-01T09:00:00Z") };
		const { projects } = await registerContents(await read(root, "internal", later));
		expect(projects[0]?.insight?.problems.join()).toContain("ended");
		expect(projects[0]?.state.label).toBe("Ended: the time to keep the data is over");
		const [shown] = (await registerContents(await read(root, "public", later))).projects;
		expect(shown?.timeline.at(-1)).toMatchObject({
			says: "The copy of delivery 0001 had to be destroyed by this day",
			ahead: false,
		});
	});

	it("is unlike a request that cannot be read, which stops the build and names its place", async () => {
		const broken = makeRegisterRecords(join(folder, "broken"), keys);
		commit(broken, { "requests/sepsis/request.yml": "title: x\n" });
		await expect(read(broken, "public", { now })).rejects.toMatchObject({ exit: "invalid" });
	});
});
